import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.search.query import MAX_TERMS, parse


def phrases(text: str) -> list[tuple[str, ...]]:
    return [term.phrases for term in parse(text).terms]


def test_words_are_all_wanted() -> None:
    assert phrases("保密审查　工作") == [("保密审查",), ("工作",)]


@pytest.mark.parametrize(
    "text", ['"保密 审查"', "“保密 审查”", "「保密 审查」", '“保密 审查"', '"保密 审查”']
)
def test_quotes_hold_a_phrase_together(text: str) -> None:
    query = parse(text)
    assert [term.phrases for term in query.terms] == [("保密审查",)]
    assert query.terms[0].exact


def test_a_minus_before_a_word_excludes_it() -> None:
    query = parse("网络-安全 -网站 -“入口 网站” 2017-2018")
    assert [term.phrases for term in query.terms] == [("网络-安全",), ("2017-2018",)]
    assert [term.phrases for term in query.excluded] == [("网站",), ("入口网站",)]


def test_a_traditional_word_is_tried_with_its_mainland_word() -> None:
    assert phrases("檔案") == [("档案", "文件")]
    assert phrases("「檔案」") == [("档案",)]


@pytest.mark.parametrize("text", ["合政办秘[2017] 第64号", "合政办秘 〔2017〕 64 号", "合政辦秘（2017）64號"])
def test_a_document_number_is_one_term(text: str) -> None:
    first, last = parse(f"{text} 通知").terms
    assert first.key == "合政办秘201764"
    assert "合政办秘(2017)64号" in first.phrases
    assert last.phrases == ("通知",)


def test_an_index_number_with_gaps_is_one_term() -> None:
    (term,) = parse("003105123 / 2017 - 00023").terms
    assert term.key == "003105123/2017-00023"


def test_single_characters_alone_are_too_short() -> None:
    assert parse("公").too_short
    assert parse("公 开").too_short
    assert not parse("公 政府").too_short
    assert not parse("").too_short
    assert parse(" ，".replace("，", " ")).empty


def test_a_very_long_query_is_cut_and_says_so() -> None:
    query = parse("信息 " * 500)
    assert query.shortened
    assert len(query.terms) == 1
    many = parse(" ".join(f"词语{number}" for number in range(30)))
    assert many.shortened
    assert len(many.terms) == MAX_TERMS


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_anything_may_be_typed(text: str) -> None:
    for term in parse(text).terms:
        assert all(term.phrases)
