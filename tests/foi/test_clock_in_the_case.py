"""期限在案件里 — what stops, lengthens and restarts the clock, told from the officer's and the applicant's side."""

from datetime import date, timedelta

import pytest

from cast import NOW, TODAY, Cast, person
from foi.builders import at, filed, in_hand
from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Post
from gongkai.agencies.policies import PUBLIC
from gongkai.core.permissions import Denied
from gongkai.foi.actions.assign import assign
from gongkai.foi.actions.charge import decide_fee, propose_fee, record_payment
from gongkai.foi.actions.consult import ask_organ, ask_third_party, record_delivery
from gongkai.foi.actions.defer import defer
from gongkai.foi.actions.extend import decide_extension, propose_extension
from gongkai.foi.actions.opinion import override, record_answer
from gongkai.foi.actions.reasons import ask_reasons, give_reasons
from gongkai.foi.actions.supplement import receive_supplement, request_supplement
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.clocks import reading_of
from gongkai.foi.models import Case, Consultation, RemedyPlaces
from gongkai.foi.queries import visible_to
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation, StepNotAllowed

pytestmark = pytest.mark.django_db


def now_of(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def ask(cast: Cast, case: Case, day: date, **values: str) -> Consultation:
    given = {
        "name": "样本公司",
        "contact": "示例路 2 号",
        "what": "补助名单",
        "reason": "含有个人信息",
        **values,
    }
    return ask_third_party(case.pk, actor=cast.wang, now=at(day), **given)  # type: ignore[arg-type]


def test_a_supplement_stops_the_clock_and_begins_it_anew(cast: Cast) -> None:
    receipt = filed(cast)
    case = assign(receipt.case.pk, lead=cast.wang.user_id, units=(), actor=cast.wang, now=NOW)
    asked = request_supplement(
        case.pk, ground="unclear", what="请写明小区名称", actor=cast.wang, now=at(date(2026, 10, 16))
    )
    case = now_of(case)
    assert (case.state, case.due_on, case.stopped_by) == ("awaiting_supplement", None, "supplement_requested")
    assert case.events.get(kind="supplement_requested").detail["late"] is False
    assert asked.due_on == date(2026, 10, 30)
    letter = case.letters.get(kind="supplement-notice")
    assert "请写明小区名称" in "".join(letter.paragraphs)
    with pytest.raises(StepNotAllowed, match="待补正"):
        propose_extension(case.pk, working_days=5, reason="忙", actor=cast.wang, now=NOW)
    later = at(date(2026, 10, 20))
    receive_supplement(key=receipt.key, answer="示例小区 3 号楼", actor=PUBLIC, now=later)
    case = now_of(case)
    assert (case.state, case.due_on, case.stopped_by) == ("in_hand", date(2026, 11, 17), "")
    with pytest.raises(StepNotAllowed):
        receive_supplement(key=receipt.key, answer="再补一次", actor=PUBLIC, now=later)
    with pytest.raises(RuleViolation, match="一次性告知"):
        request_supplement(case.pk, ground="unclear", what="还有一点", actor=cast.wang, now=later)


def test_a_supplement_that_is_asked_for_late_is_marked_so(cast: Cast) -> None:
    case = in_hand(cast)
    request_supplement(
        case.pk, ground="unclear", what="请写明年度", actor=cast.wang, now=at(date(2026, 10, 28))
    )
    assert case.events.get(kind="supplement_requested").detail["late"] is True


def test_a_third_party_who_refuses_and_two_days_that_do_not_count(cast: Cast) -> None:
    case = in_hand(cast)
    asked = ask(cast, case, date(2026, 10, 13))
    assert now_of(case).stopped_by == "third_party_consulted"
    assert {letter.kind for letter in case.letters.all()} >= {
        "third-party-consultation",
        "consultation-notice",
    }
    record_delivery(asked.pk, on=date(2026, 10, 14), actor=cast.wang, now=at(date(2026, 10, 14)))
    assert Consultation.objects.get().due_on == date(2026, 11, 4)
    with pytest.raises(RuleViolation, match="还不能按逾期未答复"):
        record_answer(asked.pk, answer="silence", actor=cast.wang, now=at(date(2026, 11, 4)))
    with pytest.raises(RuleViolation, match="是否合理"):
        record_answer(
            asked.pk, answer="refusal", reason="不愿意", actor=cast.wang, now=at(date(2026, 10, 15))
        )
    record_answer(
        asked.pk,
        answer="refusal",
        reason="涉及他人隐私",
        reasonable=True,
        actor=cast.wang,
        now=at(date(2026, 10, 15)),
    )
    assert (now_of(case).due_on, now_of(case).stopped_by) == (date(2026, 11, 11), "")
    with pytest.raises(RuleViolation, match="已经记录"):
        record_answer(asked.pk, answer="consent", actor=cast.wang, now=at(date(2026, 10, 16)))


def test_silence_counts_with_the_last_day_of_its_limit(cast: Cast) -> None:
    case = in_hand(cast)
    asked = ask(cast, case, TODAY)
    day = asked.due_on
    assert day == date(2026, 11, 2)
    answered = record_answer(asked.pk, answer="silence", actor=cast.wang, now=at(day + timedelta(days=3)))
    assert answered.answered_on == day
    assert now_of(case).due_on == date(2026, 11, 30)


def test_in_the_public_interest_the_leader_gives_all_the_same(cast: Cast) -> None:
    case = in_hand(cast)
    RemedyPlaces.objects.create(agency=cast.housing, review_body="临江市人民政府", court="示例市人民法院")
    asked = ask(cast, case, TODAY)
    words = {"reason": "关系公共安全", "contents": "检测结果"}
    with pytest.raises(RuleViolation, match="还没有答复"):
        override(asked.pk, actor=cast.liang, now=NOW, **words)
    record_answer(asked.pk, answer="refusal", reason="影响声誉", reasonable=False, actor=cast.wang, now=NOW)
    with pytest.raises(Denied):
        override(asked.pk, actor=cast.wang, now=NOW, **words)
    override(asked.pk, actor=cast.liang, now=NOW, **words)
    letter = case.letters.get(kind="third-party-notice")
    assert letter.addressee == "样本公司"
    assert "关系公共安全" in "".join(letter.paragraphs)
    with pytest.raises(RuleViolation, match="已经这样决定"):
        override(asked.pk, actor=cast.liang, now=NOW, **words)


def test_another_organ_sees_what_it_is_asked_and_its_silence_is_consent(cast: Cast) -> None:
    case = in_hand(cast)
    assert case not in visible_to(cast.zhao)
    asked = ask_organ(
        case.pk,
        agency_id=cast.education.pk,
        what="联合检查记录",
        opinion="拟予公开",
        actor=cast.wang,
        now=NOW,
    )
    assert asked.name == cast.education.name
    assert now_of(case).stopped_by == "organs_consulted"
    record_answer(asked.pk, answer="silence", actor=cast.wang, now=at(date(2026, 11, 20)))
    assert now_of(case).stopped_by == ""
    officer = person("qian", "钱示例", (Role.CASE_OFFICER, cast.education))
    assert case in visible_to(officer)
    again = ask_organ(
        case.pk, agency_id=cast.education.pk, what="附件", opinion="拟予公开", actor=cast.wang, now=NOW
    )
    record_answer(again.pk, answer="consent", actor=officer, now=NOW)
    with pytest.raises(Denied):
        propose_extension(case.pk, working_days=5, reason="忙", actor=officer, now=NOW)


def test_what_comes_out_of_order_is_refused_in_words(cast: Cast) -> None:
    receipt = filed(cast)
    case = receipt.case
    with pytest.raises(StepNotAllowed, match="收到补正：当前状态是“已登记”"):
        receive_supplement(key=receipt.key, answer="没有人问过", actor=PUBLIC, now=NOW)
    with pytest.raises(StepNotAllowed, match="缴费：当前状态是“已登记”"):
        record_payment(case.pk, on=TODAY, actor=cast.wang, now=NOW)
    request_supplement(case.pk, ground="unclear", what="年度", actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="告知补正之后"):
        receive_supplement(
            case_id=case.pk, answer="2025", on=TODAY - timedelta(days=1), actor=cast.wang, now=NOW
        )
    with pytest.raises(RuleViolation, match="今天以前"):
        receive_supplement(
            case_id=case.pk, answer="2025", on=TODAY + timedelta(days=1), actor=cast.wang, now=NOW
        )
    receive_supplement(case_id=case.pk, answer="2025", on=TODAY, actor=cast.wang, now=NOW)
    asked = ask(cast, case, TODAY)
    withdraw(key=receipt.key, actor=PUBLIC, now=NOW)
    with pytest.raises(RuleViolation, match="已经办结"):
        record_answer(asked.pk, answer="consent", actor=cast.wang, now=NOW)


def test_an_extension_is_decided_by_another_person_once(cast: Cast) -> None:
    case = in_hand(cast)
    with pytest.raises(RuleViolation, match="最多20个工作日"):
        propose_extension(case.pk, working_days=21, reason="材料多", actor=cast.wang, now=NOW)
    proposed = propose_extension(case.pk, working_days=10, reason="材料多", actor=cast.zheng, now=NOW)
    assert now_of(case).due_on == date(2026, 11, 9)
    with pytest.raises(Denied, match="不能自己批准"):
        decide_extension(proposed.pk, approved=True, actor=cast.zheng, now=NOW)
    with pytest.raises(Denied):
        decide_extension(proposed.pk, approved=True, actor=cast.wang, now=NOW)
    decide_extension(proposed.pk, approved=True, actor=cast.liang, now=NOW)
    assert now_of(case).due_on == date(2026, 11, 23)
    assert "10个工作日" in "".join(case.letters.get(kind="extension-notice").paragraphs)
    with pytest.raises(RuleViolation, match="已经决定"):
        decide_extension(proposed.pk, approved=False, words="不行", actor=cast.liang, now=NOW)


def test_an_extension_comes_too_late_after_the_limit(cast: Cast) -> None:
    case = in_hand(cast)
    proposed = propose_extension(case.pk, working_days=5, reason="材料多", actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="期限已过"):
        decide_extension(proposed.pk, approved=True, actor=cast.liang, now=at(date(2026, 11, 10)))
    decide_extension(
        proposed.pk, approved=False, words="已经到期", actor=cast.liang, now=at(date(2026, 11, 10))
    )
    assert now_of(case).due_on == date(2026, 11, 9)


def test_a_fee_is_notified_paid_and_the_clock_begins_anew(cast: Cast) -> None:
    case = in_hand(cast)
    given = {"basis": "items", "accounts": "示例银行柜台"}
    with pytest.raises(RuleViolation, match="没有超过免费"):
        propose_fee(case.pk, count=10, actor=cast.wang, now=NOW, **given)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match="减免的理由"):
        propose_fee(case.pk, count=12, waived_yuan=100, actor=cast.wang, now=NOW, **given)  # type: ignore[arg-type]
    proposed = propose_fee(case.pk, count=12, actor=cast.wang, now=NOW, **given)  # type: ignore[arg-type]
    assert (now_of(case).state, now_of(case).stopped_by) == ("in_hand", "")
    with pytest.raises(RuleViolation, match="等候决定"):
        propose_fee(case.pk, count=12, actor=cast.wang, now=NOW, **given)  # type: ignore[arg-type]
    with pytest.raises(Denied):
        decide_fee(proposed.pk, approved=True, actor=cast.wang, now=NOW)
    notice = decide_fee(proposed.pk, approved=True, actor=cast.liang, now=NOW)
    assert (notice.yuan, notice.due_on) == (200, date(2026, 11, 11))
    assert now_of(case).state == "awaiting_payment"
    assert case.letters.get(kind="fee-notice").signed_by == cast.liang.user
    paid = date(2026, 10, 21)
    record_payment(case.pk, on=paid, actor=cast.wang, now=at(paid))
    assert (now_of(case).state, now_of(case).due_on) == ("in_hand", date(2026, 11, 18))


