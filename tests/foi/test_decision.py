"""决定 — from the proposal to the archive: a decision in two parts, its letter, its service."""

from datetime import date, timedelta

import pytest

from cast import NOW, TODAY, Cast
from foi.answering import GIVEN, KEPT, a_case, a_file, answered, drafted, in_signing, signed
from gongkai.core.models import LedgerEntry
from gongkai.foi.actions.archive import archive
from gongkai.foi.actions.decide import (
    PartFacts,
    draft_decision,
    return_decision,
    save_decision,
    sign_decision,
    submit_decision,
)
from gongkai.foi.actions.letters import edit_letter
from gongkai.foi.actions.publish_answer import make_public, show_answer
from gongkai.foi.actions.release import attach_release
from gongkai.foi.actions.serve import record_signature, serve
from gongkai.foi.checks import check_decision, check_letter
from gongkai.foi.letters import LetterChanged, docx_of, paper_of
from gongkai.foi.models import Case, CaseFile, Decision
from gongkai.foi.queries import shown_to_all
from gongkai.rules.application_process import CaseState
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.rules.reply_kinds import Result
from gongkai.rules.serving import ServiceWay
from privacy.samples import resident_id


def test_what_is_ticked_proposes_the_parts(cast: Cast) -> None:
    case = a_case(cast)
    decision = draft_decision(case.pk, ticked=["disclosable", "internal-affairs"], actor=cast.wang, now=NOW)
    assert [part.reply for part in decision.parts.all()] == ["granted", "internal-affairs"]
    assert decision.parts.first().elements == {"way": "邮寄"}  # type: ignore[union-attr]
    assert decision.review_body == "临江市人民政府"


def test_a_decision_in_two_parts_from_the_draft_to_the_archive(cast: Cast) -> None:
    decision = drafted(cast)
    case_id = decision.case_id

    submit_decision(decision.pk, actor=cast.wang, now=NOW)
    letter = decision.letters.get()
    assert letter.kind == "reply-partly-granted"
    assert letter.number == ""
    assert any("维修资金使用情况汇总表" in words for words in letter.paragraphs)
    assert any("各户缴存明细" in words and "第十六条" in words for words in letter.paragraphs)

    sign_decision(decision.pk, actor=cast.liang, now=NOW)
    letter.refresh_from_db()
    assert letter.number == "临建公开复〔2026〕1号"
    assert letter.signed_by == cast.liang.user
    assert Case.objects.get(pk=case_id).state == CaseState.SIGNED

    posted = TODAY + timedelta(days=2)
    service = serve(
        letter.pk,
        way=ServiceWay.POST,
        sent_on=posted,
        tracking_number="样本邮件0001",
        actor=cast.wang,
        now=NOW + timedelta(days=3),
    )
    case = Case.objects.get(pk=case_id)
    assert (service.served_on, case.answered_on) == (posted, posted)
    assert (case.state, case.result) == (CaseState.ANSWERED, Result.PARTLY_GRANTED)

    archive(case_id, actor=cast.wang, now=NOW + timedelta(days=4))
    assert Case.objects.get(pk=case_id).state == CaseState.ARCHIVED
    assert list(case.events.values_list("kind", flat=True)) == [
        "filed",
        "confirmed",
        "decided",
        "served",
        "archived",
    ]


def test_nobody_signs_what_they_drafted(cast: Cast) -> None:
    decision = in_signing(cast)
    Decision.objects.filter(pk=decision.pk).update(drafted_by=cast.liang.user)
    with pytest.raises(RuleViolation, match="拟稿人不能签发"):
        sign_decision(decision.pk, actor=cast.liang, now=NOW)


def test_who_signs_second_is_told(cast: Cast) -> None:
    decision = in_signing(cast)
    sign_decision(decision.pk, actor=cast.liang, now=NOW)
    with pytest.raises(StepNotAllowed, match="待送达"):
        sign_decision(decision.pk, actor=cast.liang, now=NOW)
    assert decision.letters.count() == 1


