"""下一步 — what can be done with a case now, by whom, and why this actor may not; the one thing to do first.

Every step stands in one table with its permission, its step of the process and what else must be so. A case comes
from `desk.case_at_desk`, which has looked up everything that is asked here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Permission, Verdict
from gongkai.foi import policies
from gongkai.foi import step_bars as bars
from gongkai.foi.models import Assignment, Case, Consultation, Decision
from gongkai.rules.application_process import CASE_STATE_LABELS, OPEN_STATES, PROCESS, CaseState
from gongkai.rules.process import StepNotAllowed
from gongkai.ui.wording import refused, told

_Reason = Callable[[Case, Actor, date], str | Promise]


@dataclass(frozen=True, slots=True)
class NextStep:
    """一步 — its words, where it is done, what it does, and whether this actor may."""

    name: str
    label: str
    url: str
    hint: str
    verdict: Verdict
    theirs: bool = True
    """Whether the post of who asks ever allows it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """一步的条件 — who may, from which states (a step of the process, or these states), and what else bars it."""

    name: str
    label: str | Promise
    hint: str | Promise
    permission: Permission
    step: str = ""
    states: frozenset[CaseState] = frozenset()
    bar: _Reason | None = None
    target: str = ""
    """The attribute of the case whose id the address of the step ends with."""


