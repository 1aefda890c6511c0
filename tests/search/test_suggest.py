from collections.abc import Callable, Iterable

import pytest

from gongkai.search.index import Entry, Index
from gongkai.search.query import parse
from gongkai.search.relax import loosen, related, relax
from gongkai.search.suggest import Phrase, Suggester, Suggestion, harvest
from search.library import entry

Fill = Callable[[Iterable[Entry]], Index]

TITLES = [
    "示例市2013年政府信息公开年报",
    "示例市2014年政府信息公开年报",
    "政府信息公开保密审查办法",
    "保密审查制度",
    "关于依申请公开工作的通知",
    "依申请公开工作规范",
    "非洲猪瘟防控方案",
]
CLOSED = ["内部会商纪要", "内部会商通报"]
SUGGESTER = Suggester(
    harvest([*((title, True) for title in TITLES), *((title, False) for title in CLOSED)]), generation="1"
)


def completed(typed: str, **asked: bool) -> list[str]:
    return [suggestion.text for suggestion in SUGGESTER.complete(typed, **asked)]


@pytest.mark.parametrize(
    "typed", ["保密", "保密審", "bmsc", "BMSC", "baomi", "baomishencha", "bao mi shen cha", "bao'mi'shen"]
)
def test_a_phrase_is_suggested_by_its_beginning_initials_or_sound(typed: str) -> None:
    assert completed(typed)[0] == "保密审查"


def test_a_phrase_is_suggested_by_its_middle_after_those_that_begin_so() -> None:
    assert completed("审查制") == ["保密审查制度"]
    assert completed("政府信息公开保密")[0] == "政府信息公开保密审查办法"


def test_counts_are_of_documents() -> None:
    assert Suggestion("保密审查", 2) in SUGGESTER.complete("保密")


def test_what_the_public_may_not_know_is_suggested_to_officers_only() -> None:
    assert completed("内部") == completed("nbhs") == []
    assert completed("内部", public=False)[:2] == ["内部", "内部会商"]
    assert SUGGESTER.correct("内部会伤", lambda text: int(text == "内部会商")) is None
    assert SUGGESTER.correct("内部会伤", lambda text: int(text == "内部会商"), public=False) == "内部会商"


@pytest.mark.parametrize("typed", ["", " ", "\n", "没有", "xyz"])
def test_nothing_fits(typed: str) -> None:
    assert completed(typed) == []


def test_a_heavier_phrase_comes_first_and_the_limit_holds() -> None:
    suggester = Suggester([Phrase("公开一", 1, True), Phrase("公开二", 9, True), Phrase("公开三", 5, True)])
    assert [one.text for one in suggester.complete("公开", limit=2)] == ["公开二", "公开三"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("政府信息公开年抱", "政府信息公开年报"),
        ("依深请公开", "依申请公开"),
        ("保蜜审察", "保密审查"),
        ("非洲瘟防控", "非洲猪瘟防控"),
        ("政府信信息公开", "政府信息公开"),
        ("依请申公开", "依申请公开"),
        ("政府信息工开", "政府信息公开"),
        ("baomishencha", "保密审查"),
    ],
)
def test_a_slip_is_put_right(typed: str, meant: str) -> None:
    assert SUGGESTER.correct(typed, lambda text: sum(text in title for title in TITLES)) == meant


def test_nothing_is_proposed_that_is_not_found_either() -> None:
    assert SUGGESTER.correct("政府信息公开年抱", lambda text: 0) is None
    assert SUGGESTER.correct("", lambda text: 1) is None


def library(filled: Fill) -> Index:
    return filled(
        [
            entry(1, title="不动产登记办事指南", body="首次登记需要的材料"),
            entry(2, title="户籍登记", body="户口迁移的材料"),
            entry(3, title="内部登记", audiences=("agency:12",)),
        ]
    )


def test_each_word_alone_tells_which_one_is_not_found(filled: Fill) -> None:
    alone = relax(library(filled), parse("登记 户籍 火星"), audiences=("public",))
    assert [tuple(one) for one in alone] == [("户籍", 1), ("登记", 2)]


def test_a_question_is_answered_by_its_words_apart_from_exact_results(filled: Fill) -> None:
    index, question = library(filled), parse("请问怎么办理不动产登记需要什么材料")
    assert index.search(question, audiences=("public",)).total == 0
    found = related(index, question, audiences=("public",))
    assert found.ids[0] == 1
    assert found.title_hits == 0
    assert 3 not in related(index, parse("内部登记"), audiences=("public",)).ids


def test_a_query_without_words_stays_as_it_is() -> None:
    assert loosen(parse("怎么")) == parse("怎么")