def test_a_returned_decision_keeps_its_edited_letter_until_its_parts_change(cast: Cast) -> None:
    decision = in_signing(cast)
    letter = decision.letters.get()
    edit_letter(
        letter.pk,
        title=letter.title,
        paragraphs=[*letter.paragraphs, "感谢您的关注。"],
        revision=letter.revision,
        actor=cast.liang,
        now=NOW,
    )
    return_decision(decision.pk, reason="请写明检索的范围", actor=cast.liang, now=NOW)
    assert decision.letters.get().paragraphs[-1] == "感谢您的关注。"
    decision.refresh_from_db()
    save_decision(decision.pk, parts=[GIVEN], ticked=[], revision=decision.revision, actor=cast.wang, now=NOW)
    assert not decision.letters.exists()


def test_two_who_save_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    decision = drafted(cast)
    with pytest.raises(RuleViolation, match="刚刚有人保存过"):
        save_decision(
            decision.pk, parts=[GIVEN], ticked=[], revision=decision.revision - 1, actor=cast.wang, now=NOW
        )


def test_a_signed_letter_does_not_change(cast: Cast) -> None:
    letter = signed(cast)
    with pytest.raises(RuleViolation, match="已经定稿"):
        edit_letter(
            letter.pk, title="改", paragraphs=["改"], revision=letter.revision, actor=cast.wang, now=NOW
        )
    assert docx_of(letter) == docx_of(letter)
    letter.paragraphs = [*letter.paragraphs, "后来加的一句。"]
    with pytest.raises(LetterChanged):
        paper_of(letter)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (PartFacts("汇总表", "internal-affairs"), "还缺“理由”"),
        (
            PartFacts("合同", "third-party-rights", {"reason": "涉及商业秘密"}),
            "还没有书面征求第三方的意见",
        ),
        (PartFacts("说明", "not-supplemented", {"reason": "逾期"}), "还没有发过补正告知书"),
        (
            PartFacts("名单", "internal-affairs", {"reason": f"联系人身份证号{resident_id(1)}"}),
            "他人的居民身份证号",
        ),
        (PartFacts("图纸", "internal-affairs", {"reason": "____"}), "没有填写的地方"),
    ],
)
def test_what_the_check_finds_stops_the_letter(cast: Cast, part: PartFacts, words: str) -> None:
    decision = drafted(cast, part)
    with pytest.raises(RuleViolation, match=words):
        submit_decision(decision.pk, actor=cast.wang, now=NOW)
    assert decision.case.state == CaseState.REGISTERED


def test_a_letter_without_a_court_is_not_signed(cast: Cast) -> None:
    decision = drafted(cast)
    letter_of = submit_decision(decision.pk, actor=cast.wang, now=NOW).letters.get()
    edit_letter(
        letter_of.pk,
        title=letter_of.title,
        paragraphs=[words.replace("示例区人民法院", "法院") for words in letter_of.paragraphs],
        revision=letter_of.revision,
        actor=cast.liang,
        now=NOW,
    )
    assert "文书没有写明人民法院" in [problem.words for problem in check_decision(decision)]
    with pytest.raises(RuleViolation, match="人民法院"):
        sign_decision(decision.pk, actor=cast.liang, now=NOW)


def test_a_right_letter_has_nothing_that_stops_it(cast: Cast) -> None:
    letter = in_signing(cast).letters.get()
    assert [problem for problem in check_letter(letter) if problem.stops] == []


def test_handed_over_a_letter_is_served_when_somebody_signs(cast: Cast) -> None:
    letter = signed(cast)
    service = serve(letter.pk, way=ServiceWay.IN_PERSON, sent_on=TODAY, actor=cast.wang, now=NOW)
    assert service.served_on is None
    assert letter.case.state == CaseState.SIGNED
    later = NOW + timedelta(days=1)
    scan = a_file(letter.case, CaseFile.Kind.SERVICE, cast)
    service = record_signature(service.pk, on=later.date(), proof=scan.pk, actor=cast.wang, now=later)
    assert service.proof == scan
    assert service.served_on == later.date()
    assert Case.objects.get(pk=letter.case_id).answered_on == later.date()