def test_a_fee_that_the_leader_refuses_stops_no_clock_and_may_be_proposed_again(cast: Cast) -> None:
    case = in_hand(cast)
    given = {"basis": "items", "count": 12, "accounts": "示例银行柜台", "actor": cast.wang, "now": NOW}
    proposed = propose_fee(case.pk, **given)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match="写明理由"):
        decide_fee(proposed.pk, approved=False, actor=cast.liang, now=NOW)
    decide_fee(proposed.pk, approved=False, words="数量不多", actor=cast.liang, now=NOW)
    with pytest.raises(RuleViolation, match="已经决定过"):
        decide_fee(proposed.pk, approved=True, actor=cast.liang, now=NOW)
    assert not case.letters.filter(kind="fee-notice").exists()
    assert (now_of(case).state, now_of(case).due_on) == ("in_hand", date(2026, 11, 9))
    again = propose_fee(case.pk, **given)  # type: ignore[arg-type]
    decide_fee(again.pk, approved=True, actor=cast.liang, now=NOW)
    assert now_of(case).state == "awaiting_payment"


def test_too_many_for_good_reasons_are_answered_later(cast: Cast) -> None:
    case = in_hand(cast)
    with pytest.raises(Denied):
        defer(case.pk, until=date(2026, 12, 31), reason="数量多", actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="晚于"):
        defer(case.pk, until=date(2026, 11, 9), reason="数量多", actor=cast.liang, now=NOW)
    defer(case.pk, until=date(2026, 12, 31), reason="数量多", actor=cast.liang, now=NOW)
    assert now_of(case).due_on == date(2026, 12, 31)
    reading = reading_of(now_of(case), calendar())
    assert reading is not None
    assert str(reading.explanation[-1]) == "延迟到2026年12月31日答复（《政府信息公开条例》第三十五条）。"


