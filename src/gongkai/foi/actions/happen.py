"""发生 — what happens to a case is written once: the event, the clock's new reading, the ledger, the made pages."""

from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change
from gongkai.foi import clocks
from gongkai.foi.models import Case, CaseEvent, DecisionPart
from gongkai.rules.application_process import CLOCK_KINDS, PROCESS, CaseState
from gongkai.rules.citations import Citation
from gongkai.rules.clock import ImpossibleEvent
from gongkai.rules.process import RuleViolation

GIVEN_UP = (CaseState.CLOSED, CaseState.ARCHIVED)
"""The states of a case that is over although nobody answered it."""


def happen(
    change: Change,
    case: Case,
    kind: str,
    on: date,
    *,
    who: Actor,
    working_days: int = 0,
    note: str = "",
    citation: Citation | None = None,
    **detail: Any,
) -> CaseEvent:
    """Write an event of a case and save the case with its clock read anew.

    `detail` holds references only. Raises RuleViolation for what cannot have happened on that day.
    """
    event = CaseEvent.objects.create(
        case=case,
        round=case.round,
        kind=kind,
        on=on,
        at=change.now,
        by=who.user,
        working_days=working_days,
        note=note,
        detail=detail,
    )
    if kind in CLOCK_KINDS:
        read_anew(case)
    _conclude(case, detail.get("letter"))
    case.save()
    change.record(
        f"foi.{kind}", case, agency_id=case.agency_id, citation=citation, on=on.isoformat(), **detail
    )
    return event


def _conclude(case: Case, letter: int | None) -> None:
    """Keep of the first conclusion of a case what the figures count, unsaved; `letter` is what answers it."""
    if case.answered_on and case.first_answered_on is None:
        case.first_answered_on, case.first_due_on = case.answered_on, case.due_on
        parts = DecisionPart.objects.filter(decision__letters=letter).order_by("position", "id")
        case.first_replies = ",".join(parts.values_list("reply", flat=True))
        case.first_extended = case.extensions.filter(approved=True).exists()
    given_up = case.closed_at if case.state in GIVEN_UP else None
    ended = case.first_answered_on or (timezone.localdate(given_up) if given_up else None)
    case.concluded_on = max(ended, case.received_on) if ended and case.received_on else None


def read_anew(case: Case) -> None:
    """Read the clock of a case and put the reading on it, unsaved; raises RuleViolation."""
    try:
        clocks.keep_reading(case, clocks.reading_of(case, calendar()))
    except ImpossibleEvent as impossible:
        raise RuleViolation(impossible.args[0]) from impossible


def step(case: Case, name: str) -> Citation:
    """Take a named step with a case, unsaved; returns its article. Raises StepNotAllowed."""
    case.state = PROCESS.after(CaseState(case.state), name)
    return PROCESS.step(name).citation


def begin_round(case: Case, on: date, *, ordered_by: date | None = None) -> None:
    """Begin to handle a case anew from a day, with a clock of its own, unsaved.

    `ordered_by` is the day by which a court or a reconsideration body wants it answered.
    """
    case.round += 1
    case.clock_since, case.deferred_until, case.ordered_by = on, None, ordered_by
    case.answered_on = case.closed_at = case.archived_at = None
    case.result, case.warned = "", 0
    read_anew(case)
