"""年报比较 — an organ's years side by side, organs of a year side by side, and all numbers as a tidy table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from gongkai.reporting.charts import Columns, columns
from gongkai.reporting.models import LibraryReport
from gongkai.rules.report_forms import Cell, Table, forms
from gongkai.rules.report_prose import unusual

PROSE = "正文"
_UNDER = " / "
"""Between the headings of a line that stand one under the other."""
SIDE_BY_SIDE = 12
"""How many reports stand side by side at most."""


class Shows(StrEnum):
    """并列哪些数 — the totals of tables and the prose, what changed from year to year (once), or every number."""

    MAIN = "main"
    CHANGED = "changed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Number:
    """一个数 — of a report: in which table (正文 for the prose), its line and column, its value, unit and place.

    `key` is alike for what is comparable: the slice of the indicator that a cell shows, else the cell; label and unit
    in the prose. `part` is a column whose total stands beside it in a table of several lines.
    """

    key: tuple[str, ...]
    table: str
    line: str
    column: str
    value: Decimal
    unit: str
    start: int | None
    end: int | None
    approximate: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """并列的一个数 — a number (None: not told), whether it is another than the one before, how it grew on that ("" on
    nought), and whether that is unusual."""

    number: Number | None
    changed: bool = False
    growth: str = ""
    unusual: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """并列的一行 — what is counted, and its number in each report."""

    table: str
    line: str
    column: str
    unit: str
    part: bool
    cells: tuple[Compared, ...]

    @property
    def changed(self) -> bool:
        return any(cell.changed for cell in self.cells)

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        return tuple(cell.number.value if cell.number else None for cell in self.cells)

    def is_all_of(self, whole: "Row") -> bool:
        """Whether it is a part of another row, and all of it in every report."""
        if self.table != whole.table or self.values != whole.values:
            return False
        if self.line == whole.line:
            return self.part and not whole.part
        return self.column == whole.column and self.line.startswith(whole.line + _UNDER)

    @property
    def name(self) -> str:
        """What is counted, in one line."""
        return " · ".join(filter(None, (self.line, self.column)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """比较 — reports side by side, and what they count alike."""

    reports: tuple[LibraryReport, ...]
    rows: tuple[Row, ...]

    def showing(self, shows: Shows) -> "Comparison":
        """Return the same reports with those rows that are asked for."""
        rows = self.rows
        if shows == Shows.CHANGED:
            changed = [row for row in rows if row.changed]
            rows = tuple(row for row in changed if not any(row.is_all_of(each) for each in changed))
        elif shows == Shows.MAIN:
            rows = tuple(row for row in rows if not row.part)
        return replace(self, rows=rows)


def numbers_of(report: LibraryReport) -> Iterator[Number]:
    """Yield the numbers of a report: the cells of its tables that are filled in, then the figures of its prose."""
    for table in report.tables:
        known = _cells(table["form"])
        for key, told in table["cells"].items():
            if told["value"] is not None and key in known:
                yield _of_cell(*known[key], told)
    for figure in report.figures:
        yield Number(
            (PROSE, figure["label"], figure["unit"]),
            PROSE,
            figure["label"],
            "",
            Decimal(str(figure["value"])),
            figure["unit"],
            figure["start"],
            figure["end"],
            figure["approximate"],
        )


def _of_cell(table: Table, cell: Cell, told: Mapping[str, Any]) -> Number:
    key = (str(cell.shows),) if cell.shows else (table.key, cell.key)
    line, column = (_UNDER.join(filter(None, axis.titles)) for axis in (cell.line, cell.column))
    value = Decimal(str(told["value"]))
    part = len(table.lines) > 1 and any(cell.column.key in axis.total_of for axis in table.columns)
    return Number(
        *((*key, cell.unit), table.name, line, column, value, cell.unit, told["start"], told["end"]),
        part=part,
    )


@cache
def _cells(form_key: str) -> dict[str, tuple[Table, Cell]]:
    return {
        cell.key: (table, cell)
        for form in forms()
        if form.key == form_key
        for table in form.tables
        for cell in table.cells()
    }


def by_year(reports: Iterable[LibraryReport]) -> Comparison:
    """Return an organ's years side by side, the oldest first, with what changed from each year to the next."""
    chosen = sorted(reports, key=lambda report: report.year)[-SIDE_BY_SIDE:]
    return _compared(chosen, grows=True)


def by_organ(reports: Sequence[LibraryReport]) -> Comparison:
    """Return the reports of several organs on one year side by side."""
    return _compared(list(reports)[:SIDE_BY_SIDE], grows=False)


def _compared(reports: Sequence[LibraryReport], *, grows: bool) -> Comparison:
    told = [_first_of_each(report) for report in reports]
    keys = dict.fromkeys(key for numbers in reversed(told) for key in numbers)
    rows = []
    for key in keys:
        known = [numbers.get(key) for numbers in told]
        there = [number for number in known if number is not None]
        # What one report alone counts is no comparison, and neither is a line of noughts.
        if len(there) >= min(2, len(reports)) and any(number.value for number in there):
            cells = tuple(_cell(reports, known, at, grows=grows) for at in range(len(known)))
            last = there[-1]
            rows.append(Row(last.table, last.line, last.column, last.unit, last.part, cells))
    return Comparison(tuple(reports), tuple(sorted(rows, key=lambda row: row.table == PROSE)))


def _first_of_each(report: LibraryReport) -> dict[tuple[str, ...], Number]:
    found: dict[tuple[str, ...], Number] = {}
    for number in numbers_of(report):
        found.setdefault(number.key, number)
    return found


def _cell(
    reports: Sequence[LibraryReport], known: Sequence[Number | None], at: int, *, grows: bool
) -> Compared:
    """A number beside the one of the year before, where that is the report before and both are exact."""
    now, before = known[at], known[at - 1] if at else None
    if now is None or before is None or not grows or reports[at].year != reports[at - 1].year + 1:
        return Compared(now)
    if now.approximate or before.approximate or now.value == before.value:
        return Compared(now)
    grown = f"{(now.value - before.value) * 100 / abs(before.value):+.1f}%" if before.value else ""
    return Compared(now, True, grown, unusual(now.value, before.value))


def chart_of(comparison: Comparison, at: int) -> Columns | None:
    """Return the bars of one row over the years, None where there is no such row or nothing to draw."""
    if not 0 <= at < len(comparison.rows):
        return None
    row = comparison.rows[at]
    if any(value is not None and value < 0 for value in row.values):
        return None
    return columns([row.name], [str(report.year) for report in comparison.reports], [row.values])


def tidy(reports: Iterable[LibraryReport]) -> Iterator[Sequence[object]]:
    """Yield every number of the reports on a line of its own: organ, year, table, line, column, value, unit,
    whether it is approximate, and its place in the text from and to."""
    for report in reports:
        for one in numbers_of(report):
            yield (
                *(report.organ, report.year, one.table, one.line, one.column, one.value, one.unit),
                *(int(one.approximate), one.start, one.end),
            )
