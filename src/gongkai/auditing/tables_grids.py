"""有格线的表 — the national tables out of tables whose cells the file tells apart, merged, split over pages or not."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gongkai.auditing.model import GridCell, ReadTable, Source, Span
from gongkai.auditing.tables_cells import HEADER_LINES, lines_of, value_of
from gongkai.auditing.tables_columns import in_order, national, widths
from gongkai.auditing.tables_rows import FoundRow, heading_at_end, in_form, unanimous
from gongkai.auditing.tables_words import REMEDY_WORDS, compact, without_unit
from gongkai.rules.report_forms import Form, Table


def rows_of_grids(source: Source) -> tuple[FoundRow, ...]:
    """Return every row of every table of a file in reading order, tables one after another."""
    return tuple(
        _row(source.text, cells, grid.span)
        for grid in sorted(source.grids, key=lambda grid: grid.span)
        for cells in lines_of(grid)
    )


def read_rows(rows: Sequence[FoundRow], form: Form, table: Table) -> ReadTable | None:
    """Return a table of a form; None when it is not there for certain, or is there twice and differs."""
    stretches = _of_remedies(rows, len(table.columns)) if table.key == "remedies" else _stretches(rows, table)
    return unanimous(in_form(form, table, stretch) for stretch in stretches)


def _row(text: str, cells: Sequence[GridCell], grid: Span) -> FoundRow:
    """A row: what follows its last words are its values."""
    words = [cell.span.of(text) for cell in cells]
    values = [value_of(said, cell.span) for said, cell in zip(words, cells, strict=True)]
    cut = max((place + 1 for place, value in enumerate(values) if value is None), default=0)
    said = [compact(part) for part, value in zip(words[:cut], values, strict=False) if value is None]
    headings = [part for part in said if without_unit(part)]
    spans = [cell.span for cell in cells] or [grid]
    return FoundRow(
        label=headings[-1] if headings else "",
        around="".join(said),
        values=tuple(value for value in values[cut:] if value),
        span=Span(min(span.start for span in spans), max(span.end for span in spans)),
    )


def _stretches(rows: Sequence[FoundRow], table: Table) -> Iterator[list[FoundRow]]:
    """Yield the rows from each that begins the table as far as the next one that does."""
    begins = [
        place
        for place, row in enumerate(rows)
        if len(row.values) in widths(table) and heading_at_end(table.lines[0], row.label)
    ]
    for place, end in pairwise([*begins, len(rows)]):
        width = len(rows[place].values)
        stretch = [row for row in rows[place:end] if len(row.values) == width]
        if in_order(table, _header_of(rows[:place])):
            yield national(table, stretch)


def _of_remedies(rows: Sequence[FoundRow], width: int) -> Iterator[list[FoundRow]]:
    for place, row in enumerate(rows):
        head = _header_of(rows[:place])
        if len(row.values) == width and all(words in head for words in REMEDY_WORDS):
            yield [row]


def _header_of(above: Sequence[FoundRow]) -> str:
    """The words of the last rows above, as far as they hold no values."""
    words: list[str] = []
    for row in reversed(above[-HEADER_LINES:]):
        if any(cell.value is not None for cell in row.values):
            break
        words.insert(0, row.around)
    return "".join(words)