def test_who_asks_for_far_too_much_says_why_while_the_clock_runs(cast: Cast) -> None:
    receipt = filed(cast)
    case = receipt.case
    with pytest.raises(RuleViolation, match="没有要求说明理由"):
        give_reasons(key=receipt.key, words="课题研究", actor=PUBLIC, now=NOW)
    ask_reasons(case.pk, reason="一个月内申请三百件", actor=cast.wang, now=NOW)
    assert "一个月内申请三百件" in "".join(case.letters.get(kind="reasons-notice").paragraphs)
    with pytest.raises(RuleViolation, match="已经要求过"):
        ask_reasons(case.pk, reason="再问一次", actor=cast.wang, now=NOW)
    assert now_of(case).due_on == date(2026, 11, 9)
    given = give_reasons(key=receipt.key, words="课题研究", actor=PUBLIC, now=NOW)
    assert given.note == "课题研究"
    with pytest.raises(RuleViolation, match="已经说明过"):
        give_reasons(key=receipt.key, words="课题研究", actor=PUBLIC, now=NOW)


def test_a_case_of_2013_goes_by_the_text_of_its_day(cast: Cast) -> None:
    day = date(2013, 9, 2)
    Post.objects.update(since=date(2008, 5, 1))
    case = in_hand(cast, now=at(day))
    assert (case.statute, case.due_on) == ("regulations-2007", date(2013, 9, 24))
    with pytest.raises(RuleViolation, match="还没有施行"):
        propose_fee(case.pk, basis="items", count=20, accounts="柜台", actor=cast.wang, now=at(day))
    with pytest.raises(RuleViolation, match="适用的条例没有"):
        defer(case.pk, until=date(2013, 12, 31), reason="数量多", actor=cast.liang, now=at(day))
