"""PDF 表格 — ruled tables of a page, told by their lines."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium
from pypdfium2 import PdfObject, PdfPage

from .pdf_covers import Box
from .pdf_letters import sheet_of, turned

_NEAR = 3.0
_THIN = 2.5
_SAME_LINE = 1.0
# A page with more drawn shapes is a map or a drawing; a shape of more strokes is no rule of a table.
_MAX_SHAPES = 20_000
_MAX_STROKES = 400
_MAX_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Stroke:
    """线 — a level or upright line: `at` is its height or its place from the left, `start` to `end` its reach."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Cell:
    """格 — a cell by its first row and column and how many of each it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """表框 — `lefts` from the left edge to the right one, `heights` from the top edge down to the bottom one."""

    lefts: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[Cell, ...]

    def cell_at(self, x: float, y: float) -> int | None:
        """Number of the cell in which a point lies, None outside the table."""
        column = next((i for i, (a, b) in enumerate(pairwise(self.lefts)) if a <= x < b), None)
        row = next((i for i, (a, b) in enumerate(pairwise(self.heights)) if b <= y < a), None)
        if column is None or row is None:
            return None
        return next(
            i
            for i, cell in enumerate(self.cells)
            if cell.row <= row < cell.row + cell.rows and cell.column <= column < cell.column + cell.columns
        )


def grids(page: PdfPage) -> list[Grid]:
    """The ruled tables of a page with at least two cells."""
    shapes = []
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        shapes.append(shape)
        if len(shapes) > _MAX_SHAPES:
            return []
    sheet, rotation = sheet_of(page), page.get_rotation()
    strokes = [
        stroke for shape in shapes for box in _lines(shape)
        if (stroke := _stroke(turned(box, rotation=rotation, sheet=sheet))) is not None
    ]  # fmt: skip
    found = [_grid([*group, *_edges(group)]) for group in _touching(_in_one(strokes))]
    return [grid for grid in found if grid is not None]


def _lines(shape: PdfObject) -> Iterator[Box]:
    """The straight lines of a shape as boxes without width; a thin filled box is a line too."""
    box = shape.get_bounds()
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        yield box
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    count = pdfium.FPDFPath_CountSegments(shape)
    if not pdfium.FPDFPath_GetDrawMode(shape, fill, stroke) or not stroke.value or count > _MAX_STROKES:
        return
    here = first = (0.0, 0.0)
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(shape, i)
        point = _point(shape, segment)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        else:
            yield _box(here, point)
        here = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield _box(here, first)


def _point(shape: PdfObject, segment: pdfium.FPDF_PATHSEGMENT) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    placed: tuple[float, float] = shape.get_matrix().on_point(x.value, y.value)
    return placed


def _box(a: tuple[float, float], b: tuple[float, float]) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _stroke(box: Box) -> Stroke | None:
    left, bottom, right, top = box
    if top - bottom <= _THIN < right - left:
        return Stroke(True, (top + bottom) / 2, left, right)
    if right - left <= _THIN < top - bottom:
        return Stroke(False, (left + right) / 2, bottom, top)
    return None


def _in_one(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Strokes that go on in one line, as one: some programs draw each cell's border by itself."""
    joined: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda s: (s.level, round(s.at), s.start)):
        last = joined[-1] if joined else None
        goes_on = last is not None and last.level == stroke.level and abs(last.at - stroke.at) < _SAME_LINE
        if last is not None and goes_on and stroke.start <= last.end + _NEAR:
            joined[-1] = Stroke(last.level, last.at, last.start, max(last.end, stroke.end))
        else:
            joined.append(stroke)
    return joined


def _edges(group: Sequence[Stroke]) -> Iterator[Stroke]:
    """The upper and lower edge that a table lacks where the page breaks within a row."""
    heights = [s.at for s in group if s.level]
    below = [(s.start, s.at) for s in group if not s.level and s.start < min(heights) - _NEAR]
    above = [(s.end, s.at) for s in group if not s.level and s.end > max(heights) + _NEAR]
    for reaching in (below, above):
        ends, places = [end for end, _ in reaching], [at for _, at in reaching]
        if len(reaching) >= 2 and max(ends) - min(ends) <= _NEAR:
            yield Stroke(True, ends[0], min(places), max(places))


def _touching(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """Strokes in groups that hang together by crossing or touching."""
    upright = sorted((s for s in strokes if not s.level), key=lambda s: s.at)
    groups: list[tuple[list[Stroke], list[Stroke]]] = []
    for level in (s for s in strokes if s.level):
        crossed = [
            s for s in upright
            if level.start - _NEAR <= s.at <= level.end + _NEAR and s.start - _NEAR <= level.at <= s.end + _NEAR
        ]  # fmt: skip
        joined = [group for group in groups if any(s in group[1] for s in crossed)]
        groups = [group for group in groups if group not in joined]
        merged = ([level], crossed)
        for group in joined:
            merged = (merged[0] + group[0], [*merged[1], *(s for s in group[1] if s not in merged[1])])
        groups.append(merged)
    return [level + crossing for level, crossing in groups]


def _places(values: Sequence[float]) -> list[float]:
    """Values that are nearly the same, as one; ascending."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _grid(group: Sequence[Stroke]) -> Grid | None:
    lefts = _places([s.at for s in group if not s.level])
    heights = _places([s.at for s in group if s.level])[::-1]
    rows, columns = len(heights) - 1, len(lefts) - 1
    if rows < 1 or columns < 1 or not 2 <= rows * columns <= _MAX_CELLS:
        return None
    cells = _cells(group, lefts, heights)
    return Grid(tuple(lefts), tuple(heights), cells) if len(cells) >= 2 else None


def _cells(group: Sequence[Stroke], lefts: Sequence[float], heights: Sequence[float]) -> tuple[Cell, ...]:
    """Places of the grid, those without a line between them taken together."""
    rows, columns = len(heights) - 1, len(lefts) - 1
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            wide = high = 1
            middle = (heights[row] + heights[row + 1]) / 2
            while column + wide < columns and not _divides(group, False, lefts[column + wide], middle):
                wide += 1
            centre = (lefts[column] + lefts[column + 1]) / 2
            while row + high < rows and not _divides(group, True, heights[row + high], centre):
                high += 1
            covered = {(row + i, column + j) for i in range(high) for j in range(wide)}
            if covered & taken:
                wide = high = 1
                covered = {(row, column)}
            taken |= covered
            cells.append(Cell(row, column, high, wide))
    return tuple(cells)


def _divides(group: Sequence[Stroke], level: bool, at: float, across: float) -> bool:
    """Whether a line stands at this place and passes the point `across`."""
    return any(
        s.level == level and abs(s.at - at) <= _NEAR and s.start - _NEAR <= across <= s.end + _NEAR
        for s in group
    )
