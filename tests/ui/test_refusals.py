"""拒绝的说法 — why something is refused is said in the reader's language, whichever room refuses."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import pgettext

from cast import Cast, draft
from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Denied
from gongkai.disclosure.forms import DraftForm
from gongkai.rules.citations import REGULATIONS_2019, cite
from gongkai.rules.days import Days
from gongkai.rules.disclosure import PROCESS, VersionState, check_attribute, check_four_eyes
from gongkai.rules.indicators import INDICATORS
from gongkai.rules.phrases import joined, phrase
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.ui.wording import OF_ONE, counting, refused, told


def refusal(work: Callable[[], object]) -> Exception:
    """What a piece of work refuses."""
    with pytest.raises((RuleViolation, StepNotAllowed, Denied)) as found:
        work()
    return found.value


REFUSALS: tuple[tuple[Callable[[], object], str, str], ...] = (
    (
        lambda: check_four_eyes(1, 1, 2),
        "起草、保密审查、签发须由三个不同的人办理（《政府信息公开条例》第十七条）",
        "Drafting, confidentiality review and signature must be by three different people"
        " (Regulations on government information disclosure, Art. 17)",
    ),
    (
        lambda: check_attribute("withheld", ""),
        "认定为“不予公开”需要选择理由（《政府信息公开条例》第十四条）",
        "“Withheld” needs a ground (Regulations on government information disclosure, Art. 14)",
    ),
    (
        lambda: PROCESS.after(VersionState.PUBLISHED, "submit"),
        "送审：当前状态是“已公开”，不能办理这一步",
        "Send for review: the state is now “Published”, so this step cannot be taken",
    ),
)


@pytest.mark.parametrize(("work", "chinese", "english"), REFUSALS)
def test_a_refusal_of_the_rules_speaks_the_language_of_the_reader(
    work: Callable[[], object], chinese: str, english: str
) -> None:
    error = refusal(work)
    assert refused(error) == chinese == str(error)
    with translation.override("en"):
        assert refused(error) == english


def test_a_phrase_is_a_text_and_keeps_what_stands_in_its_places() -> None:
    words = phrase("“%(name)s”超过 %(most)s MB", name="示例 100%.pdf", most=100)
    assert words == "“示例 100%.pdf”超过 100 MB"
    with translation.override("en"):
        assert told(words) == "“示例 100%.pdf” is larger than 100 MB"
        assert told("没有译文的话，100%") == "没有译文的话，100%"


def test_several_refusals_become_one_sentence() -> None:
    words = joined([phrase("“%(name)s”是空文件", name="a.txt"), "没有改动", "别的话"])
    assert words == "“a.txt”是空文件；没有改动；别的话"
    with translation.override("en"):
        assert told(words) == "“a.txt” is an empty file; Nothing has changed; 别的话"


@pytest.mark.django_db
def test_the_desk_refuses_in_english(cast: Cast, signed_in: Callable[[Actor], Client]) -> None:
    version = draft(cast, formed_on=None, attribute="")
    browser = signed_in(cast.lin)
    browser.cookies["gk"] = "en"
    page = browser.post(f"/desk/documents/{version.document_id}/submit/").content.decode()
    assert "Give the day it was formed" in page
    assert "请填写成文日期" not in page


@pytest.mark.django_db
def test_a_form_of_the_desk_refuses_in_english(cast: Cast, signed_in: Callable[[Actor], Client]) -> None:
    browser = signed_in(cast.guan)
    browser.cookies["gk"] = "en"
    same = {"name": cast.housing.name, "short_name": cast.housing.short_name, "reason": "示例"}
    response = browser.post("/desk/organs/lj-housing/rename/", same)
    assert response.status_code == 422
    assert "The new name is the same as the present one" in response.content.decode()


def test_the_words_of_a_form_wait_for_their_reader() -> None:
    title = DraftForm.base_fields["title"].error_messages["max_length"]
    assert title == "“标题”最多 500 字，请改短"
    with translation.override("en"):
        assert title == "“Title” may have at most 500 characters. Shorten it"


def test_a_day_in_a_phrase_is_written_as_the_reader_writes_it() -> None:
    words = phrase("请先撤销后来的调整：%(summary)s（%(day)s）", summary="改名", day=date(2026, 10, 2))
    assert words == "请先撤销后来的调整：改名（2026年10月2日）"
    with translation.override("en"):
        assert told(words) == "Undo the later change first: 改名 (2 October 2026)"


def test_days_and_articles_in_a_sentence_are_written_as_the_reader_writes_them() -> None:
    run, one = Days(date(2023, 9, 29), date(2023, 10, 6)), Days(date(2023, 10, 7), date(2023, 10, 7))
    said = phrase("%(run)s；%(one)s；%(article)s", run=run, one=one, article=cite(REGULATIONS_2019, 33, 2))
    assert str(said) == "9月29日至10月6日；10月7日；《政府信息公开条例》第三十三条第二款"
    with translation.override("en"):
        assert told(said).startswith("29 September – 6 October；7 October；")
        assert told(said).endswith(", Art. 33, para. 2")
        assert told(phrase("%(run)s", run=Days(date(2024, 10, 1), date(2024, 10, 7)))) == "1–7 October"


def test_a_unit_beside_one_is_looked_up_apart() -> None:
    amounts = {"%", "元", "万元"}
    units = {indicator.unit for indicator in INDICATORS.values()} - amounts
    assert units <= set(OF_ONE)
    with translation.override("en"):
        assert [counting("元", number) for number in (1, "1", None)] == ["yuan"] * 3
        assert counting("件", "2") == "items"
        assert counting("件", "1") == pgettext("of one", "件")
