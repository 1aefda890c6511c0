"""全国统一的表 — a table reads back to the same cells whatever carried it, and is not read when it is not certain."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.auditing.national import (
    Values,
    as_cells_and_bars,
    as_closed,
    as_closed_cells,
    as_framed,
    as_grids,
    as_lines,
    as_one_cell_a_line,
    as_spaced,
    outline,
    values_read,
)

from gongkai.auditing.model import Source
from gongkai.auditing.tables import read_tables
from gongkai.rules.report_forms import Form, forms

WITH_TABLES = [form for form in forms() if form.tables]
EACH = pytest.mark.parametrize("form", WITH_TABLES, ids=lambda form: form.key)
RANDOM = st.integers(0, 10**6).map(Random)
FEW = settings(max_examples=12, deadline=None)


def made(form: Form, random: Random, empty: float = 0.0) -> Mapping[str, Decimal | None]:
    """Return values for every cell, most of them small, as many left empty as asked for."""
    sizes = (0, 0, 3, 40, 5000)
    return {
        cell.key: None if random.random() < empty else Decimal(random.randint(0, random.choice(sizes)))
        for cell in form.cells()
    }


def adding_up(form: Form, random: Random) -> Values:
    """Return values for every cell, applications with the totals of their rows."""
    values, table = dict(made(form, random)), form.table("applications")
    for line in table.lines:
        keys = [f"applications.{line.key}.{column.key}" for column in table.columns]
        values[keys[-1]] = sum((values[key] or Decimal(0) for key in keys[:-1]), Decimal(0))
    return values


def read(text: str, form: Form) -> dict[str, Decimal | None]:
    return values_read(read_tables(Source("示例.txt", text, "text"), outline(text, form.key)))


@EACH
@pytest.mark.parametrize("between", [" | ", "|", "\t", "   "])
@FEW
@given(random=RANDOM)
def test_cells_with_bars_tabs_or_spaces_between(form: Form, between: str, random: Random) -> None:
    values = made(form, random)
    assert read(as_lines(form, values, between), form) == values


@EACH
@pytest.mark.parametrize("between", ["|", "\t"])
@FEW
@given(random=RANDOM)
def test_cells_left_empty_between_bars_or_tabs(form: Form, between: str, random: Random) -> None:
    values = made(form, random, empty=0.3)
    found = read(as_lines(form, values, between), form)
    # The row of objections has no heading before an empty first cell.
    assert found.keys() >= {key for key in values if not key.startswith("remedies")}
    assert {key: values[key] for key in found} == found


@EACH
@pytest.mark.parametrize("written", [as_framed, as_closed, as_closed_cells, as_cells_and_bars])
@pytest.mark.parametrize("empty", [0.0, 0.3])
@settings(max_examples=4, deadline=None)
@given(random=RANDOM)
def test_bars_as_programs_write_them_that_take_text_out_of_pages(
    form: Form, written: Callable[[Form, Values], str], empty: float, random: Random
) -> None:
    values = made(form, random, empty)
    found = read(written(form, values), form)
    # The row of objections has no heading before an empty first cell.
    assert found.keys() >= {key for key in values if not (empty and key.startswith("remedies"))}
    assert {key: values[key] for key in found} == found


@EACH
@FEW
@given(random=RANDOM)
def test_one_cell_a_line(form: Form, random: Random) -> None:
    values = made(form, random)
    assert read(as_one_cell_a_line(form, values), form) == values


@EACH
@FEW
@given(random=RANDOM)
def test_the_text_layer_of_a_pdf(form: Form, random: Random) -> None:
    values = made(form, random)
    found = read(as_spaced(form, values), form)
    assert found.keys() >= {key for key in values if not key.startswith("statistics")}
    assert {key: values[key] for key in found} == found


@pytest.mark.parametrize("form", WITH_TABLES[1:], ids=lambda form: form.key)
@FEW
@given(random=RANDOM)
def test_page_numbers_between_rows(form: Form, random: Random) -> None:
    values = made(form, random)
    found = read(as_spaced(form, values, page_numbers=True), form)
    assert found.keys() >= {key for key in values if key.startswith("applications")}
    assert {key: values[key] for key in found} == found


@EACH
@pytest.mark.parametrize("spans", [True, False])
@pytest.mark.parametrize("empty", [0.0, 0.3])
@FEW
@given(random=RANDOM)
def test_grids_with_merged_headings_and_without(
    form: Form, spans: bool, empty: float, random: Random
) -> None:
    values = made(form, random, empty)
    source = as_grids(form, values, spans=spans)
    assert values_read(read_tables(source, outline(source.text, form.key))) == values


@pytest.mark.parametrize("form", WITH_TABLES[1:], ids=lambda form: form.key)
@FEW
@given(random=RANDOM)
def test_an_added_sum_of_the_organisations_is_no_column_of_the_form(form: Form, random: Random) -> None:
    values = made(form, random)
    source = as_grids(form, values, spans=True, subtotal=True)
    assert values_read(read_tables(source, outline(source.text, form.key))) == values


@EACH
@FEW
@given(random=RANDOM)
def test_places_are_those_of_the_values(form: Form, random: Random) -> None:
    values = made(form, random)
    text = as_lines(form, values, " | ")
    for table in read_tables(Source("示例.txt", text, "text"), outline(text, form.key)):
        assert all(cell.span and cell.span.of(text) == str(cell.value) for cell in table.cells.values())
        assert all(table.span.start <= cell.span.start for cell in table.cells.values() if cell.span)


@FEW
@given(random=RANDOM)
def test_60_a_table_of_the_old_form_in_a_new_report_is_known_by_its_lines(random: Random) -> None:
    old = next(form for form in WITH_TABLES if form.key == "2019")
    text = as_lines(old, made(old, random), " | ")
    tables = read_tables(Source("示例.txt", text, "text"), outline(text, "2021"))
    assert {table.table: table.form for table in tables}["applications"] == "2019"


@pytest.mark.parametrize("form", WITH_TABLES[1:], ids=lambda form: form.key)
@FEW
@given(random=RANDOM)
def test_a_value_lost_from_a_row_makes_a_table_unreadable_never_wrong(form: Form, random: Random) -> None:
    values = made(form, random)
    lines = as_lines(form, values, "   ").split("\n")
    rows = [
        place
        for place, line in enumerate(lines)
        if line.count("   ") >= 7 and line.split("   ")[-1].isdigit()
    ]
    lost = random.choice(rows)
    lines[lost] = lines[lost].rpartition("   ")[0]
    found = read("\n".join(lines), form)
    assert {key: values[key] for key in found} == found


@pytest.mark.parametrize("form", WITH_TABLES[1:], ids=lambda form: form.key)
@FEW
@given(random=RANDOM)
def test_a_line_there_twice_makes_a_table_unreadable_never_wrong(form: Form, random: Random) -> None:
    values = made(form, random)
    lines = as_lines(form, values, "   ").split("\n")
    place = random.randrange(len(lines))
    found = read("\n".join([*lines[:place], lines[place], *lines[place:]]), form)
    assert {key: values[key] for key in found} == found


@pytest.mark.parametrize("form", WITH_TABLES[1:], ids=lambda form: form.key)
def test_sums_of_groups_that_a_report_has_added_are_passed_over(form: Form) -> None:
    values = made(form, Random(1))
    added = "三、本年度办理结果|（三）不予公开|小计|1|2|3|4|5|6|7\n三、本年度办理结果|（四）"
    text = as_lines(form, values, "|").replace("三、本年度办理结果|（四）", added, 1)
    assert read(text, form) == values


@FEW
@given(random=RANDOM)
def test_the_same_table_twice_with_other_values_is_not_read(random: Random) -> None:
    form = WITH_TABLES[-1]
    one, other = made(form, random), made(form, random)
    text = f"{as_lines(form, one, ' | ')}\n{as_lines(form, other, ' | ')}"
    found = read(text, form)
    for table in form.tables:
        same = all(one[cell.key] == other[cell.key] for cell in table.cells())
        assert (
            table.lines[0].key in {key.split(".")[1] for key in found if key.startswith(f"{table.key}.")}
        ) == same


def test_prose_that_names_a_heading_is_no_table() -> None:
    text = (
        "2023年，示例县本年新收政府信息公开申请 36 件，上年结转 2 件。结转下年度继续办理 1 件。\n规章 0 件。"
    )
    assert read_tables(Source("示例.txt", text, "text"), outline(text)) == ()


def test_objections_said_group_by_group() -> None:
    text = (
        "行政复议 | 结果维持 2 | 结果纠正 1 | 其他结果 0 | 尚未审结 0 | 总计 3\n"
        "未经复议直接起诉 | 结果维持 0 | 结果纠正 0 | 其他结果 4 | 尚未审结 0 | 总计 4\n"
        "复议后起诉 | 结果维持 1 | 结果纠正 0 | 其他结果 0 | 尚未审结 5 | 总计 6"
    )
    (table,) = read_tables(Source("示例.txt", text, "text"), outline(text))
    assert [cell.value for cell in table.cells.values()] == [2, 1, 0, 0, 3, 0, 0, 4, 0, 4, 1, 0, 0, 5, 6]


def test_headings_with_spaces_breaks_and_other_marks_within() -> None:
    text = (
        "二、主动公开政府信息情况\n第二十条第(一)项\n信息 内容  本年制发 件数  本年废止件数  现行有效件数\n"
        "规 章   1   0   2\n行政规范性 文件   ３   0   1,208\n"
    )
    (table,) = read_tables(Source("示例.txt", text, "text"), outline(text))
    assert [cell.value for cell in table.cells.values()] == [1, 0, 2, 3, 0, 1208]


@pytest.mark.parametrize("mark", ["/", "—", "–", "無", "○", "零"])
def test_marks_for_nought_in_tables_of_markdown(mark: str) -> None:
    form = WITH_TABLES[-1]
    values, table = adding_up(form, Random(3)), form.table("applications")
    rows = [
        "| 项目 | | | " + " | ".join(column.title for column in table.columns) + " |",
        "|---|---|---|" + "---|" * 7,
    ]
    for line in table.lines:
        heads = [*line.titles, "", ""][:3]
        cells = [str(values[f"applications.{line.key}.{column.key}"] or mark) for column in table.columns]
        rows.append("| " + " | ".join([*heads, *cells]) + " |")
    found = read("\n".join(rows), form)
    assert {key: value or 0 for key, value in found.items()} == {
        key: value for key, value in values.items() if key.startswith("applications")
    }


@pytest.mark.parametrize("by_columns", [True, False])
def test_headings_first_then_all_numbers(by_columns: bool) -> None:
    form = WITH_TABLES[-1]
    values, table = adding_up(form, Random(4)), form.table("applications")
    keys = [[f"applications.{line.key}.{column.key}" for column in table.columns] for line in table.lines]
    order = zip(*keys, strict=True) if by_columns else keys
    heads = [column.title for column in table.columns] + [line.title for line in table.lines]
    text = "\n".join([*heads, *(str(values[key]) for of in order for key in of)])
    assert read(text, form) == {key: values[key] for of in keys for key in of}


def test_a_number_on_its_own_line_is_a_pages_where_headings_have_theirs_beside_them() -> None:
    form = WITH_TABLES[0]
    values = made(form, Random(5))
    lines = as_lines(form, values, "   ").split("\n")
    lines[20:20] = ["", "7", ""]
    assert read("\n".join(lines), form) == values
