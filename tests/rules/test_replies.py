"""答复 — the table of replies against the articles, what an officer's ticks propose, and where a case counts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Statute
from gongkai.rules.process import RuleViolation
from gongkai.rules.questions import QUESTIONS, propose, questions_under
from gongkai.rules.replies import (
    REPLIES,
    Reply,
    Result,
    conclusion,
    counts_at,
    legal_on,
    missing_elements,
    overall,
    replies_under,
    reply_of,
    row_in,
)
from gongkai.rules.report_rows import rows_of

EVERY = [reply for kinds in REPLIES.values() for reply in kinds.values()]
BOTH = pytest.mark.parametrize("statute", [REGULATIONS_2007, REGULATIONS_2019], ids=lambda each: each.code)
EACH = pytest.mark.parametrize(
    "reply", EVERY, ids=lambda each: f"{each.citations[0].statute.code}-{each.code}"
)


def now(*codes: str) -> list[Reply]:
    return [reply_of(REGULATIONS_2019, code) for code in codes]


def full(reply: Reply) -> dict[str, str]:
    return {element.value: f"示例{element.value}。" for element in reply.elements}


@pytest.mark.parametrize(
    ("code", "place", "row"),
    [
        ("already-public", "第三十六条第（一）项", "3.1"),
        ("granted", "第三十六条第（二）项", "3.1"),
        ("partly-granted", "第三十七条", "3.2"),
        ("state-secret", "第十四条", "3.3.1"),
        ("forbidden-by-law", "第十四条", "3.3.2"),
        ("security", "第十四条", "3.3.3"),
        ("third-party-rights", "第十五条", "3.3.4"),
        ("internal-affairs", "第十六条第一款", "3.3.5"),
        ("deliberation", "第十六条第二款", "3.3.6"),
        ("enforcement-file", "第十六条第二款", "3.3.7"),
        ("register", "第三十六条第（七）项", "3.3.8"),
        ("another-organ", "第三十六条第（五）项", "3.4.1"),
        ("does-not-exist", "第三十六条第（四）项", "3.4.1"),
        ("needs-making", "第三十八条", "3.4.2"),
        ("still-unclear", "第三十条", "3.4.3"),
        ("petition", "第三十九条第一款", "3.5.1"),
        ("repeated", "第三十六条第（六）项", "3.5.2"),
        ("publication", "第三十九条第二款", "3.5.3"),
        ("too-many", "第三十五条", "3.5.4"),
        ("not-supplemented", "第三十条", "3.6.1"),
        ("fee-unpaid", "第四十二条", "3.6.2"),
    ],
)
def test_2019_article_and_row_of_each_reply(code: str, place: str, row: str) -> None:
    reply = reply_of(REGULATIONS_2019, code)
    assert (reply.citations[0].place, reply.row) == (place, row)


@pytest.mark.parametrize(("statute", "year"), [(REGULATIONS_2019, 2021), (REGULATIONS_2007, 2018)])
def test_the_replies_fill_every_line_of_the_report_of_their_time(statute: Statute, year: int) -> None:
    lines = {row_in(reply, year) for reply in replies_under(statute).values()}
    assert lines - {""} == set(rows_of(year))


@pytest.mark.parametrize(("year", "lines"), [(2018, 13), (2019, 19), (2020, 19), (2021, 21)])
def test_30_the_report_has_as_many_lines_as_its_form(year: int, lines: int) -> None:
    assert len(rows_of(year)) == lines
    (withdrawn,) = now("withdrawn")
    assert year < 2019 or row_in(withdrawn, year) in rows_of(year)


@EACH
def test_a_letter_says_title_article_and_every_element(reply: Reply) -> None:
    said = conclusion(reply, "示例项目验收报告", full(reply))
    assert "示例项目验收报告" in said
    assert all(citation.place in said for citation in reply.citations)
    assert all(f"示例{element.value}" in said for element in reply.elements)
    assert "%(" not in said
    assert "。。" not in said


@EACH
def test_a_letter_without_what_it_must_say_is_refused(reply: Reply) -> None:
    with pytest.raises(RuleViolation):
        conclusion(reply, " ", full(reply))
    for element in set(reply.elements) - set(reply.optional):
        lacking = {**full(reply), element.value: " "}
        assert missing_elements(reply, lacking) == (element,)
        with pytest.raises(RuleViolation):
            conclusion(reply, "示例项目验收报告", lacking)


@EACH
def test_what_need_not_be_known_may_stay_out(reply: Reply) -> None:
    short = {name: words for name, words in full(reply).items() if name not in reply.optional}
    said = conclusion(reply, "示例项目验收报告", short)
    assert said.endswith("。")
    assert all(f"示例{element.value}" not in said for element in reply.optional)


def test_2019_article_32_only_third_parties_rights_need_their_opinion() -> None:
    asked = {(reply.citations[0].statute.edition, reply.code) for reply in EVERY if reply.third_party}
    assert asked == {
        ("2019", "third-party-rights"),
        ("2007", "commercial-secret"),
        ("2007", "personal-privacy"),
    }


def test_what_is_cited_was_in_force() -> None:
    (unpaid,) = now("fee-unpaid")
    assert not legal_on(unpaid, date(2020, 12, 31))
    assert legal_on(unpaid, date(2021, 1, 1))
    old = reply_of(REGULATIONS_2007, "state-secret")
    assert not legal_on(old, date(2019, 6, 3))
    assert legal_on(old, date(2019, 6, 3), received_on=date(2019, 5, 14))
    assert not legal_on(reply_of(REGULATIONS_2007, "needs-making"), date(2009, 12, 1))


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([Result.GRANTED], Result.GRANTED),
        ([Result.GRANTED, Result.REFUSED], Result.PARTLY_GRANTED),
        ([Result.UNAVAILABLE, Result.GRANTED], Result.PARTLY_GRANTED),
        ([Result.UNAVAILABLE, Result.REFUSED], Result.REFUSED),
        ([Result.NOT_PROCESSED, Result.UNAVAILABLE], Result.UNAVAILABLE),
    ],
)
def test_2019_article_37_a_decision_in_parts_counts_once(parts: list[Result], whole: Result) -> None:
    assert overall(parts) is whole


@given(st.lists(st.sampled_from(Result), min_size=1))
def test_the_order_of_the_parts_does_not_matter(parts: list[Result]) -> None:
    assert overall(parts) is overall(reversed(parts))


def test_a_decision_without_parts_is_none() -> None:
    with pytest.raises(ValueError, match="part"):
        overall([])


def test_where_a_case_counts_follows_the_form_of_the_year() -> None:
    assert counts_at(now("granted", "deliberation"), 2025) == "3.2"
    assert counts_at(now("does-not-exist", "deliberation"), 2025) == "3.3.6"
    assert [row_in(*now("withdrawn"), year) for year in (2019, 2020, 2021)] == ["3.6", "3.6", "3.6.3"]
    old = reply_of(REGULATIONS_2007, "security")
    assert [counts_at([old], year) for year in (2018, 2019)] == ["3.3.4.4", "3.3.3"]


@BOTH
def test_questions_lead_to_replies_that_the_text_knows_and_reach_them_all(statute: Statute) -> None:
    led = {question.reply_code(statute) for question in questions_under(statute)}
    assert led == set(replies_under(statute))


def test_every_lift_names_a_question() -> None:
    codes = [question.code for question in QUESTIONS]
    assert len(codes) == len(set(codes))
    assert {lifted for question in QUESTIONS for lifted in question.lifts} <= set(codes)


@pytest.mark.parametrize(
    ("ticked", "proposed"),
    [
        (["personal-privacy"], ["third-party-rights"]),
        (["personal-privacy", "commercial-secret"], ["third-party-rights"]),
        (["personal-privacy", "third-party-agrees"], ["granted"]),
        (["commercial-secret", "public-interest"], ["granted"]),
        (["deliberation", "ordered-by-law"], ["granted"]),
        (["state-secret", "public-interest"], ["granted", "state-secret"]),
        (["not-held", "disclosable"], ["granted", "does-not-exist"]),
    ],
)
def test_2019_articles_15_and_16_what_is_ticked_proposes(ticked: list[str], proposed: list[str]) -> None:
    assert sorted(reply.code for reply in propose(ticked, REGULATIONS_2019)) == sorted(proposed)


def test_2007_article_13_need_is_only_asked_under_the_text_of_2007() -> None:
    assert [reply.code for reply in propose(["no-special-need"], REGULATIONS_2007)] == ["no-special-need"]
    assert propose(["no-special-need"], REGULATIONS_2019) == ()
