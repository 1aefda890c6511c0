"""依申请公开的流程 — states of a case, the steps between them, and everything that may happen on its way.

Source: Regulations of 2019 Arts. 29–38, 42, 45 (registering, examining, handling, answering, archiving).
"""

from enum import StrEnum

from gongkai.rules.citations import REGULATIONS_2019, cite
from gongkai.rules.clock import EVENT_LABELS, EventKind
from gongkai.rules.process import Process, Step


class CaseState(StrEnum):
    """办理状态 — where an application stands."""

    UNCONFIRMED = "unconfirmed"
    REGISTERED = "registered"
    IN_HAND = "in_hand"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    AWAITING_PAYMENT = "awaiting_payment"
    IN_SIGNING = "in_signing"
    SIGNED = "signed"
    ANSWERED = "answered"
    CLOSED = "closed"
    ARCHIVED = "archived"


CASE_STATE_LABELS = {
    CaseState.UNCONFIRMED: "待确认",
    CaseState.REGISTERED: "已登记",
    CaseState.IN_HAND: "办理中",
    CaseState.AWAITING_SUPPLEMENT: "待补正",
    CaseState.AWAITING_PAYMENT: "待缴费",
    CaseState.IN_SIGNING: "待签发",
    CaseState.SIGNED: "待送达",
    CaseState.ANSWERED: "已答复",
    CaseState.CLOSED: "已终止",
    CaseState.ARCHIVED: "已归档",
}

_S = CaseState
_REGISTER = cite(REGULATIONS_2019, 31)
_HANDLE = cite(REGULATIONS_2019, 45)
_ANSWER = cite(REGULATIONS_2019, 33)
_BEFORE_REPLY = frozenset(
    {
        _S.UNCONFIRMED,
        _S.REGISTERED,
        _S.IN_HAND,
        _S.AWAITING_SUPPLEMENT,
        _S.AWAITING_PAYMENT,
        _S.IN_SIGNING,
        _S.SIGNED,
    }
)
OPEN_STATES = _BEFORE_REPLY
"""未办结 — the states in which the applicant still waits for a reply."""
_UNDER_WAY = frozenset({_S.REGISTERED, _S.IN_HAND})
_WITH_OFFICER = _UNDER_WAY | {_S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT}

PROCESS: Process[CaseState] = Process(
    name="依申请公开",
    initial=_S.UNCONFIRMED,
    final=frozenset({_S.ARCHIVED}),
    labels=CASE_STATE_LABELS,
    steps=(
        Step("confirm", "确认收到", frozenset({_S.UNCONFIRMED}), _S.REGISTERED, _REGISTER),
        Step("assign", "分办", _UNDER_WAY, _S.IN_HAND, _HANDLE),
        Step(
            "transfer",
            "转送",
            _UNDER_WAY | {_S.UNCONFIRMED},
            _S.REGISTERED,
            cite(REGULATIONS_2019, 36, None, 5),
        ),
        Step(
            "request_supplement", "告知补正", _UNDER_WAY, _S.AWAITING_SUPPLEMENT, cite(REGULATIONS_2019, 30)
        ),
        Step(
            "receive_supplement",
            "收到补正",
            frozenset({_S.AWAITING_SUPPLEMENT}),
            _S.IN_HAND,
            cite(REGULATIONS_2019, 30),
        ),
        Step("consult", "征求意见", _UNDER_WAY, _S.IN_HAND, cite(REGULATIONS_2019, 32)),
        Step("extend", "延长答复期限", _UNDER_WAY, _S.IN_HAND, cite(REGULATIONS_2019, 33, 2)),
        Step("defer", "确定延迟答复的期限", _UNDER_WAY, _S.IN_HAND, cite(REGULATIONS_2019, 35)),
        Step("charge", "通知缴费", _UNDER_WAY, _S.AWAITING_PAYMENT, cite(REGULATIONS_2019, 42)),
        Step("pay", "缴费", frozenset({_S.AWAITING_PAYMENT}), _S.IN_HAND, cite(REGULATIONS_2019, 42)),
        Step("submit_decision", "送签", _WITH_OFFICER, _S.IN_SIGNING, _ANSWER),
        Step("return_decision", "退回修改", frozenset({_S.IN_SIGNING}), _S.IN_HAND, _HANDLE),
        Step("sign_decision", "签发", frozenset({_S.IN_SIGNING}), _S.SIGNED, _ANSWER),
        Step("serve", "送达", frozenset({_S.SIGNED}), _S.ANSWERED, _ANSWER),
        Step("withdraw", "撤回申请", _BEFORE_REPLY, _S.CLOSED, cite(REGULATIONS_2019, 29)),
        Step("archive", "归档", frozenset({_S.ANSWERED, _S.CLOSED}), _S.ARCHIVED, _HANDLE),
        Step(
            "reopen",
            "重新办理",
            frozenset({_S.ANSWERED, _S.CLOSED, _S.ARCHIVED}),
            _S.IN_HAND,
            cite(REGULATIONS_2019, 51),
        ),
    ),
)

REASONS_ASKED, REASONS_GIVEN = "reasons_asked", "reasons_given"
HAPPENING_LABELS = {
    **{str(kind): label for kind, label in EVENT_LABELS.items()},
    "filed": "收到申请",
    "confirmed": "确认收到申请之日",
    "assigned": "分办",
    "returned": "退回并建议改派",
    "unit_answered": "承办单位反馈意见",
    "transferred": "转送",
    "overridden": "因公共利益决定公开",
    "extension_proposed": "提请延长答复期限",
    "extension_refused": "不同意延长答复期限",
    "fee_proposed": "提请收取信息处理费",
    "fee_refused": "不同意收取信息处理费",
    "merged": "并案办理",
    "split": "拆分为单独的申请",
    REASONS_ASKED: "要求说明理由",
    REASONS_GIVEN: "申请人说明理由",
    "deferred": "确定延迟答复的期限",
    "decided": "签发决定",
    "sent": "发出文书",
    "served": "文书送达",
    "urged": "催办",
    "withdrawn": "申请人撤回",
    "archived": "归档",
    "reopened": "重新办理",
    "remedy_filed": "申请人申请复议或者提起诉讼",
    "remedy_closed": "复议或者诉讼审结",
    "made_public": "转为主动公开",
    "recomputed": "节假日安排更新，重新计算期限",
    "corrected": "申请人要求更正",
    "correction_answered": "答复更正要求",
    "anonymised": "申请人信息匿名化",
}
"""办理经过 — everything that may happen to a case, by the name under which it is kept."""

CLOCK_KINDS = frozenset(str(kind) for kind in EventKind)
"""影响期限的事件 — the happenings of which the clock has to know."""
