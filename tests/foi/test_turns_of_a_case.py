"""案件的转折 — passed on, merged, split, urged, objected to, looked at, corrected, made anonymous."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.http import Http404

from cast import NOW, TODAY, Cast
from foi.builders import APPLICANT, at, filed, in_hand
from gongkai.agencies.policies import PUBLIC
from gongkai.core import files as stored_files
from gongkai.core.ledger import breaks
from gongkai.core.models import LedgerEntry, LedgerNote
from gongkai.core.permissions import Denied
from gongkai.foi.actions.anonymise import anonymise, due_for_anonymising
from gongkai.foi.actions.archive import archive
from gongkai.foi.actions.correct import answer_correction, request_correction
from gongkai.foi.actions.merge import merge, split
from gongkai.foi.actions.remedy import accept_remedy, close_remedy, record_remedy
from gongkai.foi.actions.reveal import reveal
from gongkai.foi.actions.supplement import receive_supplement, request_supplement
from gongkai.foi.actions.transfer import transfer
from gongkai.foi.actions.urge import urge, urge_by_applicant
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.evidence_report import report_of
from gongkai.foi.files import FileRemoved, read_file
from gongkai.foi.filing import IncomingFile
from gongkai.foi.models import Applicant, Case, CaseFile, RemedyPlaces, Reveal
from gongkai.foi.pages import case_page
from gongkai.foi.queries import visible_to
from gongkai.notices.models import Notice
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.typesetting.paper import Paragraph

pytestmark = pytest.mark.django_db

PROOF = IncomingFile("identity", "身份证明示例.txt", "姓名：样本甲".encode())


def now_of(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_what_another_organ_holds_goes_there_with_a_clock_of_its_own(cast: Cast) -> None:
    case = in_hand(cast)
    day = date(2026, 10, 16)
    with pytest.raises(RuleViolation, match="负责公开这份信息"):
        transfer(case.pk, to=cast.housing.pk, reason="不是我们的", actor=cast.wang, now=at(day))
    transfer(case.pk, to=cast.education.pk, reason="学校的信息", actor=cast.wang, now=at(day))
    case = now_of(case)
    assert (case.agency, case.lead, case.state) == (cast.education, None, "registered")
    assert (case.received_on, case.due_on) == (day, date(2026, 11, 13))
    assert case.letters.get(kind="transfer").addressee == cast.education.name
    assert case not in visible_to(cast.wang)


def test_an_organ_gains_no_time_by_passing_a_case_on_until_it_comes_back(cast: Cast) -> None:
    case = in_hand(cast)
    received, due = case.received_on, case.due_on
    transfer(case.pk, to=cast.education.pk, reason="学校的信息", actor=cast.wang, now=at(date(2026, 10, 16)))
    transfer(case.pk, to=cast.housing.pk, reason="小区的信息", actor=cast.zheng, now=at(date(2026, 10, 21)))
    case = now_of(case)
    assert (case.agency, case.received_on, case.clock_since, case.due_on) == (
        cast.housing,
        received,
        received,
        due,
    )
    assert "第一次收到" in case.receipt_rule
    transfer(case.pk, to=cast.education.pk, reason="还是学校的", actor=cast.wang, now=at(date(2026, 10, 23)))
    assert now_of(case).received_on == date(2026, 10, 16)


def test_a_case_that_comes_back_counts_from_its_supplement(cast: Cast) -> None:
    case = in_hand(cast)
    asked, given = at(date(2026, 10, 13)), at(date(2026, 10, 15))
    request_supplement(case.pk, ground="unclear", what="哪个小区", actor=cast.wang, now=asked)
    receive_supplement(case_id=case.pk, answer="示例小区", actor=cast.wang, now=given)
    due = now_of(case).due_on
    transfer(case.pk, to=cast.education.pk, reason="学校的信息", actor=cast.wang, now=at(date(2026, 10, 16)))
    transfer(case.pk, to=cast.housing.pk, reason="小区的信息", actor=cast.zheng, now=at(date(2026, 10, 21)))
    case = now_of(case)
    assert (case.clock_since, case.due_on) == (date(2026, 10, 15), due)


def test_identical_applications_are_handled_together_each_on_its_own_clock(cast: Cast) -> None:
    first = in_hand(cast)
    second = filed(cast, now=at(date(2026, 10, 13))).case
    merge([first.pk, second.pk], first.pk, actor=cast.wang, now=at(date(2026, 10, 13)))
    second = now_of(second)
    assert (second.merged_into, second.lead, second.state) == (first, cast.wang.user, "in_hand")
    assert second.due_on == date(2026, 11, 10)
    third = filed(cast).case
    with pytest.raises(RuleViolation, match="已经并案"):
        merge([third.pk], second.pk, actor=cast.wang, now=NOW)
    elsewhere = filed(cast, agency_id=cast.education.pk).case
    with pytest.raises(RuleViolation, match="同一机关"):
        merge([elsewhere.pk], first.pk, actor=cast.zheng, now=NOW)


def test_when_the_leading_case_is_given_up_the_next_one_leads(cast: Cast) -> None:
    receipts = [filed(cast) for _ in range(3)]
    first, second, third = (receipt.case for receipt in receipts)
    merge([second.pk, third.pk], first.pk, actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="不能转送"):
        transfer(first.pk, to=cast.education.pk, reason="示例", actor=cast.wang, now=NOW)
    withdraw(key=receipts[0].key, actor=PUBLIC, now=NOW)
    assert (now_of(second).merged_into, now_of(third).merged_into) == (None, second)
    assert now_of(third).open


def test_several_things_asked_at_once_become_cases_of_their_own(cast: Cast) -> None:
    case = filed(cast, files=(PROOF,)).case
    later = at(date(2026, 10, 14))
    with pytest.raises(RuleViolation, match="至少两件"):
        split(case.pk, ["只有一件"], actor=cast.wang, now=later)
    first, second = split(case.pk, ["补助名单", "验收记录"], actor=cast.wang, now=later)
    assert (first.title, second.title, second.split_from) == ("补助名单", "验收记录", first)
    assert second.number != first.number
    assert (second.received_on, second.due_on) == (TODAY, date(2026, 11, 9))
    assert (second.access_fingerprint != first.access_fingerprint, second.query_code != first.query_code) == (
        True,
        True,
    )
    assert read_file(second.files.get()) == PROOF.data
    assert second.letters.get().kind == "receipt"
    assert now_of(first).number == case.number


def test_the_disclosure_office_urges_with_a_letter_of_its_own(cast: Cast) -> None:
    case = in_hand(cast)
    with pytest.raises(Denied):
        urge(case.pk, words="请抓紧", actor=cast.wang, now=NOW)
    urge(case.pk, words="请抓紧", actor=cast.zheng, now=NOW)
    letter = case.letters.get(kind="urging")
    assert (letter.organ, letter.addressee) == (cast.office.name, cast.housing.name)
    told = Notice.objects.filter(template="case_urged").values_list("user__username", flat=True)
    assert set(told) == {"wang", "liang"}


def test_an_applicant_urges_once_and_only_when_it_is_late(cast: Cast) -> None:
    receipt = filed(cast)
    due = now_of(receipt.case).due_on
    assert due is not None
    with pytest.raises(RuleViolation, match="还没有过"):
        urge_by_applicant(receipt.key, actor=PUBLIC, now=at(due, 23))
    urge_by_applicant(receipt.key, actor=PUBLIC, now=at(due + timedelta(days=1), 0))
    with pytest.raises(RuleViolation, match="已经催办过"):
        urge_by_applicant(receipt.key, actor=PUBLIC, now=at(due + timedelta(days=2)))


def test_an_annulled_answer_is_given_anew_by_the_day_that_was_ordered(cast: Cast) -> None:
    receipt = filed(cast)
    case = withdraw(key=receipt.key, actor=PUBLIC, now=NOW)
    remedy = record_remedy(
        case.pk,
        kind="reconsideration",
        body="临江市人民政府",
        filed_on=date(2026, 10, 20),
        actor=cast.wang,
        now=at(date(2026, 10, 20)),
    )
    with pytest.raises(RuleViolation, match="审结以后才能归档"):
        archive(case.pk, actor=cast.wang, now=at(date(2026, 10, 20)))
    accept_remedy(remedy.pk, accepted_on=date(2026, 10, 23), actor=cast.wang, now=at(date(2026, 10, 23)))
    remedy.refresh_from_db()
    assert remedy.due_on == date(2026, 12, 22)
    closing = {"on": date(2026, 12, 1), "actor": cast.wang, "now": at(date(2026, 12, 2))}
    with pytest.raises(RuleViolation, match="审结的结果"):
        close_remedy(remedy.pk, outcome="胜诉", **closing)  # type: ignore[arg-type]
    close_remedy(remedy.pk, outcome="annulled", act_by=date(2026, 12, 15), **closing)  # type: ignore[arg-type]
    case = now_of(case)
    assert (case.state, case.round, case.clock_since) == ("in_hand", 2, date(2026, 12, 1))
    assert case.due_on == date(2026, 12, 15)
    due = case_page(case, receipt.key, date(2026, 12, 2)).due
    assert due is not None
    assert "收到申请" not in str(due.reading.explanation[0])
    told = [block.text for block in report_of(case, NOW).blocks if isinstance(block, Paragraph)]
    assert told[0] == "第1轮办理："
    assert "收到申请" in told[1]
    assert str(due.reading.explanation[0]) == told[told.index("第2轮办理：") + 1]
    assert "2026年12月15日" in str(due.reading.explanation[-1])
    assert [day.day for week in due.weeks for day in week if day.mark == "last"] == [case.due_on]
    remedy.refresh_from_db()
    assert remedy.outcome_class == "corrected"
    with pytest.raises(RuleViolation, match="已经审结"):
        close_remedy(remedy.pk, outcome="upheld", **closing)  # type: ignore[arg-type]


def test_what_is_upheld_stays_closed(cast: Cast) -> None:
    case = withdraw(key=filed(cast).key, actor=PUBLIC, now=NOW)
    remedy = record_remedy(
        case.pk, kind="litigation", body="示例法院", filed_on=TODAY, actor=cast.wang, now=NOW
    )
    close_remedy(remedy.pk, on=TODAY, outcome="rejected", actor=cast.wang, now=NOW)
    assert (now_of(case).state, now_of(case).round) == ("closed", 1)


def test_who_looks_at_an_applicant_says_why(cast: Cast) -> None:
    case = filed(cast).case
    with pytest.raises(RuleViolation, match="理由"):
        reveal(case.pk, reason=" ", actor=cast.wang, now=NOW)
    with pytest.raises(Http404):
        reveal(case.pk, reason="看看", actor=cast.lin, now=NOW)
    assert reveal(case.pk, reason="电话确认收到日期", actor=cast.wang, now=NOW) == APPLICANT
    assert Reveal.objects.get().by == cast.wang.user
    assert LedgerEntry.objects.filter(action="foi.reveal").count() == 1


def test_a_wrong_record_is_put_right_with_a_letter(cast: Cast) -> None:
    RemedyPlaces.objects.create(agency=cast.housing, review_body="临江市人民政府", court="示例市人民法院")
    receipt = filed(cast)
    asked = request_correction(
        key=receipt.key, information="面积\n写成 80 平方米", evidence="测绘报告", actor=PUBLIC, now=NOW
    )
    with pytest.raises(Denied):
        answer_correction(asked.pk, answer="corrected", words="改为 90", actor=cast.wang, now=NOW)
    answer_correction(asked.pk, answer="refused", words="测绘报告没有盖章", actor=cast.liang, now=NOW)
    said = "".join(receipt.case.letters.get(kind="correction-refusal").paragraphs)
    assert all(words in said for words in ("面积 写成 80 平方米", "测绘报告", "没有盖章"))
    with pytest.raises(RuleViolation, match="已经答复"):
        answer_correction(asked.pk, answer="corrected", words="改为 90", actor=cast.liang, now=NOW)


def test_files_lie_sealed_and_are_judged_by_their_content(cast: Cast) -> None:
    case = filed(cast, files=(PROOF,)).case
    file = case.files.get()
    raw = stored_files.read(file.stored_id or "")
    assert PROOF.data not in raw
    assert (read_file(file), file.name, file.media_type) == (
        PROOF.data,
        PROOF.name,
        "text/plain; charset=utf-8",
    )
    with pytest.raises(RuleViolation, match="内容不是"):
        filed(cast, files=(IncomingFile("identity", "证件.png", b"not a picture"),))
    assert Case.objects.count() == 1


def test_after_its_time_in_the_archive_nobody_can_tell_who_applied(cast: Cast) -> None:
    receipt = filed(cast, description="我的电话 13812345678，请联系", files=(PROOF,))
    case = withdraw(key=receipt.key, actor=PUBLIC, now=NOW)
    archive(case.pk, actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="还没有到"):
        anonymise(case.pk, now=NOW)
    later = NOW + settings.ANONYMISE_AFTER + timedelta(days=1)
    digest = CaseFile.objects.get().stored_id
    assert digest
    anonymise(case.pk, now=later)
    applicant = Applicant.objects.get()
    assert (applicant.name, applicant.id_number, applicant.phone, applicant.fingerprint) == ("", "", "", "")
    assert now_of(case).applicant_kind == APPLICANT.kind
    assert "13812345678" not in now_of(case).description
    with pytest.raises(FileRemoved):
        read_file(CaseFile.objects.get())
    assert not due_for_anonymising(later).exists()
    assert {notice.to for notice in Notice.objects.filter(user=None)} == {""}
    assert list(breaks()) == []
    with pytest.raises(RuleViolation, match="已经依规定清除"):
        reveal(case.pk, reason="想看看", actor=cast.wang, now=later)


def test_words_of_applicants_never_reach_the_ledger(cast: Cast) -> None:
    receipt = filed(cast)
    withdraw(key=receipt.key, reason="样本甲不要了", actor=PUBLIC, now=NOW)
    written = repr(list(LedgerEntry.objects.values_list("detail", flat=True)))
    written += repr(list(LedgerNote.objects.values_list("text", flat=True)))
    assert "样本甲" not in written
    with pytest.raises(StepNotAllowed):
        withdraw(key=receipt.key, actor=PUBLIC, now=NOW)
