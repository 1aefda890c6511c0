"""表格的列 — the columns of the national form out of those that a report has: some add a sum of the organisations."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gongkai.auditing.model import ReadCell
from gongkai.auditing.tables_rows import FoundRow
from gongkai.auditing.tables_words import names
from gongkai.rules.report_forms import Axis, Table


def widths(table: Table) -> tuple[int, ...]:
    """Return how many values a row of a table may have: as the form has it, and with one sum of some columns more."""
    width = len(table.columns)
    return (width, width + 1) if _organisations(table) else (width,)


def national(table: Table, rows: Sequence[FoundRow]) -> list[FoundRow]:
    """Return rows without an added sum of the organisations; none when it cannot be told which column that is."""
    width = len(table.columns)
    if all(len(row.values) == width for row in rows):
        return list(rows)
    parts = _organisations(table)
    if not parts or any(len(row.values) != width + 1 for row in rows):
        return []
    # The sum stands before the columns that it adds, or behind them.
    first, last = parts[0], parts[-1]
    readings = [
        [_without(row, place) for row in rows]
        for place, start in ((first, first + 1), (last + 1, first))
        if all(_adds_up(row.values, place, start, len(parts)) for row in rows)
    ]
    said = {tuple(cell.value for row in reading for cell in row.values) for reading in readings}
    return readings[0] if len(said) == 1 else []


def in_order(table: Table, head: str) -> bool:
    """Whether the words over a table do not put its total before its parts."""
    total = next((column for column in table.columns if column.total_of), None)
    if total is None or not _organisations(table):
        return True
    place, first = _first(total, head), _first(table.columns[0], head)
    return place < 0 or first < 0 or first < place


def _organisations(table: Table) -> tuple[int, ...]:
    """The places of the columns that share a heading with others and are no total: kinds of organisations."""
    if len(table.lines) == 1:
        return ()
    deepest = max(len(column.titles) for column in table.columns)
    return tuple(
        place for place, column in enumerate(table.columns) if deepest > 1 and len(column.titles) == deepest
    )


def _adds_up(values: Sequence[ReadCell], place: int, start: int, count: int) -> bool:
    added = sum((cell.value or Decimal(0) for cell in values[start : start + count]), Decimal(0))
    return (values[place].value or Decimal(0)) == added


def _without(row: FoundRow, place: int) -> FoundRow:
    return replace(row, values=row.values[:place] + row.values[place + 1 :])


def _first(column: Axis, head: str) -> int:
    return min((head.find(name) for name in names(column) if name in head), default=-1)
