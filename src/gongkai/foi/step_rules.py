"""步骤的条件 — every step that can be taken with a case: who may, from which states, what else must be so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Permission
from gongkai.foi import policies
from gongkai.foi import step_bars as bars
from gongkai.foi.models import Case
from gongkai.rules.application_process import OPEN_STATES, CaseState

_Reason = Callable[[Case, Actor, date], str | Promise]


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
