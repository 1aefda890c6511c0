"""催办 — the disclosure office, or once the applicant, asks for a case to be moved on; it is on record (2019 Art. 47)."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import jurisdiction
from gongkai.core.change import Change, changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for, case_of_applicant
from gongkai.foi.actions.happen import happen
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.tell import officers_of, people_at, tell_people
from gongkai.foi.models import Case, Urging
from gongkai.rules.application_process import HAPPENING_LABELS
from gongkai.rules.citations import REGULATIONS_2019, cite
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation

_CITATION = cite(REGULATIONS_2019, 47)


def urge(case_id: int, *, words: str, actor: Actor, now: datetime) -> Urging:
    """催办 — with a letter of the disclosure office to the organ; its officer and its leaders are told.

    Raises RuleViolation without words, for a case that is answered or whose clock stands; Denied, Http404.
    """
    if not words.strip():
        raise RuleViolation("请写明催办意见", field="words")
    with changing(actor, now) as change:
        case = case_for(actor, policies.URGE, case_id)
        _must_run(case)
        office = _office(case)
        urging = _urged(change, case, words.strip(), actor)
        issue(
            change,
            case,
            "urging",
            addressee=case.agency.name,
            places={"reason": words.strip(), "contact": _contact(office)},
            who=actor,
            sender=office,
        )
        people = [*officers_of(change, case), *people_at(change, case.agency, Role.LEADER)]
        due = case.due_on or "—"
        tell_people(change, case, "case_urged", people, occasion=f"{urging.pk}", sender=office, due=due)
    return urging


def urge_by_applicant(key: str, *, actor: Actor, now: datetime) -> Urging:
    """申请人催办 — once, when the answer is late; the officer and the leaders of the organ are told.

    Raises RuleViolation before the limit is over or the second time, Http404.
    """
    with changing(actor, now) as change:
        case = case_of_applicant(key)
        _must_run(case)
        if case.due_on is None or case.due_on >= timezone.localdate(now):
            raise RuleViolation("答复期限还没有过，到期没有答复的可以催办")
        if case.urgings.filter(by=None, at__date__gt=case.due_on).exists():
            raise RuleViolation("已经催办过，我们会尽快答复")
        urging = _urged(change, case, "", Actor())
        people = [*officers_of(change, case), *people_at(change, case.agency, Role.LEADER)]
        deed = HAPPENING_LABELS["urged"]
        tell_people(change, case, "applicant_acted", people, occasion=f"urging {urging.pk}", deed=deed)
    return urging


def _must_run(case: Case) -> None:
    if not case.open:
        raise RuleViolation("这件申请已经答复或者终止，不用催办")
    if case.due_on is None:
        raise RuleViolation("期限暂停期间，不用催办")


def _urged(change: Change, case: Case, words: str, who: Actor) -> Urging:
    urging = Urging.objects.create(case=case, by=who.user, at=change.now, words=words)
    today = timezone.localdate(change.now)
    happen(change, case, "urged", today, who=who, citation=_CITATION, urging=urging.pk)
    return urging


def _office(case: Case) -> Agency:
    here = jurisdiction()
    return here.host_agency if here else case.agency


def _contact(office: Agency) -> str:
    phone = f"电话{office.phone}" if office.phone else ""
    return "，".join(filter(None, (office.disclosure_office or office.name, phone)))
