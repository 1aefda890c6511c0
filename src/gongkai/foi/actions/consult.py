"""征求意见 — third parties and other organs are asked in writing before something is given (2019 Arts. 32, 34)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import active_agencies
from gongkai.core.change import Change, changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for, case_seen
from gongkai.foi.actions.happen import happen, step
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.tell import people_at, tell_applicant, tell_people
from gongkai.foi.letters import contact_of
from gongkai.foi.models import Case, Consultation
from gongkai.rules.clock import EventKind
from gongkai.rules.deadlines import organs_due, third_party_due
from gongkai.rules.letters import LETTERS
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation

ASKED = {
    Consultation.Kind.THIRD_PARTY: EventKind.THIRD_PARTY_CONSULTED,
    Consultation.Kind.ORGAN: EventKind.ORGANS_CONSULTED,
}
_LIMITS = {Consultation.Kind.THIRD_PARTY: third_party_due, Consultation.Kind.ORGAN: organs_due}
_LETTERS = {
    Consultation.Kind.THIRD_PARTY: "third-party-consultation",
    Consultation.Kind.ORGAN: "organ-consultation",
}


# The slip on which a third party answers goes with the letter (`papers.confirmation_slip`).
_ATTACHED = {Consultation.Kind.THIRD_PARTY: (LETTERS["third-party-confirmation"].label,)}


def ask_third_party(
    case_id: int,
    *,
    name: str,
    contact: str,
    what: str,
    reason: str,
    arrives_on: date | None = None,
    paragraphs: Sequence[str] | None = None,
    actor: Actor,
    now: datetime,
) -> Consultation:
    """征求第三方意见 — ask somebody whose rights disclosure of `what` may harm, and tell the applicant so.

    The clock stops from today until the answer. Their limit begins when they have the letter: `arrives_on`, today
    when it is handed over; `record_delivery` puts that right. Raises RuleViolation for what is missing,
    StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = _consulting(actor, case_id, {"name": name, "contact": contact, "what": what, "reason": reason})
        asked = Consultation(case=case, kind=Consultation.Kind.THIRD_PARTY, name=name.strip())
        asked.contact, asked.what = contact.strip(), what.strip()
        places = {"title": what.strip(), "reason": reason.strip()}
        return _ask(change, asked, arrives_on, places, paragraphs, reason, actor)


def ask_organ(
    case_id: int,
    *,
    agency_id: int | None = None,
    name: str = "",
    what: str,
    opinion: str,
    arrives_on: date | None = None,
    paragraphs: Sequence[str] | None = None,
    actor: Actor,
    now: datetime,
) -> Consultation:
    """征求机关意见 — ask an organ that made the information too, with our own opinion; silence is consent.

    An organ of this platform sees the case and may answer here. Raises as `ask_third_party` does.
    """
    with changing(actor, now) as change:
        agency = active_agencies().filter(pk=agency_id).first() if agency_id else None
        name = agency.name if agency else name
        case = _consulting(actor, case_id, {"name": name, "what": what, "opinion": opinion})
        asked = Consultation(case=case, kind=Consultation.Kind.ORGAN, name=name.strip(), agency=agency)
        asked.what = what.strip()
        places = {"title": what.strip(), "opinion": opinion.strip()}
        asked = _ask(change, asked, arrives_on, places, paragraphs, what, actor)
        if agency is not None:
            people = people_at(change, agency, Role.CASE_OFFICER)
            tell_people(change, case, "organ_consulted", people, occasion=f"{asked.pk}", by=asked.due_on)
    return asked


def _consulting(actor: Actor, case_id: int, given: Mapping[str, str]) -> Case:
    case = case_for(actor, policies.HANDLE, case_id)
    citation = step(case, "consult")
    for name, words in given.items():
        if not words.strip():
            raise RuleViolation("征求意见要写明对方、联系方式、涉及的内容和理由", citation, field=name)
    return case


def _ask(
    change: Change,
    asked: Consultation,
    arrives_on: date | None,
    places: Mapping[str, Any],
    paragraphs: Sequence[str] | None,
    reason: str,
    actor: Actor,
) -> Consultation:
    case, today = asked.case, timezone.localdate(change.now)
    if arrives_on is not None and arrives_on < today:
        raise RuleViolation("对方收到的日期不能早于今天", field="arrives_on")
    first = not case.stopped_by
    asked.sent_on, asked.due_on = today, _due(asked, arrives_on or today)
    asked.save()
    kind = Consultation.Kind(asked.kind)
    happen(change, case, ASKED[kind], today, who=actor, consultation=asked.pk)
    issue(
        change,
        case,
        _LETTERS[kind],
        addressee=asked.name,
        places={**places, "due": asked.due_on, "address": case.agency.address or contact_of(case)},
        who=actor,
        paragraphs=paragraphs,
        consultation=asked,
        attachments=_ATTACHED.get(kind, ()),
    )
    if first:  # who waits is told once that the time does not count, however many are asked
        places = {"reason": reason.strip()}
        issue(change, case, "consultation-notice", addressee=case.applicant.name, places=places, who=actor)
        tell_applicant(change, case, "third_party_consulted")
    return asked


def _due(asked: Consultation, letter_received_on: date) -> date:
    assert asked.case.received_on is not None
    limit = _LIMITS[Consultation.Kind(asked.kind)]
    return limit(letter_received_on, asked.case.received_on, calendar()).day


def record_delivery(consultation_id: int, *, on: date, actor: Actor, now: datetime) -> Consultation:
    """记录对方收到 — the day on which the letter reached who is asked; the limit to answer runs from then.

    Raises RuleViolation for a day before the letter or after today, or when the answer is there; Denied, Http404.
    """
    with changing(actor, now) as change:
        asked = consultation_for(actor, consultation_id)
        if not asked.sent_on <= on <= timezone.localdate(now):
            raise RuleViolation("对方收到的日期应在发出之后、今天以前", field="on")
        asked.delivered_on, asked.due_on = on, _due(asked, on)
        asked.save()
        change.record(
            "foi.delivered",
            asked.case,
            agency_id=asked.case.agency_id,
            consultation=asked.pk,
            on=on.isoformat(),
        )
    return asked


def consultation_for(actor: Actor, consultation_id: int, *, answered: bool = False) -> Consultation:
    """Return a consultation, its case locked; raises RuleViolation unless it is (un)answered, Denied, Http404."""
    found = Consultation.objects.select_related("agency").filter(pk=consultation_id).first()
    case = case_seen(actor, found.case_id if found else 0)
    asked_here = not answered and found and found.agency and actor.may(policies.CO_HANDLE, found.agency)
    if not asked_here:
        actor.require(policies.SIGN_DECISION if answered else policies.HANDLE, case.agency)
    asked = Consultation.objects.get(pk=consultation_id)
    asked.case = case
    if not case.open:
        raise RuleViolation("这件申请已经办结")
    if bool(asked.answer) != answered:
        raise RuleViolation("对方还没有答复" if answered else "对方的意见已经记录")
    return asked
