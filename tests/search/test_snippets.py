import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.search.analysis import plain
from gongkai.search.query import parse
from gongkai.search.snippets import Fragment, highlight, snippet


def hits(fragments: list[Fragment]) -> list[str]:
    return [fragment.text for fragment in fragments if fragment.hit]


def whole(fragments: list[Fragment]) -> str:
    return "".join(fragment.text for fragment in fragments)


@pytest.mark.parametrize(
    ("title", "query", "marked"),
    [
        ("太倉市政府信息公開年度報告", "政府信息公开", ["政府信息公開"]),
        ("关于 政府 信息\n公开的通知", "政府信息公开", ["政府 信息 公开"]),
        ("ＧＤＰ增长 gdp", "Gdp", ["ＧＤＰ", "gdp"]),
        ("公开公开公开", "公开", ["公开公开公开"]),
        ("政府信息公开", "信息 息公", ["信息公"]),
        ("合政办秘﹝2017﹞64号文", "合政办秘[2017] 第64号", ["合政办秘﹝2017﹞64号"]),
        ("办事指南", "信息", []),
        ("a.b", "a.b", ["a.b"]),
    ],
)
def test_what_was_asked_for_is_marked_in_the_title_as_it_is_written(
    title: str, query: str, marked: list[str]
) -> None:
    fragments = highlight(title, parse(query))
    assert hits(fragments) == marked
    assert whole(fragments) == " ".join(title.split())


def test_markup_stays_text() -> None:
    assert highlight("<b>公开</b>", parse("公开")) == [("<b>", False), ("公开", True), ("</b>", False)]


SENTENCES = [f"第{number}项内容与此无关，仅作示例之用。" for number in range(40)]


def test_a_snippet_begins_and_ends_with_a_sentence() -> None:
    text = "".join([*SENTENCES[:20], "严格落实保密审查制度。", *SENTENCES[20:]])
    shown = whole(snippet(text, parse("保密审查"), width=90))
    assert "严格落实保密审查制度。" in shown
    assert shown.startswith("…严格落实")
    assert shown.endswith("。…")
    assert len(shown) <= 92


def test_the_place_with_most_of_the_words_is_shown() -> None:
    text = "".join(["先说公开。", *SENTENCES, "公开之前须经审查。", *SENTENCES])
    assert hits(snippet(text, parse("公开 审查"), width=60)) == ["公开", "审查"]


def test_without_a_place_the_beginning_is_shown() -> None:
    shown = snippet("".join(SENTENCES), parse("没有的词"))
    assert hits(shown) == []
    assert whole(shown).startswith("第0项内容")
    assert whole(shown).endswith("…")


def test_a_mainland_word_shows_the_mainland_version_of_a_traditional_text() -> None:
    text = "將規範辦學的檔案、辦事程式公布於入口網站。"
    assert whole(snippet(text, parse("档案"))) == text
    shown = snippet(text, parse("文件 门户网站"))
    assert hits(shown) == ["文件", "门户网站"]
    assert whole(shown) == "将规范办学的文件、办事程序公布于门户网站。"


def test_a_word_far_down_a_long_text_is_found() -> None:
    text = "".join(SENTENCES * 80) + "最后提到保密审查。"
    assert len(text) > 40_000
    assert hits(snippet(text, parse("保密审查"))) == ["保密审查"]


def test_a_phrase_longer_than_the_snippet_is_shown_whole() -> None:
    phrase = "甲乙丙丁戊己庚辛壬癸" * 5
    assert hits(snippet("前文。" + phrase + "。后文。", parse(phrase), width=20)) == [phrase]


@settings(deadline=None)
@given(st.text("政府信息公开，。 \n", max_size=200), st.text("政府信息公开", min_size=2, max_size=3))
def test_what_is_marked_is_what_was_asked_for(text: str, asked: str) -> None:
    query = parse(asked)
    marked = hits(snippet(text, query, width=40))
    assert all(asked in plain(mark) for mark in marked)
    assert bool(marked) == (asked in plain(text))


@pytest.mark.parametrize("text", ["", " ", "公"])
def test_almost_nothing_can_be_cut(text: str) -> None:
    assert whole(snippet(text, parse("公开"))) == text
