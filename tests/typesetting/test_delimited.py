"""逗号分隔文件 — what was written is read again, and no spreadsheet program runs a cell of it."""

import csv
from decimal import Decimal
from io import StringIO

import pytest

from gongkai.typesetting.delimited import csv_lines


def written(*rows: tuple[object, ...]) -> str:
    return "".join(csv_lines(rows))


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_runs_as_a_formula_nor_any_head(start: str) -> None:
    cell = f"{start}HYPERLINK(1)"
    assert read(written((cell,), ("甲", cell))) == [[f"'{cell}"], ["甲", f"'{cell}"]]


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell() -> None:
    assert written(("件数",), (-5, -1.5, Decimal("-2"), None, "a=1")).splitlines()[1] == "-5,-1.5,-2,,a=1"


def test_the_mark_of_utf_8_stands_once_before_the_heads() -> None:
    assert written(("甲", "乙\n丙"), ("“丁”,", '"')) == '\ufeff甲,"乙\n丙"\r\n"“丁”,",""""\r\n'
    assert written() == ""
