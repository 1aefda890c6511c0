"""写成文本 — puts lines and tables down one after another as the text that every place points into."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.auditing.model import Grid, GridCell, Source, Span
from gongkai.intake.limits import MAX_CELLS, check_letters

_HAN = "\u3400-\u9fff，。、；：（）《》“”"
_BREAK = re.compile(rf"(?<=[{_HAN}])\s*\n\s*(?=[{_HAN}])")
_WIDEST = 100
# Letters farther apart than this, in heights of a letter, are words of their own; so far, cells.
_WORD_GAP, _CELL_GAP = 0.2, 1.0


@dataclass(frozen=True, slots=True)
class Written:
    """一格的字 — the words of a cell and over how many columns and rows it reaches."""

    words: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """有位置的字 — words with their edges, the height of their middle from the page's top, and their letters' size."""

    words: str
    left: float
    right: float
    middle: float
    size: float


class Writer:
    """书写 — gathers the text of a file and the grids of its tables."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._grids: list[Grid] = []
        self._length = 0
        self._cells = 0

    def line(self, words: str) -> None:
        """Put down one line. Raises FileRefused when the text becomes endless."""
        self._pieces.append(f"{words}\n")
        self._length += len(words) + 1
        check_letters(self._length)

    def table(self, rows: Sequence[Sequence[Written]]) -> None:
        """Put down a table: a line for each row, cells apart by tabs."""
        start, cells, taken = self._length, list[GridCell](), set[tuple[int, int]]()
        for number, row in enumerate(rows):
            at, column, words = self._length, 0, [one_line(cell.words) for cell in row]
            for cell, said in zip(row, words, strict=True):
                while (number, column) in taken:
                    column += 1
                wide, high = self._reach(cell, len(rows) - number)
                span = Span(at, at + len(said))
                cells.append(GridCell(number, column, high, wide, span))
                taken.update(
                    (number + down, column + across) for down in range(high) for across in range(wide)
                )
                at, column = at + len(said) + 1, column + wide
            self.line("\t".join(words))
        if cells:
            self._grids.append(Grid(tuple(cells), Span(start, self._length - 1)))

    def _reach(self, cell: Written, left: int) -> tuple[int, int]:
        """How far a cell reaches; no farther than the table, and nowhere beyond when there are too many."""
        wide, high = max(1, min(cell.columns, _WIDEST)), max(1, min(cell.rows, left))
        self._cells += wide * high
        return (wide, high) if self._cells <= MAX_CELLS else (1, 1)

    def source(self, name: str, kind: str) -> Source:
        """Return what was put down."""
        return Source(name, "".join(self._pieces), kind, tuple(self._grids))


def one_line(words: str) -> str:
    """Return words on one line; a break between Chinese characters leaves no space."""
    return re.sub(r"\s+", " ", _BREAK.sub("", words.strip()))


def lines_of(placed: Sequence[Placed]) -> Iterator[str]:
    """Yield the lines of a page from the top down, what stands well apart kept apart by as many spaces."""
    lines: list[list[Placed]] = []
    for one in sorted(placed, key=lambda one: one.middle):
        if lines and abs(lines[-1][0].middle - one.middle) < max(lines[-1][0].size, one.size) / 2:
            lines[-1].append(one)
        else:
            lines.append([one])
    return (spaced(sorted(line, key=lambda one: one.left)) for line in lines)


def spaced(line: Sequence[Placed]) -> str:
    """Return what stands on one height, from the left: three spaces or more between cells."""
    words = line[0].words
    for before, one in pairwise(line):
        gap = (one.left - before.right) / (max(one.size, before.size) or 1)
        width = max(3, round(2 * gap)) if gap > _CELL_GAP else int(gap > _WORD_GAP)
        words += " " * min(width, _WIDEST) + one.words
    return words
