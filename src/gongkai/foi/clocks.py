"""案件的时钟 — a case's reading of the clock from its events, and what the case keeps of it for lists."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from gongkai.foi.models import Case, CaseEvent
from gongkai.rules.application_process import CLOCK_KINDS
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.citations import regulations_on
from gongkai.rules.clock import ClockReading, Event, EventKind, read_clock

KEPT = ("statute", "due_on", "provisional", "stopped_by")
"""The fields of a case that its reading decides."""


def clock_events(case: Case, events: Iterable[CaseEvent]) -> list[Event]:
    """Return those events of the case's present round of which the clock has to know, in order."""
    return [
        Event(EventKind(event.kind), event.on, event.working_days)
        for event in events
        if event.kind in CLOCK_KINDS and event.round == case.round
    ]


def reading_of(
    case: Case,
    calendar: WorkCalendar,
    *,
    today: date | None = None,
    events: Iterable[CaseEvent] | None = None,
) -> ClockReading | None:
    """Return where a case stands, None before its day of receipt is established.

    A case that was answered is read as of that day. Raises ImpossibleEvent.
    """
    if case.clock_since is None:
        return None
    events = case.events.order_by("on", "id") if events is None else events
    return read_clock(
        case.clock_since,
        clock_events(case, events),
        calendar,
        today=min(filter(None, (today, case.answered_on))) if today else None,
        on_supplement=settings.SUPPLEMENT_BEFORE_2019,
    )


def keep_reading(case: Case, reading: ClockReading | None) -> None:
    """Put what lists need of a reading on the case, unsaved.

    The later of clock and deferral is the due day; what a court or a reconsideration body has ordered is not late.
    """
    if reading is None:
        case.due_on, case.provisional, case.stopped_by = None, False, ""
        return
    before = case.due_on
    case.statute = regulations_on(case.clock_since).code if case.clock_since else ""
    case.provisional, case.stopped_by = reading.provisional, reading.stopped_by or ""
    case.due_on = reading.due
    if reading.due and case.deferred_until:
        case.due_on = max(reading.due, case.deferred_until)
    if case.due_on and case.ordered_by:
        case.due_on = min(case.due_on, case.ordered_by)
    if case.due_on != before:
        case.warned = 0
