"""年报的工作簿 — a report as XLSX: whose it is, a sheet for each table in the national layout, a sheet of all figures."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gongkai.reporting.checks_numbers import place_of
from gongkai.reporting.content import Content, ShownTable
from gongkai.reporting.courses import name_at
from gongkai.reporting.exports_paper import table_of
from gongkai.reporting.models import AnnualReport
from gongkai.rules.indicators import INDICATORS, ORIGIN_LABELS, name_of
from gongkai.rules.report_forms import Cell
from gongkai.rules.report_process import REPORT_STATE_LABELS, ReportState
from gongkai.rules.slices import parsed
from gongkai.typesetting.paper import placed
from gongkai.typesetting.workbook import Merge, Sheet, Value, workbook

FACTS, FIGURES, COURSES = "年度报告", "全部数字", "图里的数字"
CODE, YEAR, VERSION, STATE, FORM = "机关代码", "年份", "版本", "状态", "格式"
KEY, NUMBER, BEFORE = "代码", "本年", "上年"
_FACT_WIDTHS, _FIGURE_WIDTHS = (14, 60), (44, 56, 14, 8, 16, 14)
_OUTER, _INNER, _NUMBERS = 14, 40, 12
"""Widths of columns in characters: of headings of lines, the innermost of them, of numbers."""


def workbook_of(report: AnnualReport, content: Content) -> bytes:
    """Return a report as a workbook."""
    tables = [shown for section in content.sections for shown in section.tables]
    facts = Sheet(FACTS, tuple(_facts(report, content)), headings=0, widths=_FACT_WIDTHS)
    heading = (KEY, "名称", NUMBER, "单位", "来源", BEFORE)
    figures = Sheet(FIGURES, (heading, *_figures(report, content)), widths=_FIGURE_WIDTHS)
    courses = Sheet(COURSES, ((KEY, "名称", NUMBER), *_courses(content)), widths=_FIGURE_WIDTHS)
    return workbook([facts, *map(_sheet, tables), figures, *([courses] if content.numbers.courses else ())])


def _facts(report: AnnualReport, content: Content) -> Iterator[tuple[Value, ...]]:
    yield content.title, None
    yield "机关", report.agency.name
    yield CODE, report.agency.code
    yield YEAR, report.year
    yield VERSION, report.number
    yield STATE, REPORT_STATE_LABELS[ReportState(report.state)]
    yield FORM, report.form_key
    if report.reason:
        yield "更正理由", report.reason
    yield from ((section.heading, section.text) for section in content.sections if section.paragraphs)


def _sheet(shown: ShownTable) -> Sheet:
    """A table as it is printed; numbers stay numbers."""
    table, layout = table_of(shown), shown.layout
    cells = placed(table.head + table.rows, layout.columns)
    rows: list[list[Value]] = [[None] * layout.columns for _ in table.head + table.rows]
    for one in cells:
        rows[one.row][one.column] = one.cell.text
    for number, line in enumerate(shown.lines, len(table.head)):
        for column, each in enumerate(line.cells, layout.heading_columns):
            rows[number][column] = each.number
    merges = [
        Merge(one.row, one.column, one.cell.down, one.cell.across)
        for one in cells
        if one.cell.across > 1 or one.cell.down > 1
    ]
    return Sheet(shown.table.name, rows, len(table.head), _widths(shown), merges)


def _widths(shown: ShownTable) -> Sequence[int]:
    headings, layout = shown.layout.heading_columns, shown.layout
    if layout.outline:
        return (_INNER + _OUTER, _NUMBERS, *(_NUMBERS for _ in range(layout.columns - headings)))
    told = [_OUTER] * (headings - 1) + [_INNER if headings > 1 else _OUTER * 2] * bool(headings)
    return (*told, *(_NUMBERS for _ in range(layout.columns - headings)))


def _figures(report: AnnualReport, content: Content) -> Iterator[tuple[Value, ...]]:
    """Yield every number: those of cells by their key first, then those of indicators."""
    cells = {cell.key: cell for cell in report.form.cells()}
    numbers = content.numbers
    for key, number in sorted(numbers.now.items(), key=lambda pair: pair[0] not in cells):
        name, unit, origin = _of_cell(report, cells[key]) if key in cells else _of_figure(key)
        before: Decimal | None = numbers.before.get(key)
        yield key, name, number, unit, origin, before


def _courses(content: Content) -> Iterator[tuple[Value, ...]]:
    for key, number in content.numbers.courses.items():
        yield key, name_at(key), number


def _of_cell(report: AnnualReport, cell: Cell) -> tuple[str, str, str]:
    origin = (
        "合计"
        if cell.line.total_of or cell.column.total_of or cell.shows is None
        else _origin(cell.shows.indicator)
    )
    return str(place_of(report, cell)), cell.unit, origin


def _of_figure(key: str) -> tuple[str, str, str]:
    wanted = parsed(key)
    return name_of(wanted), INDICATORS[wanted.indicator].unit, _origin(wanted.indicator)


def _origin(indicator: str) -> str:
    return ORIGIN_LABELS[INDICATORS[indicator].origin]
