"""表格的列 — the columns of the national form out of those that a report has: some add a sum of the organisations."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gongkai.auditing.model import ReadCell
from gongkai.auditing.tables_rows import FoundRow
from gongkai.auditing.tables_words import compact, names
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
    """Whether the words over a table name its columns in the order of the form, as far as they name them whole."""
    organisations = _organisations(table)
    if not organisations:
        return True
    outer = {compact(title) for place in organisations for title in table.columns[place].titles[:-1]}
    places = [
        _last(column, head)
        for column in table.columns
        if not column.total_of and not any(name in title for name in names(column) for title in outer)
    ]
    there = [place for place in places if place >= 0]
    total = max((_last(column, head) for column in table.columns if column.total_of), default=-1)
    return there == sorted(there) and not 0 <= total < min(there, default=0)


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


def _last(column: Axis, head: str) -> int:
    """Where some words name a column for the last time, -1 where they do not: above it other things are named."""
    return next((head.rfind(name) for name in names(column) if name in head), -1)