_S = CaseState
_OPEN = frozenset(OPEN_STATES)
_ANSWERED = frozenset({_S.ANSWERED, _S.ARCHIVED})
_P = policies
RULES = (
    Rule("confirm", _l("确认收到"), _l("和申请人确认，期限从这一天起算"), _P.HANDLE, "confirm"),
    Rule("assign", _l("分办"), _l("定主办人，需要的话加协办单位"), _P.HANDLE, "assign"),
    Rule("receive-supplement", _l("收到补正"), _l("期限从这一天重新计算"), _P.HANDLE, "receive_supplement"),
    Rule("payment", _l("登记缴费"), _l("期限从这一天重新计算"), _P.HANDLE, "pay"),
    Rule(
        "opinion",
        _l("记录意见"),
        _l("对方答复了，期限接着算"),
        _P.HANDLE,
        states=_OPEN,
        bar=bars.nothing_asked,
        target="unanswered",
    ),
    Rule(
        "decide-extension",
        _l("批准延长"),
        _l("同意的，通知书当场发出"),
        _P.APPROVE_EXTENSION,
        "extend",
        bar=bars.not_mine_to_approve,
        target="extension_asked",
    ),
    Rule(
        "sign",
        _l("签发"),
        _l("看完全部再签，或者退回修改"),
        _P.SIGN_DECISION,
        "sign_decision",
        bar=bars.not_mine_to_sign,
    ),
    Rule("serve", _l("送达答复书"), _l("登记怎么送、哪天送出"), _P.HANDLE, "serve", target="reply"),
    Rule(
        "signature",
        _l("登记签收"),
        _l("直接送达的，签收才算送达"),
        _P.HANDLE,
        "serve",
        bar=bars.no_signature_wanted,
        target="handed_over",
    ),
    Rule(
        "send",
        _l("送达文书"),
        _l("已经定稿，还没有登记送达"),
        _P.HANDLE,
        states=_OPEN | {_S.ANSWERED},
        bar=bars.nothing_to_send,
        target="unsent",
    ),
    Rule(
        "decision",
        _l("拟决定"),
        _l("勾选情形，写答复书，送签"),
        _P.HANDLE,
        "submit_decision",
        bar=bars.decided_elsewhere,
    ),
    Rule(
        "supplement",
        _l("告知补正"),
        _l("需要补正的一次说清；暂停计时"),
        _P.HANDLE,
        "request_supplement",
        bar=bars.already_supplemented,
    ),
    Rule("third-party", _l("征求第三方意见"), _l("涉及商业秘密、个人隐私的；暂停计时"), _P.HANDLE, "consult"),
    Rule("organ", _l("征求机关意见"), _l("几个机关共同制作的；暂停计时"), _P.HANDLE, "consult"),
    Rule(
        "override",
        _l("因公共利益公开"),
        _l("第三方不同意，仍决定公开并书面告知"),
        _P.SIGN_DECISION,
        states=_OPEN,
        bar=bars.nothing_against,
        target="against",
    ),
    Rule(
        "extend",
        _l("提请延长"),
        _l("由公开工作机构负责人批准"),
        _P.HANDLE,
        "extend",
        bar=bars.cannot_be_longer,
    ),
    Rule(
        "defer",
        _l("确定延迟期限"),
        _l("数量、频次明显过多而理由合理的"),
        _P.APPROVE_EXTENSION,
        "defer",
        bar=bars.not_deferrable,
    ),
    Rule(
        "ask-reasons",
        _l("要求说明理由"),
        _l("数量、频次明显过多的，先请申请人说明理由；期限照常计算"),
        _P.HANDLE,
        "defer",
        bar=bars.reasons_asked,
    ),
    Rule(
        "give-reasons",
        _l("记录说明的理由"),
        _l("申请人口头或者书面说明的"),
        _P.HANDLE,
        states=_OPEN,
        bar=bars.no_reasons_awaited,
    ),
    Rule(
        "fee",
        _l("提请收费"),
        _l("明显过多过大的，由负责人签发通知书"),
        _P.HANDLE,
        "charge",
        bar=bars.not_to_charge,
    ),
    Rule(
        "decide-fee",
        _l("签发收费通知"),
        _l("签发的，通知书当场发出，暂停计时"),
        _P.SIGN_DECISION,
        "charge",
        bar=bars.not_mine_to_charge,
        target="fee_asked",
    ),
    Rule("transfer", _l("转送其他机关"), _l("由负责公开的机关答复，期限在那里起算"), _P.HANDLE, "transfer"),
    Rule(
        "merge",
        _l("并案办理"),
        _l("同样的申请一并决定，分别答复"),
        _P.HANDLE,
        "assign",
        bar=bars.decided_elsewhere,
    ),
    Rule("split", _l("拆分"), _l("一份申请要了几件事的"), _P.HANDLE, "assign", bar=bars.decided_elsewhere),
    Rule("withdraw", _l("登记撤回"), _l("申请人书面或者口头撤回"), _P.HANDLE, "withdraw"),
    Rule(
        "urge",
        _l("催办"),
        _l("给承办机关发催办函，留痕"),
        _P.URGE,
        states=_OPEN,
        bar=bars.nothing_to_urge,
    ),
    Rule("archive", _l("归档"), _l("材料齐了就归档"), _P.HANDLE, "archive", bar=bars.something_pending),
    Rule(
        "answer-correction",
        _l("答复更正要求"),
        _l("更正、不予更正，或者转给有权更正的机关"),
        _P.SIGN_DECISION,
        states=frozenset(CaseState),
        bar=bars.no_correction_asked,
        target="correction_asked",
    ),
    Rule(
        "close-remedy",
        _l("登记审结"),
        _l("审结了就登记；要求重新答复的，从那天起算"),
        _P.HANDLE,
        states=frozenset(CaseState),
        bar=bars.nothing_disputed,
        target="disputed",
    ),
    Rule(
        "remedy",
        _l("登记复议诉讼"),
        _l("申请人不服答复，或者没有得到答复"),
        _P.HANDLE,
        states=frozenset(CaseState),
    ),
    Rule(
        "correction",
        _l("登记更正要求"),
        _l("申请人说本机关记录的自身信息不准确"),
        _P.HANDLE,
        states=frozenset(CaseState),
    ),
    Rule(
        "make-public",
        _l("转为主动公开"),
        _l("提供的信息成为一份稿件，照常审查、签发"),
        _P.HANDLE,
        states=_ANSWERED,
        bar=bars.nothing_given,
    ),
    Rule(
        "show", _l("列入公开登记"), _l("不显示任何人"), _P.HANDLE, states=_ANSWERED, bar=bars.not_to_be_shown
    ),
    Rule("hide", _l("移出公开登记"), _l("马上不再显示"), _P.HANDLE, states=_ANSWERED, bar=bars.not_shown),
)
KNOWN = {rule.name: rule for rule in RULES}
# What brings a case forward, the most pressing first; the rest is chosen only by who handles it.
_FORWARD = (
    "sign",
    "decide-extension",
    "decide-fee",
    "answer-correction",
    "confirm",
    "send",
    "signature",
    "serve",
    "receive-supplement",
    "payment",
    "opinion",
    "decision",
    "archive",
    "close-remedy",
)
# That nothing of the kind is there is not worth saying on every page.
_SAID_WHEN_OPEN = frozenset({"answer-correction", "close-remedy"})
_ALWAYS_SHOWN = frozenset({"confirm", "assign", "decision", "sign", "serve"})


def verdict(rule: Rule, case: Case, actor: Actor, today: date) -> Verdict:
    """Say whether an actor may take a step with a case now, and why not: post first, then state, then the rest."""
    may = actor.may(rule.permission, case.agency)
    if not may:
        return may
    if rule.step:
        try:
            PROCESS.after(CaseState(case.state), rule.step)
        except StepNotAllowed as refusal:
            return Verdict(False, refused(refusal))
    elif CaseState(case.state) not in rule.states:
        state = told(CASE_STATE_LABELS[CaseState(case.state)])
        return Verdict(False, _("现在的状态是“%(state)s”。") % {"state": state})
    reason = rule.bar(case, actor, today) if rule.bar else ""
    return Verdict(not reason, str(reason))


