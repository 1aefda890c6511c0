"""表头之下 — the values of a national table by the columns under whose headings they stand, in whatever order.

Where the file tells columns apart, this is surer than counting values: columns without a heading, cells that merged
ones leave behind and columns that a report has added do not matter, and the total may be missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from gongkai.auditing.model import Grid, GridCell, ReadCell, ReadTable, Span
from gongkai.auditing.tables_cells import HEADER_LINES, lines_of, value_of
from gongkai.auditing.tables_remedies import of_groups
from gongkai.auditing.tables_rows import FoundRow, heading_at_end, in_form, unanimous
from gongkai.auditing.tables_words import compact, names
from gongkai.rules.report_forms import Axis, Form, Table

_FEW_WRONG = 10
_ADDED = ("小计", "合计")
# Of this table a report may add columns behind: those of its own and those of the organs below.
_MAY_GO_ON = "statistics"


@dataclass(frozen=True, slots=True)
class _Head:
    """表头 — which column of the file is which of the form, and those that hold sums that a report has added."""

    columns: Mapping[int, Axis]
    added: frozenset[int]


def read_headed(text: str, grids: Sequence[Grid], form: Form, table: Table) -> ReadTable | None:
    """Return a table of a form out of columns with its headings; None when it is not there for certain."""
    lines = [line for grid in grids for line in lines_of(grid)]
    if table.key == "remedies":
        return unanimous(in_form(form, table, [row]) for row in of_groups(text, lines, table))
    return unanimous(_in_form(form, table, found) for found in _stretches(table, _rows(text, lines, table)))


def _in_form(form: Form, table: Table, found: Sequence[tuple[_Head, FoundRow]]) -> ReadTable | None:
    """Rows as a table of as many columns as their headings tell; None where those change."""
    told = {axis.key for head, _ in found for axis in head.columns.values()}
    if any(len(head.columns) != len(told) for head, _ in found):
        return None
    columns = tuple(column for column in table.columns if column.key in told)
    rows = [row for _, row in found]
    added = any(head.added for head, _ in found)
    return in_form(form, replace(table, columns=columns), rows) if _add_up(columns, rows, added) else None


def _add_up(columns: Sequence[Axis], rows: Sequence[FoundRow], added: bool) -> bool:
    """Whether most rows come to their total, nearly all where a report has added a sum: else a heading stands askew."""
    place = next((at for at, column in enumerate(columns) if column.total_of), None)
    if place is None:
        return True
    sums = [[cell.value or Decimal(0) for cell in row.values] for row in rows]
    wrong = sum(2 * values[place] != sum(values) for values in sums)
    return wrong * (_FEW_WRONG if added else 2) <= len(rows)


def _stretches(
    table: Table, found: Sequence[tuple[_Head, FoundRow]]
) -> Iterator[Sequence[tuple[_Head, FoundRow]]]:
    begins = [at for at, (_, row) in enumerate(found) if heading_at_end(table.lines[0], row.label)]
    for start, end in pairwise([*begins, len(found)]):
        yield found[start:end]


def _rows(text: str, lines: Sequence[Sequence[GridCell]], table: Table) -> list[tuple[_Head, FoundRow]]:
    """The rows below headings of the table; a table that goes on after a page without any has those from before."""
    head: _Head | None = None
    above: list[Sequence[GridCell]] = []
    found: list[tuple[_Head, FoundRow]] = []
    for line in lines:
        if above:
            head = _head(text, above, table) or head
        row = _row(text, line, head, table) if head else None
        if head and row:
            found.append((head, row))
            above.clear()
        else:
            above.append(line)
    return found


def _head(text: str, above: Sequence[Sequence[GridCell]], table: Table) -> _Head | None:
    """What the rows above a row are the headings of: every column but the total stands there, and once."""
    columns: dict[int, Axis] = {}
    added: set[int] = set()
    for cell in (cell for line in above[-HEADER_LINES:] for cell in line):
        words = compact(cell.span.of(text))
        axis = next((column for column in table.columns if words in names(column)), None)
        if axis is not None:
            columns[cell.column] = axis
        elif words in _ADDED:
            added.add(cell.column)
    told = [axis.key for axis in columns.values()]
    wanted = [column.key for column in table.columns if not column.total_of or column.key in told]
    return _Head(columns, frozenset(added)) if sorted(told) == sorted(wanted) else None


def _row(text: str, line: Sequence[GridCell], head: _Head, table: Table) -> FoundRow | None:
    """A row with a value, be it left empty, in each of the columns, and with no number beside them."""
    values: dict[str, ReadCell] = {}
    said: list[str] = []
    first = min(head.columns)
    for cell in line:
        words = cell.span.of(text)
        value = value_of(words, cell.span)
        if cell.column in head.columns and value is not None:
            values[head.columns[cell.column].key] = value
        elif value is None and cell.column < first:
            said.append(compact(words))
        elif not _may_stand(cell, value, head, table, bool(said)):
            return None
    if len(values) < len(head.columns):
        return None
    label = "".join(said)
    spans = [cell.span for cell in line]
    span = Span(min(span.start for span in spans), max(span.end for span in spans))
    return FoundRow(label, label, tuple(values[c.key] for c in table.columns if c.key in values), span)


def _may_stand(cell: GridCell, value: ReadCell | None, head: _Head, table: Table, named: bool) -> bool:
    """Whether a cell outside the columns is no value that has slipped: empty, a sum, a row's number before its words."""
    if value is not None and value.value is None:
        return True
    if cell.column < min(head.columns):
        return not named
    return cell.column in head.added or table.key == _MAY_GO_ON
