"""延长答复期限 — proposed by who handles the case, decided by the head of the disclosure office (2019 Art. 33)."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.core.permissions import Denied
from gongkai.foi import clocks, policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import happen, step
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.tell import people_at, tell_applicant, tell_people
from gongkai.foi.models import Case, CaseEvent, Extension
from gongkai.rules.citations import Citation
from gongkai.rules.clock import EventKind, ImpossibleEvent
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation


def propose_extension(
    case_id: int, *, working_days: int, reason: str, actor: Actor, now: datetime
) -> Extension:
    """提请延长 — ask for so many working days more, with the reason that the applicant will read.

    Raises RuleViolation beyond the limit, after the due day, without a reason, or while another is undecided;
    StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        citation = step(case, "extend")
        if not reason.strip():
            raise RuleViolation("请写明延长的理由", citation, field="reason")
        if case.extensions.filter(round=case.round, approved=None).exists():
            raise RuleViolation("已经提请延长，请等候决定", citation)
        _must_be_open(case, working_days, citation, now)
        extension = Extension.objects.create(
            case=case,
            round=case.round,
            working_days=working_days,
            reason=reason.strip(),
            proposed_by=actor.person,
            proposed_at=now,
        )
        today = timezone.localdate(now)
        happen(
            change, case, "extension_proposed", today, who=actor, citation=citation, extension=extension.pk
        )
        leaders = [user for user in people_at(change, case.agency, Role.LEADER) if user != actor.user]
        due = case.due_on or "—"
        tell_people(change, case, "sign_wanted", leaders, occasion=f"extension {extension.pk}", due=due)
    return extension


def _must_be_open(case: Case, working_days: int, citation: Citation, now: datetime) -> None:
    """Refuse what the law does not allow: more than the limit in all, or once the reply is overdue."""
    today = timezone.localdate(now)
    if case.due_on is None:
        raise RuleViolation("期限暂停期间不用延长，恢复计算以后再提请", citation)
    if case.due_on < today:
        raise RuleViolation("答复期限已过，不能再延长", citation)
    wanted = CaseEvent(round=case.round, kind=EventKind.EXTENDED, on=today, working_days=working_days)
    try:
        clocks.reading_of(case, calendar(), events=[*case.events.order_by("on", "id"), wanted])
    except ImpossibleEvent as impossible:
        raise RuleViolation(impossible.args[0], field="working_days") from impossible


def decide_extension(
    extension_id: int, *, approved: bool, words: str = "", actor: Actor, now: datetime
) -> Extension:
    """决定是否延长 — by somebody else than who asked for it; approved, the clock runs longer and a letter says so.

    Raises RuleViolation when it is decided already, when it comes too late, or for a refusal without words;
    StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        extension, case = _undecided(actor, extension_id)
        citation = step(case, "extend")
        if not approved and not words.strip():
            raise RuleViolation("不同意延长的，请写明理由", citation, field="words")
        if approved:
            _must_be_open(case, extension.working_days, citation, now)
        extension.approved, extension.decided_by, extension.decided_at = approved, actor.person, now
        extension.decided_words = words.strip()
        extension.save()
        (_extend if approved else _refuse)(change, case, extension, citation, actor)
    return extension


def _undecided(actor: Actor, extension_id: int) -> tuple[Extension, Case]:
    found = Extension.objects.filter(pk=extension_id).first()
    if found is None:
        raise Http404
    case = case_for(actor, policies.APPROVE_EXTENSION, found.case_id)
    extension = Extension.objects.get(pk=extension_id)
    if extension.approved is not None or extension.round != case.round:
        raise RuleViolation("这项延长已经决定过了")
    if extension.proposed_by_id == actor.user_id:
        raise Denied("提请延长的人不能自己批准")
    return extension, case


def _extend(change: Change, case: Case, extension: Extension, citation: Citation, actor: Actor) -> None:
    days = extension.working_days
    happen(
        change,
        case,
        EventKind.EXTENDED,
        timezone.localdate(change.now),
        who=actor,
        working_days=days,
        citation=citation,
        extension=extension.pk,
    )
    issue(
        change,
        case,
        "extension-notice",
        addressee=case.applicant.name,
        places={"reason": extension.reason, "workdays": days, "due": case.due_on},
        who=actor,
    )
    tell_applicant(change, case, "extended", due=case.due_on)


def _refuse(change: Change, case: Case, extension: Extension, citation: Citation, actor: Actor) -> None:
    today = timezone.localdate(change.now)
    happen(change, case, "extension_refused", today, who=actor, citation=citation, extension=extension.pk)