def steps_for(
    case: Case,
    actor: Actor,
    today: date,
    part: Assignment | None = None,
    asked: Consultation | None = None,
) -> list[NextStep]:
    """Return every step, those that are open first.

    `part` is what the actor was given to do in the case, `asked` what their organ is asked about it.
    """
    found = [
        replace(
            _step(rule, case, verdict(rule, case, actor, today)),
            theirs=bool(actor.may(rule.permission, case.agency)),
        )
        for rule in RULES
    ]
    own = f"/desk/cases/{case.pk}/"
    if part is not None:
        hint = _("写清本单位有什么、能不能公开")
        found.insert(0, NextStep("answer", _("反馈意见"), f"{own}answer/{part.pk}/", hint, Verdict(True)))
    if asked is not None:
        hint = _("写清同意不同意公开和理由")
        found.insert(0, NextStep("answer", _("答复意见"), f"{own}opinion/{asked.pk}/", hint, Verdict(True)))
    return sorted(found, key=lambda step: not step.verdict)


def _step(rule: Rule, case: Case, may: Verdict) -> NextStep:
    address = f"/desk/cases/{case.pk}/{rule.name}/"
    if rule.target and may:
        address += f"{bars.looked_up(case, rule.target)}/"
    return NextStep(rule.name, str(rule.label), address, str(rule.hint), may)


def primary(steps: list[NextStep], case: Case) -> NextStep | None:
    """Return the one step that this actor should take now; None when it is somebody else's turn."""
    open_now = {step.name: step for step in steps if step.verdict}
    if "answer" in open_now and case.state in (CaseState.REGISTERED, CaseState.IN_HAND):
        return open_now["answer"]
    return next((open_now[name] for name in _pressing(case) if name in open_now), None)


def _pressing(case: Case) -> Sequence[str]:
    """Name what may be the step to take now, the most pressing first."""
    if case.lead_id is None and case.state == CaseState.REGISTERED:
        return ("assign", *_FORWARD)
    if case.state in (CaseState.AWAITING_SUPPLEMENT, CaseState.AWAITING_PAYMENT):
        return [name for name in _FORWARD if name != "decision"]
    return _FORWARD


def first_step(case: Case, actor: Actor, today: date) -> NextStep | None:
    """Return what `primary` would, judging no more than it takes: for lists."""
    near = (rule for rule in map(KNOWN.__getitem__, _pressing(case)) if _near(rule, case))
    theirs = (rule for rule in near if actor.holds(rule.permission, case.agency))
    judged = ((rule, verdict(rule, case, actor, today)) for rule in theirs)
    return next((_step(rule, case, may) for rule, may in judged if may), None)


def worth_showing(steps: list[NextStep], case: Case) -> list[NextStep]:
    """Return the steps that a page names: the open ones, those on the common way, and what is barred just now.

    What belongs to another post altogether is named only where the case waits for it.
    """
    return [
        step
        for step in steps
        if step.verdict or step.name in _ALWAYS_SHOWN or _worth_a_reason(KNOWN.get(step.name), case, step)
    ]


def _worth_a_reason(rule: Rule | None, case: Case, step: NextStep) -> bool:
    if rule is None or rule.name in _SAID_WHEN_OPEN:
        return False
    return _near(rule, case) and (step.theirs or bool(rule.target and bars.looked_up(case, rule.target)))


def _near(rule: Rule, case: Case) -> bool:
    """Whether a step belongs to where the case stands, so that the reason why not is worth reading."""
    if rule.step:
        return CaseState(case.state) in PROCESS.step(rule.step).sources
    return CaseState(case.state) in rule.states


def reminder(case: Case, first: NextStep | None) -> str:
    """Say in a sentence what the next step is about."""
    if case.merged_into is not None and case.open:
        return _("已经并入%(number)s，在那里一起决定，答复书分别发。") % {"number": case.merged_into.number}
    if bars.looked_up(case, "decision_state") == Decision.State.DRAFT and bars.looked_up(
        case, "returned_reason"
    ):
        return _("负责人退回修改：%(reason)s") % {"reason": bars.looked_up(case, "returned_reason")}
    if first is not None:
        return first.hint
    if bars.looked_up(case, "correction_asked"):
        return _("等负责人答复更正要求。")
    return str(_WAITING.get(CaseState(case.state), ""))


_WAITING: dict[CaseState, str | Promise] = {
    _S.AWAITING_SUPPLEMENT: _l("等申请人补正，期限暂停。"),
    _S.AWAITING_PAYMENT: _l("等申请人缴费，期限暂停。"),
    _S.IN_SIGNING: _l("等负责人签发。"),
    _S.SIGNED: _l("等经办人送达。"),
    _S.ARCHIVED: _l("已经归档，没有要办的事。"),
    _S.CLOSED: _l("已经终止。"),
    _S.ANSWERED: _l("已经答复，等经办人归档。"),
}
