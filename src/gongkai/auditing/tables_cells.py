"""格与行 — the cells of a grid by its rows, and what a cell holds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gongkai.auditing.model import Grid, GridCell, ReadCell, Span
from gongkai.auditing.tables_words import is_empty, number_in

HEADER_LINES = 6
"""So many lines above a row may be its headings."""


def lines_of(grid: Grid) -> Iterator[Sequence[GridCell]]:
    """Yield the rows of a table from the top down, each from the left."""
    lines: dict[int, list[GridCell]] = defaultdict(list)
    for cell in grid.cells:
        lines[cell.row].append(cell)
    for number in sorted(lines):
        yield sorted(lines[number], key=lambda cell: cell.column)


def value_of(words: str, span: Span) -> ReadCell | None:
    """Return what a cell holds, empty or a number; None for a cell with words."""
    if is_empty(words):
        return ReadCell(None, span)
    number = number_in(words)
    if number is None and words.replace(" ", "").isdigit():
        # Of a narrow cell the number is broken.
        number = number_in(words.replace(" ", ""))
    return None if number is None else ReadCell(number, span)
