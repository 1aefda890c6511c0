"""PDF 版面 — a page as rows of text and tables, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from .pdf_letters import Glyph, glyphs
from .pdf_tables import Grid, grids
from .text import glue

# Letters belong to one piece up to this distance, and to one word up to that one, in heights of a letter.
_PIECE_GAP = 1.0
_WORD_GAP = 0.2
# So many rows on each side of the middle, and hardly one across it, are two columns.
_COLUMN_ROWS = 6

_Place = tuple[int, int]
_ASLANT: _Place = (-1, -1)


@dataclass(frozen=True, slots=True)
class Row:
    """行 — words on one height of the page; `size` is the usual height of their letters in points.

    `pieces` are what stands well apart in it, from the left; () where it is all one.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    pieces: tuple[Row, ...] = ()

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Table:
    """表格 — a ruled table: rows of cells as (words, columns covered, rows covered)."""

    rows: tuple[tuple[tuple[str, int, int], ...], ...]
    lefts: tuple[float, ...]
    bottom: float
    top: float

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """页 — rows and tables in reading order; counts of letters, of those the file does not name, and of pictures.

    `aslant` is what runs across the page, as a watermark does, and belongs to no row or cell. `hidden` counts the letters that were left out, since boxes cover them or they lie off the page.
    """

    blocks: tuple[Row | Table, ...]
    width: float
    height: float
    letters: int
    unreadable: int
    pictures: int
    hidden: int
    aslant: tuple[Row, ...] = ()


def read_page(page: PdfPage) -> Page:
    """One page of a PDF as it is seen."""
    width, height = page.get_size()
    ruled = grids(page)
    pieces: list[Row] = []
    in_cells: dict[_Place, list[Row]] = {}
    letters = unreadable = 0
    found = list(glyphs(page))
    shown = [None if glyph is not None and glyph.hidden else glyph for glyph in found]
    for place, run in _runs(shown, ruled):
        letters += len(run)
        unreadable += sum(glyph.unreadable for glyph in run)
        row = _row(run)
        if row is not None:
            (pieces if place is None else in_cells.setdefault(place, [])).append(row)
    tables = [_table(number, grid, in_cells) for number, grid in enumerate(ruled)]
    blocks = _in_order(pieces, tables, width)
    pictures = sum(1 for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
    hidden = sum(glyph is not None and glyph.hidden and not glyph.text.isspace() for glyph in found)
    aslant = tuple(in_cells.get(_ASLANT, ()))
    return Page(tuple(blocks), width, height, letters, unreadable, pictures, hidden, aslant)


def _runs(
    found: Iterable[Glyph | None], ruled: Sequence[Grid]
) -> Iterator[tuple[_Place | None, list[Glyph]]]:
    """Letters that follow one another on one height and in one cell."""
    run: list[Glyph] = []
    at: _Place | None = None
    for glyph in found:
        if glyph is None or (run and not _follows(run[-1], glyph)):
            if run:
                yield at, run
            run = []
        if glyph is None:
            continue
        place = _place(glyph, ruled)
        if run and place != at:
            yield at, run
            run = []
        at = place
        run.append(glyph)
    if run:
        yield at, run


def _follows(before: Glyph, glyph: Glyph) -> bool:
    size = max(before.size, glyph.size, 1.0)
    return (
        abs(before.middle - glyph.middle) < size / 2
        and -size / 2 < glyph.left - before.right < size * _PIECE_GAP
    )


def _place(glyph: Glyph, ruled: Sequence[Grid]) -> _Place | None:
    if glyph.aslant:
        return _ASLANT
    x = (glyph.left + glyph.right) / 2
    for number, grid in enumerate(ruled):
        cell = grid.cell_at(x, glyph.middle)
        if cell is not None:
            return number, cell
    return None


def _row(run: Sequence[Glyph]) -> Row | None:
    words = run[0].text
    for before, glyph in pairwise(run):
        apart = (
            glyph.left - before.right > glyph.size * _WORD_GAP
            and before.text.isascii()
            and glyph.text.isascii()
        )
        words += (" " if apart else "") + glyph.text
    if not words.strip():
        return None
    shown = [glyph for glyph in run if not glyph.text.isspace()]
    return Row(
        words.strip(), shown[0].left, min(g.bottom for g in shown), max(g.right for g in shown),
        max(g.top for g in shown), median(g.size for g in shown),
    )  # fmt: skip


def _joined(pieces: Iterable[Row]) -> list[Row]:
    """Pieces that stand on one height, as rows from the top down."""
    rows: list[list[Row]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and abs(rows[-1][0].middle - piece.middle) < max(rows[-1][0].size, piece.size) / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_one_row(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _one_row(pieces: Sequence[Row]) -> Row:
    words = pieces[0].text
    for before, piece in pairwise(pieces):
        words = f"{words}{' ' if piece.left - before.right > piece.size * _WORD_GAP else ''}{piece.text}"
    return Row(
        words, pieces[0].left, min(p.bottom for p in pieces), max(p.right for p in pieces),
        max(p.top for p in pieces), max(pieces, key=lambda p: len(p.text)).size, tuple(pieces),
    )  # fmt: skip


def _table(number: int, grid: Grid, in_cells: dict[_Place, list[Row]]) -> Table:
    rows: list[list[tuple[str, int, int]]] = [[] for _ in grid.heights[1:]]
    for i, cell in enumerate(grid.cells):
        words = ""
        for row in _joined(in_cells.get((number, i), [])):
            words = glue(words, row.text)
        rows[cell.row].append((words, cell.columns, cell.rows))
    return Table(tuple(tuple(row) for row in rows), grid.lefts, grid.heights[-1], grid.heights[0])


def _in_order(pieces: Sequence[Row], tables: Sequence[Table], width: float) -> list[Row | Table]:
    """Blocks from the top down; where the page is set in two columns, the left one before the right one."""
    centre = width / 2
    left = [p for p in pieces if p.right <= centre + p.size / 2]
    right = [p for p in pieces if p.left >= centre - p.size / 2]
    across = [p for p in pieces if p.left < centre - p.size / 2 and p.right > centre + p.size / 2]
    long = min(sum(p.right - p.left > width / 4 for p in side) for side in (left, right))
    if long < _COLUMN_ROWS or len(across) > long:
        rows: list[Row | Table] = [*_joined(pieces), *tables]
        return sorted(rows, key=lambda block: -block.middle)
    blocks: list[Row | Table] = []
    wide: list[Row | Table] = sorted([*_joined(across), *tables], key=lambda block: -block.middle)
    above = float("inf")
    for limit in [*(block.middle for block in wide), float("-inf")]:
        for side in (left, right):
            blocks += _joined(p for p in side if limit < p.middle <= above)
        blocks += [block for block in wide if block.middle == limit]
        above = limit
    return blocks
