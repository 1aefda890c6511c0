"""表格里的词 — what a cell may hold, and headings without what printing does to them."""

from decimal import Decimal

import pytest

from gongkai.auditing.tables_words import compact, is_empty, likeness, number_in


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("0", 0),
        ("1,208", 1208),
        ("３６", 36),
        ("72701.2578", Decimal("72701.2578")),
        ("12件", 12),
        ("5.5 万元", Decimal("5.5")),
        ("-3", -3),
        ("＋3", 3),
        ("增2", 2),
        ("减少2", -2),
    ],
)
def test_a_number_as_cells_have_it(words: str, value: int | Decimal) -> None:
    assert number_in(words) == value


@pytest.mark.parametrize(
    "words", ["", "0 0", "1 208", "1.属于国家秘密", "2023年", "1,20", "3.", "见附件", "约12"]
)
def test_other_words_are_no_number(words: str) -> None:
    assert number_in(words) is None


@pytest.mark.parametrize("words", ["", " ", "—", "/", "-", "无"])
def test_a_cell_left_empty(words: str) -> None:
    assert is_empty(words)


def test_headings_are_the_same_however_they_are_broken() -> None:
    assert compact("（六）其 他\n处理") == compact("(六)其他处理") == "六其他处理"


def test_how_much_of_a_heading_is_there() -> None:
    assert likeness("其他法律行政法规禁止公开", "2其他法律行政止公开") > 0.7
    assert likeness("属于国家秘密", "重复申请") < 0.2
