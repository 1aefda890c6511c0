"""公文数据 — numbers of headings, cells of tables, unprintable characters, and the way to JSON and back."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.typesetting.layout import letterhead_size, title_lines, width
from gongkai.typesetting.paper import (
    Cell,
    Fields,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Table,
    in_characters,
    mapped,
    numbers,
    paragraphs,
    placed,
    printable,
)
from gongkai.typesetting.stored import as_data, paper_of

from .samples import FORM, LETTER, TABLE, long_paper


def test_headings_are_numbered_and_begin_anew_below_a_higher_one() -> None:
    blocks = (
        Heading("甲"),
        Heading("乙", 2),
        Heading("丙", 3),
        Heading("丁", 3),
        Paragraph("文字"),
        Heading("戊", 2),
        Heading("己", 1, numbered=False),
        Heading("庚"),
        Heading("辛", 2),
    )
    assert list(numbers(blocks)) == ["一、", "（一）", "1. ", "2. ", "", "（二）", "", "二、", "（一）"]


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")]
)
def test_numbers_in_characters(number: int, said: str) -> None:
    assert in_characters(number) == said


def test_cells_that_cover_several_rows_move_the_next_ones() -> None:
    rows = ((Cell("甲", down=2), Cell("乙", across=2)), (Cell("丙"), Cell("丁")))
    assert [(one.row, one.column) for one in placed(rows, 3)] == [(0, 0), (0, 1), (1, 1), (1, 2)]


@pytest.mark.parametrize(
    "rows",
    [
        ((Cell("甲"),),),
        ((Cell("甲", across=3),),),
        ((Cell("甲", down=2), Cell("乙")),),
        ((Cell("甲"), Cell("乙", down=2)), (Cell("丙", across=2),)),
    ],
)
def test_a_table_that_is_not_filled_is_refused(rows: tuple[tuple[Cell, ...], ...]) -> None:
    with pytest.raises(ValueError, match="cells"):
        Table(rows, (1, 1))


def test_a_heading_has_three_levels_and_a_form_at_most_three_fields_in_a_row() -> None:
    with pytest.raises(ValueError, match="level"):
        Heading("甲", 4)
    with pytest.raises(ValueError, match="form"):
        Fields(((),))


def test_what_no_paper_can_show_is_left_out() -> None:
    assert printable("甲\x00乙\u202e丙\ud800\r\n丁\t戊") == "甲乙丙\n丁 戊"
    assert mapped(FORM, printable) == FORM


def test_typed_text_becomes_paragraphs() -> None:
    assert paragraphs(" 第一段 \n\n第二段\n") == (Paragraph("第一段"), Paragraph("第二段"))


@pytest.mark.parametrize(
    "paper",
    [
        LETTER,
        FORM,
        Paper("表", (TABLE, PageBreak())),
        replace(LETTER, signing=None, draft=True),
        long_paper(24),
    ],
    ids=["letter", "form", "table", "draft", "long"],
)
def test_a_paper_comes_back_from_json(paper: Paper) -> None:
    assert paper_of(json.loads(json.dumps(as_data(paper)))) == paper


@pytest.mark.parametrize("data", [{}, {"is": "paragraph", "text": "甲"}, {"is": "paper"}, {"is": "letter"}])
def test_other_data_is_no_paper(data: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="paper"):
        paper_of(data)


def test_a_long_title_is_broken_where_the_meaning_allows() -> None:
    title = "临江市人民政府办公室关于示例路改造工程（样本段）施工合同等政府信息公开申请的答复书"
    lines = title_lines(title)
    assert "".join(lines) == title
    assert [width(line) <= 20.1 for line in lines] == [True] * len(lines)
    assert not any(line[0] in "，。、）》号" or line[-1] in "（《" for line in lines)


@given(st.text(st.characters(categories=["Lo", "Nd", "Po", "Ps", "Pe", "Lu"]), min_size=1, max_size=120))
def test_no_title_loses_a_character_or_leaves_the_line(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert max(width(line) for line in lines) <= 20.2


def test_a_long_organ_name_is_set_smaller() -> None:
    assert letterhead_size("临江市政府") > letterhead_size("临江市示例行政审批服务管理局办公室") >= 22
    assert letterhead_size("") == letterhead_size("甲")
