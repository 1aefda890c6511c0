"""谁能办理申请 — the rows of the matrix for taking in and handling applications (see `actions_table`)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from architecture.actions_table import ALL, Prepared, Row, who
from cast import NOW, TODAY, Cast
from foi.builders import by_letter, filed, filing, in_hand
from gongkai.agencies.policies import PUBLIC
from gongkai.foi import policies
from gongkai.foi.actions import (
    access,
    assign,
    charge,
    confirm,
    consent,
    consult,
    correct,
    defer,
    extend,
    file_case,
    merge,
    opinion,
    reasons,
    remedy,
    reveal,
    supplement,
    transfer,
    urge,
    withdraw,
)
from gongkai.foi.models import Case, RemedyPlaces
from gongkai.rules.receiving import Channel

HANDLES, SIGNS, APPROVES = who("wang zheng"), who("liang"), who("liang zheng")
SEES = who("wang liang zheng")
LATE = NOW + timedelta(days=60)


def _on(make: Callable[[Cast], Any], action: Callable[..., Any], **given: Any) -> Callable[[Cast], Prepared]:
    """A deed on what was made, by its id."""

    def prepare(cast: Cast) -> Prepared:
        made = make(cast)
        return lambda actor: action(made.pk, actor=actor, now=NOW, **given)

    return prepare


def _with_key(action: Callable[..., Any], *, now: Any = NOW, **given: Any) -> Callable[[Cast], Prepared]:
    """A deed of the applicant: whoever has the key of the receipt."""

    def prepare(cast: Cast) -> Prepared:
        key = filed(cast).key
        return lambda actor: action(key=key, actor=actor, now=now, **given)

    return prepare


def _counter(cast: Cast) -> Prepared:
    brought = filing(cast, channel=Channel.IN_PERSON)
    return lambda actor: file_case.file_case(brought, actor=actor, now=NOW)


def _fetching(action: Callable[..., Any]) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        case = in_hand(cast)
        return lambda actor: action(actor, case)

    return prepare


def _assigning(cast: Cast) -> Prepared:
    case = filed(cast).case
    return lambda actor: assign.assign(case.pk, lead=cast.wang.user_id, actor=actor, now=NOW)


def _row_of(cast: Cast) -> Any:
    return in_hand(cast).assignments.get()


def _places(cast: Cast) -> None:
    RemedyPlaces.objects.create(agency=cast.housing, review_body="临江市人民政府", court="示例市人民法院")


def _asked(cast: Cast) -> Any:
    words = {"name": "样本公司", "contact": "示例路 2 号", "what": "名单", "reason": "含有个人信息"}
    return consult.ask_third_party(in_hand(cast).pk, actor=cast.wang, now=NOW, **words)


def _refused(cast: Cast) -> Any:
    _places(cast)
    return opinion.record_answer(
        _asked(cast).pk, answer="refusal", reason="示例", reasonable=False, actor=cast.wang, now=NOW
    )


def _proposed(cast: Cast) -> Any:
    return extend.propose_extension(in_hand(cast).pk, working_days=5, reason="示例", actor=cast.wang, now=NOW)


def _to_be_charged(cast: Cast) -> Any:
    return charge.propose_fee(
        in_hand(cast).pk, basis="items", count=20, accounts="柜台", actor=cast.wang, now=NOW
    )


def _charged(cast: Cast) -> Case:
    case: Case = charge.decide_fee(_to_be_charged(cast).pk, approved=True, actor=cast.liang, now=NOW).case
    return case


def _objected(cast: Cast) -> Any:
    return remedy.record_remedy(
        in_hand(cast).pk, kind="litigation", body="示例法院", filed_on=TODAY, actor=cast.wang, now=NOW
    )


def _to_be_corrected(cast: Cast) -> Any:
    _places(cast)
    return correct.request_correction(
        key=filed(cast).key, information="面积", evidence="测绘报告", actor=PUBLIC, now=NOW
    )


def _awaiting(cast: Cast) -> Prepared:
    receipt = filed(cast)
    asked = {"ground": "unclear", "what": "请写明年度"}
    supplement.request_supplement(receipt.case.pk, actor=cast.wang, now=NOW, **asked)
    return lambda actor: supplement.receive_supplement(
        case_id=receipt.case.pk, answer="2025 年", actor=actor, now=NOW
    )


def _giving_reasons(cast: Cast) -> Prepared:
    receipt = filed(cast)
    reasons.ask_reasons(receipt.case.pk, reason="一月内三百件", actor=cast.wang, now=NOW)
    return lambda actor: reasons.give_reasons(key=receipt.key, words="课题研究", actor=actor, now=NOW)


def _transferring(cast: Cast) -> Prepared:
    case = in_hand(cast)
    return lambda actor: transfer.transfer(case.pk, to=cast.education.pk, reason="示例", actor=actor, now=NOW)


def _merging(cast: Cast) -> Prepared:
    first, second = in_hand(cast), in_hand(cast)
    return lambda actor: merge.merge([second.pk], first.pk, actor=actor, now=NOW)


TABLE: dict[str, Row] = {
    "foi.access.case_for": Row(
        _fetching(lambda actor, case: access.case_for(actor, policies.HANDLE, case.pk)), HANDLES, SEES
    ),
    "foi.access.case_for_either": Row(
        _fetching(
            lambda actor, case: access.case_for_either(
                actor, policies.HANDLE, key=case.access_token, case_id=None
            )
        ),
        ALL,
    ),
    "foi.access.case_seen": Row(
        _fetching(lambda actor, case: access.case_seen(actor, case.pk)), SEES, frozenset()
    ),
    "foi.assign.answer_assignment": Row(_on(_row_of, assign.answer_assignment, answer="示例"), SEES, SEES),
    "foi.assign.assign": Row(_assigning, HANDLES, SEES),
    "foi.assign.return_assignment": Row(_on(_row_of, assign.return_assignment, reason="示例"), SEES, SEES),
    "foi.charge.decide_fee": Row(_on(_to_be_charged, charge.decide_fee, approved=True), SIGNS, SEES),
    "foi.charge.propose_fee": Row(
        _on(in_hand, charge.propose_fee, basis="items", count=20, accounts="柜台"), HANDLES, SEES
    ),
    "foi.charge.record_payment": Row(_on(_charged, charge.record_payment, on=TODAY), HANDLES, SEES),
    "foi.confirm.confirm": Row(_on(by_letter, confirm.confirm, on=TODAY), HANDLES, SEES),
    "foi.consult.ask_organ": Row(
        _on(in_hand, consult.ask_organ, name="示例局", what="记录", opinion="拟公开"), HANDLES, SEES
    ),
    "foi.consult.ask_third_party": Row(
        _on(
            in_hand,
            consult.ask_third_party,
            name="样本公司",
            contact="示例路 2 号",
            what="名单",
            reason="含有个人信息",
        ),
        HANDLES,
        SEES,
    ),
    "foi.consult.consultation_for": Row(
        lambda cast: (lambda pk: lambda actor: consult.consultation_for(actor, pk))(_asked(cast).pk),
        HANDLES,
        SEES,
    ),
    "foi.consult.record_delivery": Row(_on(_asked, consult.record_delivery, on=TODAY), HANDLES, SEES),
    "foi.correct.answer_correction": Row(
        _on(_to_be_corrected, correct.answer_correction, answer="corrected", words="示例"), SIGNS, SEES
    ),
    "foi.correct.request_correction": Row(
        _with_key(correct.request_correction, information="面积", evidence="测绘报告"), ALL
    ),
    "foi.defer.defer": Row(
        _on(in_hand, defer.defer, until=TODAY + timedelta(days=90), reason="数量多"), APPROVES, SEES
    ),
    "foi.extend.decide_extension": Row(
        _on(_proposed, extend.decide_extension, approved=True), APPROVES, SEES
    ),
    "foi.extend.propose_extension": Row(
        _on(in_hand, extend.propose_extension, working_days=5, reason="示例"), HANDLES, SEES
    ),
    "foi.file_case.file_case": Row(_counter, HANDLES),
    "foi.merge.merge": Row(_merging, HANDLES, SEES),
    "foi.merge.split": Row(_on(in_hand, merge.split, titles=["名单", "记录"]), HANDLES, SEES),
    "foi.opinion.override": Row(
        _on(_refused, opinion.override, reason="公共安全", contents="结果"), SIGNS, SEES
    ),
    "foi.opinion.record_answer": Row(_on(_asked, opinion.record_answer, answer="consent"), HANDLES, SEES),
    "foi.reasons.ask_reasons": Row(_on(in_hand, reasons.ask_reasons, reason="一月内三百件"), HANDLES, SEES),
    "foi.reasons.give_reasons": Row(_giving_reasons, ALL),
    "foi.remedy.accept_remedy": Row(_on(_objected, remedy.accept_remedy, accepted_on=TODAY), HANDLES, SEES),
    "foi.remedy.close_remedy": Row(
        _on(_objected, remedy.close_remedy, on=TODAY, outcome="rejected"), HANDLES, SEES
    ),
    "foi.remedy.record_remedy": Row(
        _on(in_hand, remedy.record_remedy, kind="litigation", body="示例法院", filed_on=TODAY), HANDLES, SEES
    ),
    "foi.reveal.reveal": Row(_on(in_hand, reveal.reveal, reason="示例"), SEES, SEES),
    "foi.consent.set_consent": Row(_with_key(consent.set_consent, agreed=False), ALL),
    "foi.supplement.receive_supplement": Row(_awaiting, HANDLES, SEES),
    "foi.supplement.request_supplement": Row(
        _on(in_hand, supplement.request_supplement, ground="unclear", what="请写明年度"), HANDLES, SEES
    ),
    "foi.transfer.transfer": Row(_transferring, HANDLES, SEES),
    "foi.urge.urge": Row(_on(in_hand, urge.urge, words="请抓紧"), who("zheng"), SEES),
    "foi.urge.urge_by_applicant": Row(_with_key(urge.urge_by_applicant, now=LATE), ALL),
    "foi.withdraw.withdraw": Row(_with_key(withdraw.withdraw), ALL),
}
