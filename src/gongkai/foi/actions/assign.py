"""分办 — a case gets its lead and the units that help; a unit gives it back or says what it has (2019 Art. 45)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from gongkai.agencies.models import Agency, User
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import active_agencies, actor_for, jurisdiction
from gongkai.core.change import Change, changing
from gongkai.core.permissions import Denied
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for, case_seen
from gongkai.foi.actions.happen import happen, step
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.tell import officers_of, people_at, people_of_the_office, tell_people
from gongkai.foi.models import Assignment, Case
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation

RETURNS_TO_OFFICE = 2
"""When so many units have given a case back, the disclosure office settles who handles it."""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """协办单位 — a unit of the organ, another organ or a person that handles a part, with a limit of its own.

    Another organ of which something is asked (`what`) gets a letter.
    """

    unit: str
    agency_id: int | None = None
    person_id: int | None = None
    due_on: date | None = None
    what: str = ""


def assign(
    case_id: int, *, lead: int | None, units: Sequence[UnitFacts] = (), actor: Actor, now: datetime
) -> Case:
    """分办 — give a case to one lead (a person's id) and any number of units; who is left out is relieved.

    Raises RuleViolation for a lead who may not handle cases of the organ, for nobody at all, and for a limit that
    is over; StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        citation = step(case, "assign")
        if lead is None and not units:
            raise RuleViolation("请选择主办人或者协办单位", citation, field="lead")
        today = timezone.localdate(now)
        person = _lead(case, lead, today) if lead is not None else None
        wanted = [_unit(case, facts, today) for facts in units]
        if person is not None:
            mine = case.agency.disclosure_office or case.agency.short_name
            wanted.insert(0, Assignment(case=case, unit=mine, agency=case.agency, person=person, leads=True))
        fresh = _replace(case, wanted, now)
        case.lead = person
        happen(
            change,
            case,
            "assigned",
            today,
            who=actor,
            citation=citation,
            assignments=[row.pk for row in fresh],
        )
        _tell(change, case, fresh)
        _ask_for_help(change, case, units, fresh, actor)
    return case


def _lead(case: Case, user_id: int, today: date) -> User:
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None or not actor_for(person, today).may(policies.HANDLE, case.agency):
        raise RuleViolation("主办人须是本机关的受理员", field="lead")
    return person


def _unit(case: Case, facts: UnitFacts, today: date) -> Assignment:
    if not facts.unit.strip():
        raise RuleViolation("请填写协办单位", field="units")
    if facts.due_on and facts.due_on < today:
        raise RuleViolation("内部期限不能早于今天", field="units")
    if facts.due_on and case.due_on and case.due_on >= today and facts.due_on > case.due_on:
        raise RuleViolation("内部期限不能晚于答复期限", field="units")
    if facts.agency_id and not active_agencies().filter(pk=facts.agency_id).exists():
        raise RuleViolation("没有这个机关", field="units")
    if facts.person_id and not User.objects.filter(pk=facts.person_id, is_active=True).exists():
        raise RuleViolation("没有这位承办人", field="units")
    return Assignment(
        case=case,
        unit=facts.unit.strip(),
        agency_id=facts.agency_id,
        person_id=facts.person_id,
        due_on=facts.due_on,
    )


def _replace(case: Case, wanted: list[Assignment], now: datetime) -> list[Assignment]:
    """Keep who goes on, relieve who does not, and return who is new."""
    kept = {_who(row): row for row in case.assignments.filter(ended_at=None)}
    for who, row in kept.items():
        if who not in {_who(each) for each in wanted}:
            row.ended_at = now
            row.save()
    fresh = []
    for row in wanted:
        if (before := kept.get(_who(row))) is not None:
            before.due_on = row.due_on
            before.save()
            continue
        row.assigned_at = now
        row.save()
        fresh.append(row)
    return fresh


def _who(row: Assignment) -> tuple[object, ...]:
    return row.unit, row.agency_id, row.person_id, row.leads


def _tell(change: Change, case: Case, rows: Sequence[Assignment]) -> None:
    for row in rows:
        people = [row.person] if row.person is not None else []
        if not people and row.agency is not None and row.agency_id != case.agency_id:
            people = people_at(change, row.agency, Role.CASE_OFFICER)
        due = row.due_on or case.due_on or "—"
        tell_people(change, case, "case_assigned", people, occasion=f"{row.pk}", due=due)


def _ask_for_help(
    change: Change, case: Case, units: Sequence[UnitFacts], fresh: Sequence[Assignment], actor: Actor
) -> None:
    """Write to other organs what they are asked to do (协办函)."""
    asked = {facts.agency_id: facts for facts in units if facts.what.strip()}
    for row in fresh:
        if row.leads or row.agency is None or row.agency_id == case.agency_id or row.agency_id not in asked:
            continue
        places = {"opinion": asked[row.agency_id].what.strip(), "due": row.due_on or case.due_on}
        issue(change, case, "assistance", addressee=row.agency.name, places=places, who=actor)


def return_assignment(
    assignment_id: int, *, reason: str, proposed_unit: str = "", actor: Actor, now: datetime
) -> Assignment:
    """退回 — a unit gives a case back and says who should have it; the second time the disclosure office has it.

    Raises RuleViolation without a reason or when it was given back already, Denied, Http404.
    """
    if not reason.strip():
        raise RuleViolation("请写明退回的理由", field="reason")
    with changing(actor, now) as change:
        row, case = _assignment(actor, assignment_id)
        row.returned_at = row.ended_at = now
        row.return_reason, row.proposed_unit = reason.strip(), proposed_unit.strip()
        row.save()
        if row.leads:
            case.lead = None
        people = officers_of(change, case)
        to_office = case.assignments.filter(returned_at__isnull=False).count() >= RETURNS_TO_OFFICE
        if to_office:
            people += people_of_the_office(change, _hand_to_office(case, row, now))
        happen(
            change,
            case,
            "returned",
            timezone.localdate(now),
            who=actor,
            note=reason.strip(),
            assignment=row.pk,
            to_office=to_office,
        )
        tell_people(change, case, "case_returned", people, occasion=f"{row.pk}")
    return row


def _hand_to_office(case: Case, row: Assignment, now: datetime) -> Agency:
    here = jurisdiction()
    office: Agency = here.host_agency if here else case.agency
    Assignment.objects.create(
        case=case,
        unit=office.short_name,
        agency=office,
        leads=row.leads,
        assigned_at=now,
        due_on=row.due_on,
    )
    return office


def answer_assignment(assignment_id: int, *, answer: str, actor: Actor, now: datetime) -> Assignment:
    """反馈 — a unit says what it has on its part.

    Raises RuleViolation for an empty answer or a part that is over, Denied, Http404.
    """
    if not answer.strip():
        raise RuleViolation("请填写反馈意见", field="answer")
    with changing(actor, now) as change:
        row, case = _assignment(actor, assignment_id)
        row.answered_at, row.answer = now, answer.strip()
        row.save()
        happen(change, case, "unit_answered", timezone.localdate(now), who=actor, assignment=row.pk)
    return row


def _assignment(actor: Actor, assignment_id: int) -> tuple[Assignment, Case]:
    """Return an assignment that is under way, its case locked: whose it is may answer it, and who has the case."""
    found = Assignment.objects.filter(pk=assignment_id).first()
    case = case_seen(actor, found.case_id if found else 0)
    row = Assignment.objects.select_related("person", "agency").get(pk=assignment_id)
    own = row.person_id is not None and row.person_id == actor.user_id
    at = row.agency or case.agency
    if not own and not actor.may(policies.CO_HANDLE, at) and not actor.may(policies.HANDLE, case.agency):
        raise Denied(actor.may(policies.CO_HANDLE, at).reason)
    if row.ended_at is not None:
        raise RuleViolation("这项分办已经结束")
    return row, case
