"""先列标题后列数字 — a table whose headings a file gives all at first, then all its numbers, by rows or by columns."""

from collections.abc import Sequence
from decimal import Decimal

from gongkai.auditing.model import Span
from gongkai.auditing.tables_lines import Piece, Run, pieces_in, runs_in
from gongkai.auditing.tables_rows import FoundRow
from gongkai.auditing.tables_words import names
from gongkai.rules.report_forms import Table

_MOST = 0.8


def rows_apart(text: str, span: Span, table: Table) -> list[FoundRow]:
    """Return the rows of a table with a total for each; none unless their sums tell rows from columns."""
    width, count = len(table.columns), len(table.lines)
    run = next((run for run in runs_in(pieces_in(text, span)) if len(run.values) == width * count), None)
    if run is None or not table.columns[-1].total_of or not _names_all(run.label, table):
        return []
    by_rows = [run.values[at : at + width] for at in range(0, len(run.values), width)]
    by_columns = [run.values[at::count] for at in range(count)]
    right, other = sorted((by_rows, by_columns), key=_adding, reverse=True)
    if _adding(right) < _MOST * count or _adding(right) == _adding(other):
        return []
    return [_row(run, names(line)[0], values) for line, values in zip(table.lines, right, strict=True)]


def _names_all(words: str, table: Table) -> bool:
    """Whether some words name every line of a table in its order."""
    at = 0
    for line in table.lines:
        ends = [found + len(name) for name in names(line) if (found := words.find(name, at)) >= 0]
        if not ends:
            return False
        at = min(ends)
    return True


def _adding(rows: Sequence[Sequence[Piece]]) -> int:
    """How many rows end with the sum of what stands before."""
    return sum(
        sum((piece.value or Decimal(0) for piece in row[:-1]), Decimal(0)) == (row[-1].value or Decimal(0))
        for row in rows
    )


def _row(run: Run, name: str, values: Sequence[Piece]) -> FoundRow:
    span = Span(run.before[0].span.start, run.values[-1].span.end)
    return FoundRow(name, name, tuple(piece.cell for piece in values), span)
