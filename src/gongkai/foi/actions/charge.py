"""收费 — a fee for clearly too many or too large applications: proposed, signed and notified, then paid (2019 Art. 42; fee rules of 2020)."""

from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.core.permissions import Denied
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import happen, step
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.tell import people_at, tell_applicant, tell_people
from gongkai.foi.models import Case, FeeNotice
from gongkai.rules.application_limits import FEE_RULES
from gongkai.rules.application_process import PROCESS, CaseState
from gongkai.rules.citations import Citation
from gongkai.rules.clock import EventKind
from gongkai.rules.deadlines import payment_due
from gongkai.rules.fees import MOST, Fee, FeeBasis, fee
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation

_MOST_YUAN = 2**31 - 1  # what the column holds


def propose_fee(
    case_id: int,
    *,
    basis: str,
    count: int,
    accounts: str,
    waived_yuan: int = 0,
    waiver_reason: str = "",
    actor: Actor,
    now: datetime,
) -> FeeNotice:
    """提请收费 — put before the leader what is due, how it was reckoned and how to pay (`accounts`); the clock runs on.

    `count` applications of a month or pages of this one, by `basis`. Raises RuleViolation where nothing is due,
    the second time, for a waiver without a reason or of everything, after the limit of the reply; StepNotAllowed,
    Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        citation = _must_allow(case)
        today = timezone.localdate(now)
        due = _due(case, basis, count, today, citation)
        _check_waiver(due, waived_yuan, waiver_reason, citation)
        if not accounts.strip():
            raise RuleViolation("请写明缴纳方式", citation, field="accounts")
        if case.fee_notices.filter(approved=None).exists():
            raise RuleViolation("已经提请收费，请等候决定", citation)
        notice = FeeNotice.objects.create(
            case=case,
            round=case.round,
            basis=basis,
            count=count,
            yuan=due.yuan,
            waived_yuan=waived_yuan,
            waiver_reason=waiver_reason.strip(),
            accounts=accounts.strip(),
            proposed_by=actor.person,
            proposed_at=now,
        )
        happen(change, case, "fee_proposed", today, who=actor, citation=citation, fee=notice.pk)
        leaders = [user for user in people_at(change, case.agency, Role.LEADER) if user != actor.user]
        tell_people(change, case, "sign_wanted", leaders, occasion=f"fee {notice.pk}", due=case.due_on or "—")
    return notice


def decide_fee(fee_id: int, *, approved: bool, words: str = "", actor: Actor, now: datetime) -> FeeNotice:
    """决定是否收费 — by the leader: signed, the notice goes to the applicant and the clock stops until they paid.

    Raises RuleViolation when it is decided already, when it comes too late, or for a refusal without words;
    StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        notice, case = _undecided(actor, fee_id)
        citation = _must_allow(case)
        if not approved and not words.strip():
            raise RuleViolation("不同意收费的，请写明理由", citation, field="words")
        notice.approved, notice.decided_by, notice.decided_at = approved, actor.person, now
        notice.decided_words = words.strip()
        (_notify if approved else _refuse)(change, case, notice, citation, actor)
    return notice


def _must_allow(case: Case) -> Citation:
    """Refuse where the case stands elsewhere; proposed, the case stays where it is."""
    PROCESS.after(CaseState(case.state), "charge")
    return PROCESS.step("charge").citation


def _undecided(actor: Actor, fee_id: int) -> tuple[FeeNotice, Case]:
    found = FeeNotice.objects.filter(pk=fee_id).first()
    if found is None:
        raise Http404
    case = case_for(actor, policies.SIGN_DECISION, found.case_id)
    notice = FeeNotice.objects.get(pk=fee_id)
    if notice.approved is not None or notice.round != case.round:
        raise RuleViolation("这项收费已经决定过了")
    if notice.proposed_by_id == actor.user_id:
        raise Denied("提请收费的人不能自己签发")
    return notice, case


def _notify(change: Change, case: Case, notice: FeeNotice, citation: Citation, actor: Actor) -> None:
    today = timezone.localdate(change.now)
    due = _due(case, notice.basis, notice.count, today, citation)
    step(case, "charge")
    notice.notified_on, notice.due_on = today, payment_due(today, calendar()).day
    notice.save()
    happen(change, case, EventKind.FEE_NOTIFIED, today, who=actor, citation=citation, fee=notice.pk)
    places = {
        "amount": notice.yuan - notice.waived_yuan,
        "basis": "；".join(due.steps),
        "due": notice.due_on,
        "accounts": notice.accounts,
    }
    issue(change, case, "fee-notice", addressee=case.applicant.name, places=places, who=actor)
    tell_applicant(change, case, "fee_notified", by=notice.due_on)


def _refuse(change: Change, case: Case, notice: FeeNotice, citation: Citation, actor: Actor) -> None:
    notice.save()
    today = timezone.localdate(change.now)
    happen(change, case, "fee_refused", today, who=actor, citation=citation, fee=notice.pk)


def _due(case: Case, basis: str, count: int, today: date, citation: Citation) -> Fee:
    if not FEE_RULES.in_force_on(today):
        raise RuleViolation("收费的规定还没有施行，不能收取信息处理费", citation)
    if case.events.filter(round=case.round, kind=EventKind.FEE_NOTIFIED).exists():
        raise RuleViolation("这件申请已经通知过缴费", citation)
    if basis not in set(FeeBasis):
        raise RuleViolation("请选择计费标准", citation, field="basis")
    if case.due_on is None or case.due_on < today:
        raise RuleViolation("收费通知应在答复期限以内发出", citation)
    found = fee(FeeBasis(basis), min(max(count, 0), MOST))
    if count > MOST or found.yuan > _MOST_YUAN:
        raise RuleViolation("数量太大，请核对", citation, field="count")
    if not found.yuan:
        raise RuleViolation("没有超过免费的数量，不收取信息处理费", citation, field="count")
    return found


def _check_waiver(due: Fee, waived: int, reason: str, citation: Citation) -> None:
    if waived and not reason.strip():
        raise RuleViolation("请写明减免的理由", citation, field="waiver_reason")
    if not 0 <= waived < due.yuan:
        raise RuleViolation(
            "减免的金额应少于应收的金额；全部减免的，不用通知缴费", citation, field="waived_yuan"
        )


def record_payment(case_id: int, *, on: date, actor: Actor, now: datetime) -> FeeNotice:
    """记录缴费 — the fee was paid on a day; the clock begins anew.

    Raises StepNotAllowed when none is awaited, RuleViolation for a day before the notice or after today, Denied,
    Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        citation = step(case, "pay")
        notice = case.fee_notices.filter(approved=True, paid_on=None).last()
        if notice is None or notice.notified_on is None or notice.due_on is None:
            raise Http404
        if not notice.notified_on <= on <= timezone.localdate(now):
            raise RuleViolation("缴费的日期应在通知之后、今天以前", citation, field="on")
        notice.paid_on = on
        notice.save()
        happen(
            change,
            case,
            EventKind.FEE_PAID,
            on,
            who=actor,
            citation=citation,
            fee=notice.pk,
            late=on > notice.due_on,
        )
    return notice
