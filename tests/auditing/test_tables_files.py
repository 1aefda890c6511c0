"""各种文件里的表 — web pages with merged cells and without, documents and PDFs give the cells that they print."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from io import BytesIO

import pytest
import weasyprint
from docx import Document
from tests.auditing.national import values_read
from tests.auditing.test_identities import sound

from gongkai.auditing.identities import check_tables
from gongkai.auditing.outline import outline_of
from gongkai.auditing.reading import read_source
from gongkai.auditing.tables import read_tables
from gongkai.rules.report_forms import Axis, Table, form_of

_FORM = form_of(2023)
_VALUES = sound()
_FIVE = ("结果<br>维持", "结果<br>纠正", "其他<br>结果", "尚未<br>审结", "总计")
_GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")
_RULED = "td{border:1px solid}"


def cell(words: object, columns: int = 1, rows: int = 1) -> str:
    return f'<td colspan="{columns}" rowspan="{rows}"><p><span>{words}</span></p></td>'


def row(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def values(table: Table, line: Axis) -> list[str]:
    wide = 3 if len(table.columns) == 1 else 1
    return [cell(_VALUES[f"{table.key}.{line.key}.{column.key}"], wide) for column in table.columns]


def small() -> str:
    rows = []
    for table in (table for table in _FORM.tables if table.title):
        wide = 3 if len(table.columns) == 1 else 1
        heads = [cell(column.title, wide) for column in table.columns]
        rows += [row(cell(table.title, 4)), row(cell(table.corner), *heads)]
        rows += [row(cell(line.title), *values(table, line)) for line in table.lines]
    return f"<table>{''.join(rows)}</table>"


def merged(table: Table, line: Axis) -> list[str]:
    """The headings of a line as the form draws them: those above several lines reach over all of them."""
    cells = []
    for depth in range(len(line.titles)):
        under = [other for other in table.lines if other.titles[: depth + 1] == line.titles[: depth + 1]]
        if under[0] is line:
            last = depth == len(line.titles) - 1
            cells.append(cell(line.titles[depth], 4 - len(line.titles) if last else 1, len(under)))
    return cells


def unmerged(table: Table, line: Axis) -> list[str]:
    """The innermost heading alone, as pages have it that lost their merged cells."""
    return [cell(line.title.replace("政府信息", "政府 信息"))]


def padded(table: Table, line: Axis) -> list[str]:
    """The innermost heading behind empty cells."""
    return [cell("&nbsp;") for _ in line.titles[1:]] + [cell(line.title)]


def applications(headings: Callable[[Table, Axis], list[str]]) -> str:
    table = _FORM.table("applications")
    kinds = [cell(column.title.replace("公益", "公益<br>")) for column in table.columns[1:-1]]
    rows = [
        row(cell(table.corner, 3, 3), cell("申请人情况", 7)),
        row(cell("自然人", 1, 2), cell("法人或其他组织", 5), cell("总计", 1, 2)),
        row(*kinds),
        *(row(*headings(table, line), *values(table, line)) for line in table.lines),
    ]
    return f"<table>{''.join(rows)}</table>"


def remedies() -> str:
    table = _FORM.table("remedies")
    rows = [
        row(cell("行政复议", 5), cell("行政诉讼", 10)),
        row(*(cell(words, 1, 2) for words in _FIVE), cell("未经复议直接起诉", 5), cell("复议后起诉", 5)),
        row(*(cell(words) for words in _FIVE * 2)),
        row(*values(table, table.lines[0])),
    ]
    return f"<table>{''.join(rows)}</table>"


def page(headings: Callable[[Table, Axis], list[str]] = merged, style: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><style>td{{font-size:8pt}}{style}</style></head><body>"
        "<h1>示例县人民政府2023年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>示例县认真开展工作。</p>"
        f"<h2>二、主动公开政府信息情况</h2>{small()}<h2>三、收到和处理政府信息公开申请情况</h2>"
        f"{applications(headings)}<h2>四、政府信息公开行政复议、行政诉讼情况</h2>{remedies()}"
        "<h2>五、存在的主要问题及改进情况</h2><p>无。</p><h2>六、其他需要报告的事项</h2><p>无。</p></body></html>"
    )


def document() -> bytes:
    """A document whose headings reach over the rows and columns that they do in the form."""
    made = Document()
    made.add_heading("示例县人民政府2023年政府信息公开工作年度报告", 0)
    for table in _FORM.tables[:-1]:
        made.add_paragraph(table.name)
        deepest = max(len(line.titles) for line in table.lines)
        grid = made.add_table(len(table.lines) + 1, deepest + len(table.columns))
        for place, column in enumerate(table.columns):
            grid.cell(0, deepest + place).text = column.title
        for number, line in enumerate(table.lines, 1):
            grid.cell(number, 0).merge(grid.cell(number, deepest - len(line.titles)))
            for depth, title in enumerate(line.titles):
                grid.cell(number, deepest - len(line.titles) + depth if depth else 0).text = title
            for place, column in enumerate(table.columns):
                value = _VALUES[f"{table.key}.{line.key}.{column.key}"]
                grid.cell(number, deepest + place).text = str(value)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(data: bytes, name: str) -> dict[str, Decimal | None]:
    source = read_source(data, name)
    tables = read_tables(source, outline_of(source))
    assert check_tables(tables, source).findings == ()
    return values_read(tables)


@pytest.mark.parametrize("headings", [merged, unmerged, padded])
def test_web_pages(headings: Callable[[Table, Axis], list[str]]) -> None:
    assert read(page(headings).encode(), "示例.html") == _VALUES


def test_documents() -> None:
    there = {key: value for key, value in _VALUES.items() if not key.startswith("remedies")}
    assert read(document(), "示例.docx") == there


def _kinds(order: Sequence[int], spare: int = 0) -> str:
    """The table of applications with its columns in another order, empty cells around and merged headings opened."""
    table = _FORM.table("applications")
    blank = cell("") * spare
    columns = [table.columns[place] for place in order]
    rows = [row(blank, *(cell("") for _ in range(3)), *(cell(column.title) for column in columns), blank)]
    for line in table.lines:
        heads = [*line.titles, "", ""][:3]
        shown = [_VALUES[f"applications.{line.key}.{column.key}"] or "–" for column in columns]
        rows.append(row(blank, *map(cell, heads), *map(cell, shown), blank))
    return f"<table>{''.join(rows)}</table>"


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (6, 0, 1, 2, 3, 4, 5), (1, 3, 2, 4, 5, 0, 6)])
@pytest.mark.parametrize("spare", [0, 2])
def test_columns_are_known_by_their_headings(order: Sequence[int], spare: int) -> None:
    data = page().replace(applications(merged), _kinds(order, spare)).encode()
    without = "" if 6 in order else ".total"
    kept = {
        key: value
        for key, value in _VALUES.items()
        if not (without and key.startswith("applications.") and key.endswith(without))
    }
    assert {key: value or 0 for key, value in read(data, "示例.html").items()} == kept


def _objections(groups: Sequence[tuple[str, ...]]) -> str:
    """The table of objections cut: for each part its groups side by side, their names above or before their values."""
    table = _FORM.table("remedies")
    shown = values(table, table.lines[0])
    parts = []
    for part in groups:
        first = 5 * _GROUPS.index(part[0])
        cells = shown[first : first + 5 * len(part)]
        parts.append(
            row(*(cell(name, 5) for name in part)) + row(*(cell(words) for words in _FIVE * len(part)))
        )
        parts[-1] += row(*cells)
    return "".join(f"<table>{part}</table>" for part in parts)


def _objections_in_rows() -> str:
    table = _FORM.table("remedies")
    shown = values(table, table.lines[0])
    rows = [row(cell("类别", 2), *map(cell, _FIVE)), row(cell("行政复议", 2), *shown[:5])]
    rows += [row(cell("行政诉讼", 1, 2), cell(_GROUPS[1]), *shown[5:10]), row(cell(_GROUPS[2]), *shown[10:])]
    return f"<table>{''.join(rows)}</table>"


@pytest.mark.parametrize(
    "drawn",
    [
        _objections([_GROUPS[:1], _GROUPS[1:]]),
        _objections([(name,) for name in _GROUPS]),
        _objections_in_rows(),
    ],
)
def test_objections_in_parts_and_in_rows(drawn: str) -> None:
    assert read(page().replace(remedies(), drawn).encode(), "示例.html") == _VALUES


def test_a_column_that_a_report_has_added_is_no_line_between_a_total_and_its_parts() -> None:
    form = form_of(2016)
    (table,) = form.tables
    counts = {line.key: 3 if line.key == "received_online" else 0 for line in table.lines} | {"received": 4}
    heads = row(*map(cell, ("序号", "统计指标", "单位", "统计数", "其中本级")))
    rows = [
        row(*map(cell, (number, line.title, line.unit, counts[line.key], number % 3)))
        for number, line in enumerate(table.lines, 1)
    ]
    markup = f"<h1>示例县2016年政府信息公开工作年度报告</h1><table>{heads}{''.join(rows)}</table>"
    source = read_source(f"<html><body>{markup}</body></html>".encode(), "示例.html")
    (finding,) = check_tables(read_tables(source, outline_of(source)), source).findings
    assert (finding.stated, finding.computed) == ("4", "3")


@pytest.mark.parametrize("style", ["", _RULED], ids=["bare", "ruled"])
def test_pdfs_with_lines_around_cells_and_without(style: str) -> None:
    assert read(weasyprint.HTML(string=page(style=style)).write_pdf(), "示例.pdf") == _VALUES
