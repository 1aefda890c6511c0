import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.search.analysis import (
    SEPARATOR,
    bigrams,
    dictionary,
    finder,
    is_word,
    number_key,
    plain,
    script_of,
    squeeze,
    vocabulary,
    words,
)
from gongkai.search.folding import fold


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_fold_keeps_every_character_at_its_place_and_is_final(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@settings(deadline=None)
@given(st.text(alphabet="政府ab (）\t\u200b\n信 息1"))
def test_squeezing_is_final_and_a_squeezed_text_is_found_in_what_it_came_from(text: str) -> None:
    folded = fold(text)
    squeezed = squeeze(folded)
    assert squeeze(squeezed) == squeezed
    assert finder(squeezed).search(folded)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("政府信息公開", "政府信息公开"),
        ("ＧＤＰ　２０１７", "gdp 2017"),
        ("〔2017〕［2017］【2017】﹝2017﹞", "(2017)(2017)(2017)(2017)"),
        ("政 府\n信息", "政府信息"),
        ("信息 30871 条, 其中", "信息30871条,其中"),
        ("Open  Government", "open government"),
        ("公\u200b开\ufeff", "公开"),
        ("⼯作", "工作"),
    ],
)
def test_the_same_thing_written_differently_is_the_same(left: str, right: str) -> None:
    assert plain(left) == plain(right)


def test_pairs_have_no_white_space_and_none_is_lost() -> None:
    assert bigrams(plain("公开 open it")).split(" ") == [
        "公开",
        "开o",
        "op",
        "pe",
        "en",
        "n\x1f",
        "\x1fi",
        "it",
    ]
    assert bigrams("公" + SEPARATOR) == "公" + SEPARATOR
    assert bigrams("公") == ""


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["政府信息公开", "人民政府", "有限公司", "门户网站", "公", "开", "的", "，", "a1"])
    )
)
def test_dictionary_words_are_found_wherever_they_stand(parts: list[str]) -> None:
    text = plain("".join(parts))
    found = words(text).split()
    for word in ("政府信息公开", "信息公开", "人民政府", "有限公司", "门户网站"):
        assert is_word(word)
        assert found.count(word) == sum(text.startswith(word, at) for at in range(len(text)))


def test_a_pair_or_a_mixed_phrase_is_no_dictionary_word() -> None:
    assert dictionary().has_word("公开")
    assert not is_word("公开")
    assert not is_word("gdp增长率")


@pytest.mark.parametrize(
    ("text", "script"),
    [("政府信息公開", "Hant"), ("政务公开", "Hans"), ("公告", ""), ("", ""), ("Annual report 2013", "")],
)
def test_script(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("written", "mainland"),
    [
        ("查閱檔案", "查阅文件"),
        ("辦事程式", "办事程序"),
        ("入口網站", "门户网站"),
        ("電腦網路軟體", "电脑网络软件"),
        ("服務人民民眾", "服务人民群众"),
        ("民眾滿意率", "群众满意率"),
        ("線上訪談", "在线访谈"),
        ("智慧財產權", "知识产权"),
        ("網際網路", "互联网"),
        ("觸控螢幕", "触摸屏"),
        ("新聞報導", "新闻报道"),
        ("改造計畫", "改造计划"),
        ("審批流程最佳化", "审批流程优化"),
    ],
)
def test_converter_words_become_mainland_words(written: str, mainland: str) -> None:
    assert vocabulary(written) == mainland


@pytest.mark.parametrize("text", ["建立責任追究制度", "執行情況", "檔案館", "聯絡員", "資源整合", "政民互動"])
def test_official_words_are_not_taken_for_computing_terms(text: str) -> None:
    assert vocabulary(text) is None


def test_a_simplified_text_has_no_mainland_version() -> None:
    assert vocabulary("公开程式和档案网路") is None


@pytest.mark.parametrize(
    "written",
    [
        "合政办秘〔2017〕64号",
        "合政办秘[2017] 第64号",
        "合政办秘【２０１７】６４號",
        "合政辦秘（2017）64號",
        " 合政办秘 ﹝2017﹞ 64 号 ",
        "合政办秘2017第64号",
    ],
)
def test_a_number_has_one_key_however_it_is_written(written: str) -> None:
    assert number_key(written) == "合政办秘201764"


def test_an_index_number_keeps_its_strokes() -> None:
    assert (
        number_key("００３１０５１２３／２０１７－０００２３")
        == number_key("003105123 / 2017–00023")
        == "003105123/2017-00023"
    )
