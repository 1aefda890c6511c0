"""文书 — every letter of a case: its number, its words, its papers; and merged cases, each answered by itself."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connections

from cast import NOW, TODAY, Cast, make_cast
from foi.answering import PLACES, a_case, drafted, in_signing, signed
from gongkai.core.change import changing
from gongkai.foi import papers
from gongkai.foi.actions.decide import draft_decision, sign_decision, submit_decision
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.merge import merge
from gongkai.foi.actions.remedy import close_remedy, record_remedy
from gongkai.foi.actions.serve import serve
from gongkai.foi.actions.set_remedy_places import set_remedy_places
from gongkai.foi.checks import check_letter
from gongkai.foi.decisions import decisions_for
from gongkai.foi.letters import digest_of, docx_of, paper_of, pdf_of
from gongkai.foi.models import Case, Decision, Letter
from gongkai.rules.application_process import CaseState
from gongkai.rules.letters import LETTERS
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.rules.remedies import Route
from gongkai.rules.serving import ServiceWay
from gongkai.typesetting.bundle import Part, page_count
from gongkai.typesetting.paper import Field, Fields, Paper


def issued(cast: Cast, kind: str, case: Case, **places: object) -> Letter:
    with changing(cast.wang, NOW) as change:
        return issue(change, case, kind, addressee="示例申请人", places=places, who=cast.wang)


def boxes_of(paper: Paper) -> dict[str, Field]:
    (form,) = paper.blocks
    assert isinstance(form, Fields)
    return {field.label: field for row in form.rows for field in row}


def test_letters_of_one_kind_are_numbered_one_after_another(cast: Cast) -> None:
    case = a_case(cast)
    given = {"reason": "还在核对", "workdays": "20", "due": TODAY}
    numbers = [issued(cast, "extension-notice", case, **given).number for _ in range(2)]
    assert numbers == ["临建公开延〔2026〕1号", "临建公开延〔2026〕2号"]


@pytest.mark.parametrize("kind", sorted(code for code, one in LETTERS.items() if one.number))
def test_every_letter_of_a_case_can_be_issued(cast: Cast, kind: str) -> None:
    case = a_case(cast)
    letter = issued(cast, kind, case, **dict.fromkeys(LETTERS[kind].required, "样本"))
    assert letter.number.startswith("临建公开")
    assert letter.digest == digest_of(letter)
    assert [problem for problem in check_letter(letter) if problem.stops] == []
    assert paper_of(letter).addressee == "示例申请人"


def test_a_letter_with_an_empty_place_is_not_issued(cast: Cast) -> None:
    case = a_case(cast)
    with pytest.raises(RuleViolation, match="还缺“理由”"):
        issued(cast, "extension-notice", case, workdays="20", due=TODAY)
    assert not case.letters.filter(kind="extension-notice").exists()


def test_a_letter_bears_the_text_of_its_day(cast: Cast) -> None:
    case = a_case(cast)
    letter = issued(cast, "extension-notice", case, reason="还在核对", workdays="20", due=date(2026, 12, 7))
    text = "".join(letter.paragraphs)
    assert "《政府信息公开条例》第三十三条第二款" in text
    assert "2026年12月7日" in text
    assert paper_of(letter).number == letter.number


def test_a_third_party_is_told_where_to_object(cast: Cast) -> None:
    case = a_case(cast)
    given = {"title": "施工合同", "contents": "合同正文", "reason": "关系公共安全"}
    with pytest.raises(RuleViolation, match="人民法院"):
        issued(cast, "third-party-notice", case, **given)
    set_remedy_places(cast.housing, **PLACES, actor=cast.wang, now=NOW)
    assert any(
        "示例区人民法院" in words for words in issued(cast, "third-party-notice", case, **given).paragraphs
    )


def test_what_is_set_above_holds_below(cast: Cast) -> None:
    set_remedy_places(cast.city, **PLACES, actor=cast.zheng, now=NOW)
    decision = draft_decision(a_case(cast).pk, ticked=["disclosable"], actor=cast.wang, now=NOW)
    assert (decision.review_body, decision.court) == tuple(PLACES.values())


def test_the_receipt_leads_to_the_page_of_the_case(cast: Cast) -> None:
    case = a_case(
        cast, title="示例小区（样本段）维修资金的缴存、使用和结余情况，以及历次使用的招标公告和中标结果"
    )
    receipt = case.letters.get(kind="receipt")
    verification = paper_of(receipt).verification
    assert verification is not None
    assert case.access_token in verification.address
    assert page_count(Part("回执.pdf", pdf_of(receipt))) == 1
    assert paper_of(signed(cast)).verification is None


def test_pdf_and_word_are_the_same_each_time_and_say_so_when_drafted(cast: Cast) -> None:
    letter = in_signing(cast).letters.get()
    assert paper_of(letter).draft
    sign_decision(letter.decision_id or 0, actor=cast.liang, now=NOW)
    letter.refresh_from_db()
    assert not paper_of(letter).draft
    assert pdf_of(letter) == pdf_of(letter)
    assert docx_of(letter) == docx_of(letter)


def test_merged_cases_are_decided_once_and_answered_one_by_one(cast: Cast) -> None:
    first, second = a_case(cast), a_case(cast)
    merge([second.pk], first.pk, actor=cast.wang, now=NOW)
    with pytest.raises(RuleViolation, match="已经并入"):
        draft_decision(second.pk, ticked=["disclosable"], actor=cast.wang, now=NOW)
    decision = drafted(cast, case=first)
    submit_decision(decision.pk, actor=cast.wang, now=NOW)
    sign_decision(decision.pk, actor=cast.liang, now=NOW)

    letters = list(decision.letters.order_by("case_id"))
    assert [letter.case_id for letter in letters] == [first.pk, second.pk]
    assert [letter.number for letter in letters] == ["临建公开复〔2026〕1号", "临建公开复〔2026〕2号"]
    assert second.number in letters[1].paragraphs[0]
    serve(letters[1].pk, way=ServiceWay.ONLINE, sent_on=TODAY, actor=cast.wang, now=NOW)
    assert Case.objects.get(pk=second.pk).state == CaseState.ANSWERED
    assert Case.objects.get(pk=first.pk).state == CaseState.SIGNED


def test_a_merged_case_that_is_opened_anew_is_decided_by_itself(cast: Cast) -> None:
    first, second = a_case(cast), a_case(cast)
    merge([second.pk], first.pk, actor=cast.wang, now=NOW)
    decision = submit_decision(drafted(cast, case=first).pk, actor=cast.wang, now=NOW)
    sign_decision(decision.pk, actor=cast.liang, now=NOW)
    for letter in decision.letters.all():
        serve(letter.pk, way=ServiceWay.ONLINE, sent_on=TODAY, actor=cast.wang, now=NOW)
    remedy = record_remedy(
        second.pk,
        kind=Route.RECONSIDERATION,
        body="临江市人民政府",
        filed_on=TODAY,
        actor=cast.wang,
        now=NOW,
    )
    close_remedy(remedy.pk, on=TODAY, outcome="annulled", actor=cast.wang, now=NOW)
    again = draft_decision(second.pk, ticked=["not-held"], actor=cast.wang, now=NOW)
    assert (again.case_id, again.round) == (second.pk, 2)
    assert list(decisions_for(second)) == [decision, again]


def test_the_sheets_of_a_case_have_a_box_for_each_thing(cast: Cast) -> None:
    letter = signed(cast)
    assert boxes_of(papers.registration_sheet(letter.case))["受理编号"].value == letter.case.number
    assert letter.decision is not None
    approved = boxes_of(papers.approval_sheet(letter.decision))
    assert "梁示例" in approved["审核、审签意见"].value
    assert boxes_of(papers.delivery_record(letter))["送达凭证"].value == ""
    serve(
        letter.pk,
        way=ServiceWay.POST,
        sent_on=TODAY,
        tracking_number="样本邮件0001",
        actor=cast.wang,
        now=NOW,
    )
    assert boxes_of(papers.delivery_record(letter))["送达凭证"].value == "邮件号码：样本邮件0001"


def at_once(deed: Callable[[], object], times: int) -> list[str]:
    """Do the same thing in several threads at once; return what each ended with."""
    ends: list[str] = []
    ready = threading.Barrier(times)

    def run() -> None:
        ready.wait()
        try:
            deed()
            ends.append("done")
        except (RuleViolation, StepNotAllowed) as refused:
            ends.append(type(refused).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_of_two_leaders_at_once_one_signs_and_the_other_is_told(real_database: str) -> None:
    cast = make_cast()
    decision = in_signing(cast)
    ends = at_once(lambda: sign_decision(decision.pk, actor=cast.liang, now=NOW), 2)
    assert ends == ["StepNotAllowed", "done"]
    assert Decision.objects.get(pk=decision.pk).letters.exclude(number="").count() == 1


def test_a_crash_between_decision_and_letter_leaves_neither(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = in_signing(cast)

    def dies(*_: object, **__: object) -> None:
        raise OSError("power cut")

    monkeypatch.setattr("gongkai.foi.actions.decide.freeze", dies)
    with pytest.raises(OSError, match="power cut"):
        sign_decision(decision.pk, actor=cast.liang, now=NOW)
    fresh = Decision.objects.get(pk=decision.pk)
    assert (fresh.state, fresh.signed_by) == (Decision.State.IN_SIGNING, None)
    assert Case.objects.get(pk=decision.case_id).state == CaseState.IN_SIGNING
    assert decision.letters.get().number == ""
