"""年报行文与引用 — every figure of the sentences exists, every reference can be written and read back."""

from decimal import Decimal

import pytest

from gongkai.rules.indicators import DIMENSIONS, INDICATORS, unknown_in
from gongkai.rules.report_forms import Form, forms
from gongkai.rules.report_prose import figures_of, passages, prompt_mark, topics, unusual
from gongkai.rules.report_references import Aspect, Reference, mentions, percent, read, reference_of, written
from gongkai.rules.slices import Slice, slice_of

WORDS = {"organ": "临江市教育局", "year": "2025"}


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.key)
def test_every_figure_of_the_sentences_is_declared(form: Form) -> None:
    asked = figures_of(form.key, form.first_year)
    assert asked
    assert [str(each) for each in asked if unknown_in(each.shows)] == []


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.key)
def test_passages_stand_in_sections_of_their_form(form: Form) -> None:
    sections = {section.key for section in form.sections}
    assert {passage.section for passage in passages(form.key, form.first_year)} <= sections
    needed = {section.key for section in form.sections if section.required}
    assert needed <= {passage.section for passage in passages(form.key, form.first_year)}
    assert {topic for section in form.sections for topic in section.covers} <= set(topics())


def test_the_names_of_indicators_are_unique() -> None:
    names = [indicator.name for indicator in INDICATORS.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("key", INDICATORS)
def test_every_slice_of_one_dimension_is_written_and_read_back(key: str) -> None:
    slices = [Slice(key)]
    for dimension in INDICATORS[key].dimensions:
        values = list(DIMENSIONS[dimension].values) or ["3.1"]
        slices += [slice_of(key, {dimension: value}) for value in values]
    for shows in slices:
        for aspect in Aspect:
            if aspect is Aspect.SHARE and not shows.where:
                continue
            reference = Reference(shows, aspect)
            assert read(written(reference)[1:-1]) == reference
            assert reference_of(str(reference)) == reference


def test_a_dimension_may_be_named() -> None:
    group = DIMENSIONS["channel_group"]
    words = f"{INDICATORS['foi.received'].name}·{group.name}：{group.values['fax']}"
    assert read(words) == Reference(slice_of("foi.received", {"channel_group": "fax"}))


@pytest.mark.parametrize(
    "words", ["没有这个指标", "收到申请数·没有这种人", "收到申请数·占比", "收到申请数·自然人·自然人", ""]
)
def test_words_that_name_nothing_lead_nowhere(words: str) -> None:
    assert read(words) is None


def test_marks_are_found_with_their_places() -> None:
    text = "收到申请【收到申请数】件，其中【错的】件。"
    found = list(mentions(text))
    assert [text[each.start : each.end] for each in found] == ["【收到申请数】", "【错的】"]
    assert [each.reference is None for each in found] == [False, True]


def said(numbers: dict[str, int], section: str = "applications", form: str = "2021") -> str:
    def known(reference: Reference) -> Decimal | None:
        return Decimal(numbers.get(str(reference), 0))

    return "\n".join(
        text for each in passages(form, 2025) if each.section == section and (text := each.said(known, WORDS))
    )


def test_nothing_is_said_otherwise_than_something() -> None:
    assert "没有新收政府信息公开申请" in said({})
    several = said({"foi.received": 3, "foi.received[applicant=citizen]": 3})
    assert "新收政府信息公开申请【收到申请数】件，其中自然人申请【收到申请数·自然人】件。" in several
    assert "商业企业" not in several


@pytest.mark.parametrize(("before", "words"), [(2, "比上年多"), (4, "比上年少"), (3, "与上年相同")])
def test_the_year_before_is_compared_with(before: int, words: str) -> None:
    assert words in said({"foi.received": 3, "foi.received|previous": before}, "overview")


def test_without_a_year_before_nothing_is_compared() -> None:
    assert "比上年" not in said({"foi.received": 3}, "overview")


def test_what_the_officer_has_to_write_is_marked() -> None:
    assert prompt_mark() in said({}, "problems")
    assert not said({}, "problems").endswith("〕。")


def test_the_first_report_says_that_it_is_the_first() -> None:
    def first(year: int) -> list[str]:
        return [each.said(lambda _: Decimal(0), WORDS) for each in passages("2008", year)]

    assert any("第一份年度报告" in text for text in first(2008))
    assert not any("第一份年度报告" in text for text in first(2009))


def test_percentages_are_rounded_half_up() -> None:
    assert percent(Decimal(1), Decimal(8)) == Decimal("12.5")
    assert percent(Decimal(125), Decimal(1000)) == Decimal("12.5")
    assert percent(Decimal(1225), Decimal(10000)) == Decimal("12.3")
    assert percent(Decimal(1), Decimal(0)) is None


def test_a_change_of_a_few_is_not_unusual() -> None:
    assert not unusual(Decimal(3), Decimal(1))
    assert unusual(Decimal(30), Decimal(10))
    assert not unusual(Decimal(12), Decimal(10))
    assert unusual(Decimal(0), Decimal(10))
