"""下一步 — what can be done with a case now, by whom, and why this actor may not; the one thing to do first.

What each step needs stands in `step_rules`. A case comes from `desk.case_at_desk`, which
has looked up everything that is asked here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Verdict
from gongkai.foi import step_bars as bars
from gongkai.foi.desk import ANSWERED_IN, Owed
from gongkai.foi.models import Case, Decision
from gongkai.foi.step_rules import KNOWN, RULES, Rule
from gongkai.rules.application_process import CASE_STATE_LABELS, PROCESS, CaseState
from gongkai.rules.process import StepNotAllowed
from gongkai.ui.wording import refused, told


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
    owed: Owed | None = None,
) -> list[NextStep]:
    """Return every step, those that are open first; `owed` is what the actor owes the case (`desk.owed_by`)."""
    found = [
        replace(
            _step(rule, case, verdict(rule, case, actor, today)),
            theirs=bool(actor.may(rule.permission, case.agency)),
        )
        for rule in RULES
    ]
    if (answer := _answer(case, owed)) is not None:
        found.insert(0, answer)
    return sorted(found, key=lambda step: not step.verdict)


def _answer(case: Case, owed: Owed | None) -> NextStep | None:
    """Return the answer that somebody owes a case: to what their organ is asked about it, else as one who helps."""
    own = f"/desk/cases/{case.pk}/"
    if owed is not None and owed.asked is not None:
        hint = _("写清同意不同意公开和理由")
        return NextStep("answer", _("答复意见"), f"{own}own-opinion/{owed.asked.pk}/", hint, Verdict(True))
    if owed is not None and owed.part is not None:
        hint = _("写清本单位有什么、能不能公开")
        return NextStep("answer", _("反馈意见"), f"{own}answer/{owed.part.pk}/", hint, Verdict(True))
    return None


def _step(rule: Rule, case: Case, may: Verdict) -> NextStep:
    address = f"/desk/cases/{case.pk}/{rule.name}/"
    if rule.target and may:
        address += f"{bars.looked_up(case, rule.target)}/"
    return NextStep(rule.name, str(rule.label), address, str(rule.hint), may)


def primary(steps: list[NextStep], case: Case) -> NextStep | None:
    """Return the one step that this actor should take now; None when it is somebody else's turn."""
    open_now = {step.name: step for step in steps if step.verdict}
    if "answer" in open_now and case.state in ANSWERED_IN:
        return open_now["answer"]
    return next((open_now[name] for name in _pressing(case) if name in open_now), None)


def _pressing(case: Case) -> Sequence[str]:
    """Name what may be the step to take now, the most pressing first."""
    if case.lead_id is None and case.state == CaseState.REGISTERED:
        return ("assign", *_FORWARD)
    awaited = case.state in (CaseState.AWAITING_SUPPLEMENT, CaseState.AWAITING_PAYMENT)
    if awaited or bars.looked_up(case, "fee_asked"):  # what is to be paid comes before what is decided
        return [name for name in _FORWARD if name != "decision"]
    return _FORWARD


def first_step(case: Case, actor: Actor, today: date, owed: Owed | None = None) -> NextStep | None:
    """Return what `primary` would, judging no more than it takes: for lists."""
    if case.state in ANSWERED_IN and (answer := _answer(case, owed)) is not None:
        return answer
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
        if step.verdict
        or (case.open and step.name in _ALWAYS_SHOWN)
        or _worth_a_reason(KNOWN.get(step.name), case, step)
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
    if bars.looked_up(case, "fee_asked"):
        return _("等负责人签发收费通知。")
    return str(_WAITING.get(CaseState(case.state), ""))


_S = CaseState
_WAITING: dict[CaseState, str | Promise] = {
    _S.AWAITING_SUPPLEMENT: _l("等申请人补正，期限暂停。"),
    _S.AWAITING_PAYMENT: _l("等申请人缴费，期限暂停。"),
    _S.IN_SIGNING: _l("等负责人签发。"),
    _S.SIGNED: _l("等经办人送达。"),
    _S.ARCHIVED: _l("已经归档，没有要办的事。"),
    _S.CLOSED: _l("已经终止。"),
    _S.ANSWERED: _l("已经答复，等经办人归档。"),
}
