"""转送 — an application goes to the organ that the information is with; its clock begins there (2019 Art. 36(5))."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import active_agencies
from gongkai.core.change import changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import begin_round, happen, step
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.tell import people_at, tell_applicant, tell_people
from gongkai.foi.clocks import reading_of
from gongkai.foi.models import Case
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation
from gongkai.rules.receiving import CAME_BACK, TRANSFERRED


def transfer(case_id: int, *, to: int, reason: str, actor: Actor, now: datetime) -> Case:
    """转送 — hand a case over to another organ of this platform, with a letter; the applicant is told which.

    No text says from when that organ counts: from the day on which it got the application. One that had it before,
    and passed it on itself, counts as it did then. Raises RuleViolation without a reason, for the same organ or one
    that is not in use, for a merged case; StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        citation = step(case, "transfer")
        target = active_agencies().filter(pk=to).exclude(pk=case.agency_id).first()
        if target is None:
            raise RuleViolation("请选择负责公开这份信息的机关", citation, field="to")
        if case.merged_into_id or case.merged.exists():
            raise RuleViolation("已经并案的申请不能转送", citation)
        if not reason.strip():
            raise RuleViolation("请写明转送的理由", citation, field="reason")
        today, sender = timezone.localdate(now), case.agency
        case.received_on = case.received_on or today
        held = _held(case)
        places = {"reason": reason.strip()}
        issue(change, case, "transfer", addressee=target.name, places=places, who=actor)
        case.assignments.filter(ended_at=None).update(ended_at=now)
        case.agency, case.lead = target, None
        first = _first_held(case, target.pk)
        case.received_on, since = first or (today, today)
        case.receipt_rule = CAME_BACK if first else TRANSFERRED
        begin_round(case, since)
        happen(
            change,
            case,
            "transferred",
            today,
            who=actor,
            note=reason.strip(),
            citation=citation,
            from_agency=sender.pk,
            to_agency=target.pk,
            **held,
        )
        tell_applicant(change, case, "transferred", organ=target.name)
        due = case.due_on or "—"
        tell_people(change, case, "case_assigned", people_at(change, target, Role.CASE_OFFICER), due=due)
    return case


def _held(case: Case) -> dict[str, Any]:
    """Return since when the organ that passes a case on has it, and the day from which it counts."""
    reading = reading_of(case, calendar())
    days = {"received": case.received_on, "since": reading.since if reading else case.received_on}
    return {name: day.isoformat() for name, day in days.items() if day}


def _first_held(case: Case, agency_id: int) -> tuple[date, date] | None:
    """Return the days of receipt and of the count's beginning when an organ first had a case; None for a new one."""
    for passed_on in case.events.filter(kind="transferred").order_by("id"):
        if passed_on.detail["from_agency"] == agency_id:
            received, since = (date.fromisoformat(passed_on.detail[name]) for name in ("received", "since"))
            return received, since
    return None