def test_only_a_proof_of_service_of_this_case_proves(cast: Cast) -> None:
    letter = signed(cast)
    scan = a_file(letter.case, CaseFile.Kind.APPLICATION, cast)
    with pytest.raises(RuleViolation, match="不在这件申请的送达凭证里"):
        serve(letter.pk, way=ServiceWay.FAX, sent_on=TODAY, proof=scan.pk, actor=cast.wang, now=NOW)


@pytest.mark.parametrize(
    ("sent_on", "words"),
    [(TODAY - timedelta(days=1), "不能早于文书的落款日期"), (TODAY + timedelta(days=1), "不能晚于今天")],
)
def test_days_of_service_that_cannot_be(cast: Cast, sent_on: date, words: str) -> None:
    letter = signed(cast)
    with pytest.raises(RuleViolation, match=words):
        serve(
            letter.pk,
            way=ServiceWay.POST,
            sent_on=sent_on,
            tracking_number="样本邮件0001",
            actor=cast.wang,
            now=NOW,
        )


def test_a_posted_letter_needs_the_number_of_the_mail(cast: Cast) -> None:
    letter = signed(cast)
    with pytest.raises(RuleViolation, match="邮件号码"):
        serve(letter.pk, way=ServiceWay.POST, sent_on=TODAY, actor=cast.wang, now=NOW)
    assert not letter.services.exists()


def test_the_ledger_holds_nothing_of_the_applicant(cast: Cast) -> None:
    letter = signed(cast)
    serve(letter.pk, way=ServiceWay.ONLINE, sent_on=TODAY, actor=cast.wang, now=NOW)
    lines = "".join(str(entry.detail) for entry in LedgerEntry.objects.all())
    assert "示例申请人" not in lines
    assert "13900000000" not in lines


def test_what_was_given_becomes_a_draft_for_everybody(cast: Cast) -> None:
    case = a_case(cast)
    file = attach_release(case.pk, name="汇总表.txt", data="样本".encode(), actor=cast.wang, now=NOW)
    part = PartFacts(GIVEN.what, GIVEN.reply, GIVEN.elements, files=(file.pk,))
    decision = drafted(cast, part, KEPT, case=case)
    submit_decision(decision.pk, actor=cast.wang, now=NOW)
    letter = sign_decision(decision.pk, actor=cast.liang, now=NOW).letters.get()
    serve(letter.pk, way=ServiceWay.ONLINE, sent_on=TODAY, actor=cast.wang, now=NOW)

    document = make_public(case.pk, actor=cast.wang, now=NOW)
    version = document.working
    assert version is not None
    assert (version.title, version.author, version.state) == (case.title, cast.wang.user, "draft")
    assert [each.name for each in version.attachments.all()] == ["汇总表.txt"]
    assert document.cases.get() == case
    with pytest.raises(RuleViolation, match="已经转为主动公开"):
        make_public(case.pk, actor=cast.wang, now=NOW)


def test_what_was_refused_does_not_become_public(cast: Cast) -> None:
    case = answered(cast, KEPT)
    with pytest.raises(RuleViolation, match="提供了信息"):
        make_public(case.pk, actor=cast.wang, now=NOW)


def test_the_register_shows_only_what_its_applicant_agreed_to(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="没有同意"):
        show_answer(answered(cast).pk, True, actor=cast.wang, now=NOW)
    agreed = answered(cast, may_be_shown=True)
    show_answer(agreed.pk, True, actor=cast.wang, now=NOW)
    assert list(shown_to_all()) == [agreed]
    show_answer(agreed.pk, False, actor=cast.wang, now=NOW)
    assert not shown_to_all().exists()


def test_a_title_with_a_person_in_it_is_not_shown(cast: Cast) -> None:
    case = answered(cast, may_be_shown=True, title=f"身份证号{resident_id(1)}的办理记录")
    with pytest.raises(RuleViolation, match="居民身份证号"):
        show_answer(case.pk, True, actor=cast.wang, now=NOW)
