"""我的申请 — what an applicant sees and can do with the address on the receipt, and nobody without it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from cast import Cast
from foi import builders
from foi.builders import APPLICANT, TITLE, at
from gongkai.agencies.actions.load_year import load_year
from gongkai.foi.actions.assign import assign
from gongkai.foi.actions.consult import ask_third_party
from gongkai.foi.actions.decide import (
    PartFacts,
    draft_decision,
    save_decision,
    sign_decision,
    submit_decision,
)
from gongkai.foi.actions.opinion import record_answer
from gongkai.foi.actions.publish_answer import show_answer
from gongkai.foi.actions.reasons import ask_reasons
from gongkai.foi.actions.recompute import recompute_cases
from gongkai.foi.actions.reveal import reveal
from gongkai.foi.actions.serve import serve
from gongkai.foi.actions.supplement import request_supplement
from gongkai.foi.decisions import remedy_places_of
from gongkai.foi.filing import Filed
from gongkai.foi.models import Case, CaseEvent, CaseFile, Letter
from gongkai.foi.pages import case_page
from gongkai.foi.templatetags.foi_desk import receipt_words
from gongkai.rules.calendar import Holiday, YearTable
from gongkai.rules.serving import ServiceWay

pytestmark = pytest.mark.django_db

DAY = date(2021, 3, 1)  # the pages go by the clock on the wall: whatever it says, this is past
NOW, TODAY = at(DAY), DAY
PLACES = {"review_body": "临江市人民政府", "court": "示例区人民法院"}
GIVEN = b"%PDF-1.4 sample"


@pytest.fixture(autouse=True)
def no_limits_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def filed(cast: Cast, **values: Any) -> Filed:
    return builders.filed(cast, **{"now": NOW, **values})


def page_of(made: Filed) -> str:
    return str(Client().get(f"/application/cases/{made.key}/").content.decode())


def taken_up(cast: Cast, **values: Any) -> Filed:
    made = filed(cast, **values)
    assign(made.case.pk, lead=cast.wang.user_id, units=(), actor=cast.wang, now=NOW)
    return made


def signed(cast: Cast, made: Filed) -> Letter:
    """The letter of a decision that gives a list."""
    decision = draft_decision(made.case.pk, ticked=["disclosable"], actor=cast.wang, now=NOW)
    part = PartFacts("补助名单", "granted", {"content": "名单一份", "way": "网上下载"})
    decision = save_decision(
        decision.pk, parts=(part,), ticked=["disclosable"], revision=decision.revision,
        actor=cast.wang, now=NOW, **PLACES,
    )  # fmt: skip
    submit_decision(decision.pk, actor=cast.wang, now=NOW)
    return sign_decision(decision.pk, actor=cast.liang, now=NOW).letters.get()


def answered(cast: Cast, **values: Any) -> Filed:
    made = taken_up(cast, **values)
    letter = signed(cast, made)
    serve(letter.pk, way=ServiceWay.ONLINE, sent_on=TODAY, actor=cast.wang, now=NOW)
    return made


def test_it_says_whose_turn_it_is_by_when_and_why(cast: Cast) -> None:
    made = filed(cast)
    page = page_of(made)
    assert TITLE in page
    assert "已经登记，正在安排办理" in page
    assert "3月29日" in page
    assert "收到当日不计入" in page
    assert "第三十三条" in page
    assert "受理" in page or "回执" in page


def test_it_shows_nothing_of_who_applied(cast: Cast) -> None:
    made = filed(cast)
    seen = "".join(
        Client().get(f"/application/cases/{made.key}/{rest}").content.decode()
        for rest in ("", "receipt/", "withdraw/")
    )
    private = (APPLICANT.name, APPLICANT.id_number, APPLICANT.phone, APPLICANT.email, APPLICANT.address)
    assert [word for word in private if word in seen] == []


def test_it_is_kept_nowhere_and_found_nowhere(cast: Cast) -> None:
    made = filed(cast)
    answer = Client().get(f"/application/cases/{made.key}/")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert made.key not in Client().get("/sitemap/").content.decode()
    other = f"{made.key[:-1]}{'b' if made.key.endswith('a') else 'a'}"
    assert Client().get(f"/application/cases/{other}/").status_code == 404


def test_a_page_with_a_form_says_where_it_comes_from(cast: Cast) -> None:
    """Under no-referrer a browser sends `Origin: null`, and the form would be refused."""
    made = filed(cast)
    for address in (
        "/application/new/",
        "/application/progress/",
        f"/application/cases/{made.key}/withdraw/",
    ):
        assert Client().get(address)["Referrer-Policy"] == "same-origin"


def test_the_receipt_has_a_code_to_photograph(cast: Cast) -> None:
    made = filed(cast)
    drawing = Client().get(f"/application/cases/{made.key}/qr.svg")
    assert drawing["Content-Type"] == "image/svg+xml"
    assert "no-store" in drawing["Cache-Control"]
    assert (
        f"/application/cases/{made.key}/qr.svg"
        in Client().get(f"/application/cases/{made.key}/receipt/").content.decode()
    )


def test_the_letters_can_be_read_and_downloaded(cast: Cast) -> None:
    made = filed(cast)
    letter = made.case.letters.get()
    address = f"/application/cases/{made.key}/letters/{letter.pk}"
    assert letter.number in Client().get(f"{address}/").content.decode()
    assert Client().get(f"{address}.docx").content[:2] == b"PK"
    assert Client().get(f"{address}.exe").status_code == 404
    other = filed(cast)
    assert Client().get(f"/application/cases/{other.key}/letters/{letter.pk}/").status_code == 404


def test_an_answer_shows_once_it_was_sent_with_what_it_gives(cast: Cast) -> None:
    made = taken_up(cast)
    letter = signed(cast, made)
    address = f"/application/cases/{made.key}/letters/{letter.pk}/"
    assert Client().get(address).status_code == 404
    serve(letter.pk, way=ServiceWay.ONLINE, sent_on=TODAY, actor=cast.wang, now=NOW)
    assert Client().get(address).status_code == 200
    page = page_of(made)
    assert letter.title in page
    assert "申请行政复议的期限" in page
    assert "撤回以后" not in page


def test_a_supplement_is_asked_for_and_given(cast: Cast) -> None:
    made = taken_up(cast)
    request_supplement(made.case.pk, ground="unclear", what="请写明是哪个小区", actor=cast.wang, now=NOW)
    assert "请补正" in page_of(made)
    address = f"/application/cases/{made.key}/supplement/"
    assert "请写明是哪个小区" in Client().get(address).content.decode()
    assert Client().post(address, {"answer": ""}).status_code == 422
    sent = {"answer": "示例小区", "file": SimpleUploadedFile("说明.txt", "示例".encode())}
    assert Client().post(address, sent).status_code == 302
    assert Case.objects.get().supplements.get().answer == "示例小区"
    assert CaseFile.objects.get(kind="supplement").name == "说明.txt"
    assert Client().get(address).status_code == 302


def test_it_is_withdrawn_after_one_more_question(cast: Cast) -> None:
    made = filed(cast)
    address = f"/application/cases/{made.key}/withdraw/"
    assert "撤回这件申请" in Client().get(address).content.decode()
    Client().post(address)
    assert Case.objects.get().state == "closed"
    assert "不再办理" in page_of(made)
    assert Client().get(address).status_code == 302


def test_it_is_urged_once_and_only_when_late(cast: Cast) -> None:
    made = filed(cast, now=at(DAY))
    late, early = (
        case_page(made.case, made.key, date(2021, 6, 1)),
        case_page(made.case, made.key, date(2021, 3, 2)),
    )
    assert late.due is not None
    assert late.due.late
    address = f"/application/cases/{made.key}/urge/"
    assert address in {deed.address for deed in late.deeds}
    assert address not in {deed.address for deed in early.deeds}
    assert "催办这件申请" in Client().get(address).content.decode()
    assert Client().post(address).status_code == 302
    assert Case.objects.get().urgings.count() == 1
    assert Client().get(address).status_code == 302


def test_a_record_about_oneself_can_be_corrected(cast: Cast) -> None:
    made = answered(cast)
    address = f"/application/cases/{made.key}/correct/"
    assert Client().post(address, {"information": "", "evidence": ""}).status_code == 422
    wrong = {"information": "面积写成了 80 平方米", "evidence": "产权证写 90 平方米"}
    assert Client().post(address, wrong).status_code == 302
    assert CaseEvent.objects.filter(kind="corrected").exists()


def test_who_asks_for_far_too_much_says_why_on_the_page(cast: Cast) -> None:
    made = filed(cast)
    address = f"/application/cases/{made.key}/reasons/"
    assert Client().get(address).status_code == 302
    ask_reasons(made.case.pk, reason="一月内三百件", actor=cast.wang, now=NOW)
    assert address in page_of(made)
    assert "第三十五条" in Client().get(address).content.decode()
    assert Client().post(address, {"words": " "}).status_code == 422
    assert Client().post(address, {"words": "课题研究需要"}).status_code == 302
    assert CaseEvent.objects.get(kind="reasons_given").note == "课题研究需要"
    assert address not in page_of(made)


def test_who_looked_and_why_is_told(cast: Cast) -> None:
    made = taken_up(cast)
    assert "还没有人看过" in page_of(made)
    reveal(made.case.pk, reason="核对邮寄地址", actor=cast.wang, now=NOW)
    page = page_of(made)
    assert "核对邮寄地址" in page
    assert "王示例" in page


def test_another_applicant_s_page_names_no_other_case(cast: Cast) -> None:
    made, other = filed(cast), filed(cast, title="另一件示例申请")
    assert other.case.number not in page_of(made)
    assert "另一件示例申请" not in page_of(made)


def test_progress_is_told_for_number_and_code_together(cast: Cast) -> None:
    made = filed(cast)
    right = {"number": made.case.number, "code": f" {made.query_code[:4].lower()} {made.query_code[4:]}"}
    assert Client().post("/application/progress/", right)["Location"] == f"/application/cases/{made.key}/"
    wrong_code = Client().post("/application/progress/", {**right, "code": "AAAAAAAA"})
    wrong_number = Client().post("/application/progress/", {**right, "number": "2026-999-00001"})
    empty = Client().post("/application/progress/", {"number": "", "code": ""})
    said = {answer.context["error"] for answer in (wrong_code, wrong_number, empty)}
    assert {answer.status_code for answer in (wrong_code, wrong_number, empty)} == {422}
    assert len(said) == 1


def test_guessing_ends_soon_also_for_who_then_guesses_right(cast: Cast) -> None:
    made = filed(cast)
    client = Client()
    for guess in range(10):
        client.post("/application/progress/", {"number": made.case.number, "code": f"AAAAAA{guess:02d}"})
    right = client.post("/application/progress/", {"number": made.case.number, "code": made.query_code})
    assert right.status_code == 429
    assert int(right["Retry-After"]) > 0


def test_the_register_shows_who_agreed_and_no_person(cast: Cast) -> None:
    shown = answered(cast, may_be_shown=True)
    answered(cast, title="没有同意展示的示例申请")
    show_answer(shown.case.pk, True, actor=cast.wang, now=NOW)
    page = Client().get("/application/answered/").content.decode()
    assert TITLE in page
    assert "予以公开" in page
    assert "没有同意展示" not in page
    assert [
        word for word in (APPLICANT.name, APPLICANT.phone, shown.key, shown.query_code) if word in page
    ] == []
    assert TITLE not in Client().get("/application/answered/?q=自来水").content.decode()
    assert TITLE in Client().get("/application/answered/?q=电梯+名单&year=2021").content.decode()
    assert TITLE not in Client().get("/application/answered/?year=2025").content.decode()


def test_the_blank_form_can_be_printed_and_filled_in_word(cast: Cast) -> None:
    page = Client().get("/application/form/").content.decode()
    assert "政府信息公开申请表" in page
    assert "内容描述" in page
    assert Client().get("/application/form.docx").content[:2] == b"PK"
    assert Client().get("/application/form.txt").status_code == 404


def test_a_provisional_day_says_so(cast: Cast) -> None:
    made = filed(cast, now=at(date(2026, 12, 20)))
    assert made.case.provisional
    assert "这个日期待定" in page_of(made)


def test_the_calendar_counts_to_the_same_day_as_the_sentences(cast: Cast) -> None:
    made = filed(cast, now=at(date(2026, 9, 16)))
    due = case_page(made.case, made.key, date(2026, 9, 30)).due
    assert due is not None
    days = {day.day: day for week in due.weeks for day in week}
    assert {len(week) for week in due.weeks} == {7}
    assert days[date(2026, 9, 16)].mark == "start"
    assert days[date(2026, 9, 20)].extra
    assert days[date(2026, 10, 1)].holiday.startswith("国庆")
    assert (days[due.day].mark, days[due.day].number) == ("last", due.reading.days_total)
    assert [day.day for day in days.values() if day.today] == [date(2026, 9, 30)]


def test_days_on_which_a_third_party_is_asked_are_marked(cast: Cast) -> None:
    made = taken_up(cast)
    asked = ask_third_party(
        made.case.pk,
        name="示例公司",
        contact="示例路 1 号",
        what="合同",
        reason="涉及其经营信息",
        actor=cast.wang,
        now=NOW,
    )
    record_answer(
        asked.pk, answer="refusal", reason="商业秘密", reasonable=True, on=date(2021, 3, 8), actor=cast.wang,
        now=at(date(2021, 3, 8)),
    )  # fmt: skip
    due = case_page(Case.objects.get(), made.key, date(2021, 3, 9)).due
    assert due is not None
    held = [day.day.day for week in due.weeks for day in week if day.mark == "hold"]
    assert held == [2, 3, 4, 5, 8]


def test_consent_to_be_shown_can_be_taken_back_and_given_again(cast: Cast) -> None:
    made = answered(cast)
    address = f"/application/cases/{made.key}/showing/"
    Case.objects.update(may_be_shown=True)
    show_answer(made.case.pk, True, actor=cast.wang, now=NOW)
    assert made.case.title in Client().get("/application/answered/").content.decode()
    assert "不再同意公开展示" in Client().get(address).content.decode()
    assert Client().post(address, {"agreed": "no"}).status_code == 302
    case = Case.objects.get()
    assert (case.may_be_shown, case.shown) == (False, False)
    assert made.case.title not in Client().get("/application/answered/").content.decode()
    Client().post(address, {"agreed": "yes"})
    case = Case.objects.get()
    assert (case.may_be_shown, case.shown) == (True, False)


def test_the_page_says_that_letters_name_another_day_since_the_calendar_changed(cast: Cast) -> None:
    made = filed(cast, now=at(date(2026, 12, 21)))
    before = Case.objects.get().due_on
    days = (date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 5))
    table = YearTable(2027, "国办示例〔2026〕1号", (), (Holiday("元旦", days),), ())
    load_year(table, actor=cast.zheng, now=at(date(2026, 12, 22)))
    assert "以这里的为准" not in page_of(made)
    recompute_cases(at(date(2026, 12, 22)))
    assert before is not None
    words = " ".join(re.sub("<[^>]*>", "", page_of(made)).split())
    assert f"此前的文书上写的还是2027年{before.month}月{before.day}日" in words


def test_the_page_says_where_to_object(cast: Cast) -> None:
    made = answered(cast)
    page = case_page(Case.objects.get(), made.key, TODAY)
    notes = {deed.label: deed.note for deed in page.deeds}
    body = notes["申请行政复议的期限"]
    assert body.startswith(f"向{remedy_places_of(page.case)['review_body']}提出，到 ")


def test_what_the_applicant_is_waited_for_with_stands_where_it_says_so(cast: Cast) -> None:
    made = taken_up(cast)
    before = case_page(Case.objects.get(), made.key, TODAY).turn
    assert before.deed is None
    asked = {"ground": "unclear", "what": "请写明年度"}
    request_supplement(made.case.pk, actor=cast.wang, now=NOW, **asked)
    turn = case_page(Case.objects.get(), made.key, TODAY).turn
    assert turn.deed is not None
    assert turn.deed.address.endswith("/supplement/")
    assert page_of(made).index(turn.deed.address) < page_of(made).index('id="can"')


def test_who_waits_too_long_is_led_to_urging_and_who_is_answered_to_the_answer(cast: Cast) -> None:
    made = filed(cast)
    late = case_page(Case.objects.get(), made.key, TODAY + timedelta(days=90)).turn
    assert late.deed is not None
    assert (late.deed.address.endswith("/urge/"), late.applicant_says) == (True, "答复晚了，您可以催办")


def test_the_answer_is_one_step_away(cast: Cast) -> None:
    made = answered(cast)
    turn = case_page(Case.objects.get(), made.key, TODAY).turn
    letter = Letter.objects.get(decision__isnull=False)
    assert turn.deed is not None
    assert turn.deed.address == f"/application/cases/{made.key}/letters/{letter.pk}/"


def test_why_the_day_of_receipt_is_that_day_is_said_in_the_reader_s_language(cast: Cast) -> None:
    case = filed(cast).case
    assert receipt_words(case) == case.receipt_rule
    assert case.received_on is not None
    with translation.override("en"):
        assert f"{case.received_on:%B %Y}" in receipt_words(case)
        assert "年" not in receipt_words(case)
