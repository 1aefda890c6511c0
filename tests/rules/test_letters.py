"""文书 — every document fills from its places, names its article, and is refused while something is missing."""

from datetime import date

import pytest

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Statute
from gongkai.rules.letters import (
    ALL_VERSIONS,
    COUNTING_WORDS,
    LETTERS,
    PLACE_LABELS,
    REPLY_LETTERS,
    Addressee,
    Letter,
    fill,
    letter_number,
    letter_on,
    letters_under,
    missing_places,
    versions_of,
)
from gongkai.rules.process import RuleViolation
from gongkai.rules.reply_kinds import Result

EACH = pytest.mark.parametrize("letter", ALL_VERSIONS, ids=lambda letter: f"{letter.code}-{letter.version}")


def full(letter: Letter) -> dict[str, str]:
    return {place: f"示例{place}" for place in letter.places}


def text_of(letter: Letter) -> Statute:
    return REGULATIONS_2019 if letter.articles else REGULATIONS_2007


@EACH
def test_a_document_says_everything_it_was_given(letter: Letter) -> None:
    said = "".join(fill(letter, full(letter), text_of(letter)))
    assert all(f"示例{place}" in said for place in letter.places)
    assert "%(" not in said


@EACH
def test_a_document_with_an_empty_place_is_refused(letter: Letter) -> None:
    for place in letter.required:
        lacking = {**full(letter), place: "  "}
        assert missing_places(letter, lacking) == (place,)
        with pytest.raises(RuleViolation) as refused:
            fill(letter, lacking, text_of(letter))
        assert refused.value.field == place


@EACH
def test_what_may_be_empty_leaves_no_hole(letter: Letter) -> None:
    short = {place: words for place, words in full(letter).items() if place not in letter.optional}
    said = fill(letter, short, text_of(letter))
    assert all(line.strip() for line in said)
    assert all(f"示例{place}" not in "".join(said) for place in letter.optional)


@EACH
def test_places_have_names_and_optional_ones_exist(letter: Letter) -> None:
    assert set(letter.places) <= set(PLACE_LABELS)
    assert letter.optional | set(letter.defaults) <= set(letter.places)
    assert letter.remedy == ("remedy" in letter.places)


def test_no_name_of_a_place_is_left_over() -> None:
    assert set(PLACE_LABELS) == {place for letter in ALL_VERSIONS for place in letter.places}


def test_each_kind_of_decision_has_its_reply() -> None:
    assert set(REPLY_LETTERS) == set(Result)
    assert all(letter.signed and letter.remedy for letter in REPLY_LETTERS.values())


def test_2019_article_30_the_notice_cites_the_text_of_its_case() -> None:
    letter = LETTERS["supplement-notice"]
    assert "第三十条" in fill(letter, full(letter), REGULATIONS_2019)[1]
    assert "第二十一条第（四）项" in fill(letter, full(letter), REGULATIONS_2007)[1]


def test_the_text_of_2007_knows_no_fee_notice() -> None:
    letter = LETTERS["fee-notice"]
    assert letter not in letters_under(REGULATIONS_2007)
    with pytest.raises(RuleViolation):
        fill(letter, full(letter), REGULATIONS_2007)


def test_several_conclusions_are_several_paragraphs_with_one_full_stop_each() -> None:
    letter = REPLY_LETTERS[Result.PARTLY_GRANTED]
    places = {**full(letter), "conclusions": "示例结论一。\n示例结论二。", "title": "示例报告。"}
    said = fill(letter, places, REGULATIONS_2019)
    assert said[2:4] == ("示例结论一。", "示例结论二。")
    assert "。。" not in "".join(said)


def test_numbers_are_written_as_official_papers_write_them() -> None:
    assert letter_number(LETTERS["reply-granted"], "示例", 2026, 7) == "示例公开复〔2026〕7号"
    assert letter_number(LETTERS["registration"], "示例", 2026, 7) == ""


def test_a_document_is_the_one_of_its_day() -> None:
    for letter in ALL_VERSIONS:
        assert letter_on(letter.code, letter.in_force_from) is letter
    versions = {code: [letter.version for letter in versions_of(code)] for code in LETTERS}
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in versions.values())
    with pytest.raises(KeyError):
        letter_on("receipt", date(2008, 4, 30))


def test_third_parties_get_their_own_papers() -> None:
    codes = {letter.code for letter in letters_under(REGULATIONS_2019, [Addressee.THIRD_PARTY])}
    assert codes == {"third-party-consultation", "third-party-confirmation", "third-party-notice"}


def test_2019_article_30_the_notice_says_what_a_supplement_does_to_the_limit() -> None:
    letter = LETTERS["supplement-notice"]
    places = {place: f"示例{place}" for place in letter.required}
    assert COUNTING_WORDS["restart"] in fill(letter, places, REGULATIONS_2019)
    pausing = {**places, "counting": COUNTING_WORDS["pause"]}
    assert COUNTING_WORDS["pause"] in fill(letter, pausing, REGULATIONS_2007)
