"""竖线 — how a text sets its cells apart with bars, and which of the gaps between bars are cells left empty.

Programs that take text out of web pages write a row as `a | b |`, as `| a | b |` or with each cell on a line of its
own, fill short rows up with `||`, or give the bars lines of their own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai.auditing.model import Grid, GridCell, Span

BARS = re.compile(r"[|│┃\t]")
DRAWN = {ord("│"): "|", ord("┃"): "|"}
"""Bars as letters that draw tables have them, and as others do."""
# Lines that only rule a table off.
RULE = re.compile(r"[\s|:+=─━┼│├┤┌┐└┘┬┴-]*(?:-{3}|[─━]{2})[\s|:+=─━┼│├┤┌┐└┘┬┴-]*")
_BETWEEN = re.compile(r"(?:^|(?<=[|│┃\t]))[^|│┃\t]*")
_FRAMES = ("|", "│", "┃")
_FILLING = re.compile(r"\s*\|{2,}\s*$")
_TIGHT = re.compile(r"[^\s|]\|[^\s|]")
_MOST = 0.8


@dataclass(frozen=True, slots=True)
class Bars:
    """竖线的用法 — `closing`: a bar ends every row; `spaced`: bars with nothing between only fill a row up;

    `single`: one cell a line; `apart`: the bars stand on lines of their own, behind each cell; `framed`: rows that a
    bar ends begin with one too.
    """

    closing: bool = False
    framed: bool = False
    spaced: bool = False
    single: bool = False
    apart: bool = False


def bars_in(lines: Sequence[str]) -> Bars:
    """Return how the lines of a table, or of the part of a text that holds it, use bars."""
    barred = [bare for line in lines if "|" in (bare := line.strip())]
    alone = sum(bare == "|" for bare in barred)
    worded = [bare for bare in barred if bare.strip("| ")]
    spaced = bool(barred) and not any(_TIGHT.search(bare) for bare in barred)
    if not worded:
        return Bars(spaced=spaced, apart=alone > 0)
    closing = sum(bare.endswith("|") for bare in worded) >= _MOST * len(worded)
    single = sum(bare.count("|") == 1 for bare in worded) >= _MOST * len(worded)
    apart = alone > len(worded) and not closing
    framed = sum(bare.startswith("|") for bare in worded) >= _MOST * len(worded)
    return Bars(closing and not apart, framed, spaced, single and closing, apart)


def cells_of(line: str, bars: Bars) -> list[re.Match[str]]:
    """Return the cells of a line with bars, what stands around its row and what fills it up left out."""
    end = len(line)
    if bars.spaced and (filling := _FILLING.search(line)):
        # 0 | ||: the first bar closes the last cell.
        end = filling.start()
        if not line[:end].strip():
            return []
    found = list(_BETWEEN.finditer(line, 0, end))
    outside = _closes(line, bars) if end == len(line) else not found[-1][0].strip()
    if len(found) > 1 and outside:
        found = found[:-1]
    framed = line.lstrip()[:1] in _FRAMES
    if framed and (bars.framed or not bars.closing) and len(found) > 1 and not found[0][0].strip():
        found = found[1:]
    return found


def _closes(line: str, bars: Bars) -> bool:
    bare = line.strip()
    return bare.endswith(_FRAMES) and (bars.closing or bare.startswith(_FRAMES))


def opened(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a text whose bars stand on lines of their own, the bars that only end a cell blotted out."""
    after_cell = False
    for line in lines:
        bare = line.strip()
        filling = bare.startswith("||") and not bare.strip("|")
        if filling or (bare == "|" and after_cell):
            yield " " * len(line)
            after_cell = False
        else:
            yield line
            after_cell = bool(bare) and bare != "|"


@lru_cache(maxsize=2)
def grids_between_bars(text: str) -> tuple[Grid, ...]:
    """Return lines with bars that follow each other as tables whose columns are counted from the left."""
    found: list[Grid] = []
    cells: list[GridCell] = []
    start = 0
    lines = text.split("\n")
    bars = bars_in(lines)
    for number, line in enumerate(lines):
        if RULE.fullmatch(line):
            pass
        elif BARS.search(line):
            cells += _counted(cells_of(line, bars), number, start)
        elif line.strip() and cells:
            found.append(_grid(cells))
            cells = []
        start += len(line) + 1
    return (*found, _grid(cells)) if cells else tuple(found)


def _counted(matches: Sequence[re.Match[str]], number: int, start: int) -> Iterator[GridCell]:
    for column, cell in enumerate(matches):
        words = cell[0].strip()
        at = start + cell.start() + (cell[0].index(words) if words else 0)
        yield GridCell(number, column, 1, 1, Span(at, at + len(words)))


def _grid(cells: Sequence[GridCell]) -> Grid:
    return Grid(tuple(cells), Span(cells[0].span.start, cells[-1].span.end))
