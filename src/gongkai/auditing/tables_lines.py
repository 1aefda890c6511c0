"""没有格线的表 — the words and numbers of plain lines in order: spaced columns, bars, tabs, or one cell a line."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gongkai.auditing.folding import fold
from gongkai.auditing.model import ReadCell, Span
from gongkai.auditing.tables_bars import BARS, DRAWN, RULE, Bars, bars_in, cells_of, opened
from gongkai.auditing.tables_rows import FoundRow
from gongkai.auditing.tables_words import compact, is_empty, number_in
from gongkai.intake.text import PAGE_NUMBER

_PIECE = re.compile(r"\S+")
# A heading with its first value on its heels: 属于国家秘密0
_GLUED = re.compile(r"(?P<words>.*[\u3400-\u9fff”\"）)])(?P<number>\d[\d,]*(?:\.\d+)?)")
_COUNTED = ("计", "第", "〔")
# Of rows of one value so few stand apart from their headings, if any: the others are numbers of pages.
_FEW_ALONE = 10
_TOTAL = ("总计", "合计")
# More words than this between two rows are no heading, even with the table's head repeated on a new page.
_LONGEST_GAP = 200


class Piece(NamedTuple):
    """一段 — words (value None, not `empty`), a number, or a cell left empty, and the number of its line."""

    words: str
    value: Decimal | None
    empty: bool
    span: Span
    line: int

    @property
    def is_value(self) -> bool:
        """Whether it is what a cell may hold."""
        return self.empty or self.value is not None

    @property
    def cell(self) -> ReadCell:
        """The cell that it is."""
        return ReadCell(self.value, self.span)


@dataclass(frozen=True, slots=True)
class Run:
    """一串 — values with no words between, the words before them and the first words after them."""

    before: tuple[Piece, ...]
    values: tuple[Piece, ...]
    after: Piece | None

    @property
    def label(self) -> str:
        """The words before, compact."""
        return compact("".join(piece.words for piece in self.before))


@lru_cache(maxsize=4)
def pieces_in(text: str, span: Span) -> tuple[Piece, ...]:
    """Return the words and values of a part of a text, without page numbers and ruled lines.

    Every form and width asks for the same few parts.
    """
    return tuple(_pieces(text, span))


def _pieces(text: str, span: Span) -> Iterator[Piece]:
    start = _row_start(text, span.start)
    lines = fold(text[start : span.end]).translate(DRAWN).split("\n")
    whole = start == 0 or text[start - 1] == "\n"
    bars = bars_in(lines if whole else lines[1:] or lines)
    for number, line in enumerate(opened(lines) if bars.apart else lines):
        if bars.apart and line.strip() == "|":
            yield Piece("", None, True, Span(start, start), number)
        elif not PAGE_NUMBER.fullmatch(line) and not RULE.fullmatch(line):
            yield from (
                _barred(line, start, number, bars) if BARS.search(line) else _spaced(line, start, number)
            )
        start += len(line) + 1


def _row_start(text: str, start: int) -> int:
    """Where the row begins whose first words stand here: in front of the bars at its edge."""
    begin = text.rfind("\n", 0, start) + 1
    return begin if not text[begin:start].strip("|│┃ \t") else start


def _spaced(line: str, start: int, number: int) -> Iterator[Piece]:
    for found in _PIECE.finditer(line):
        yield from _of(found[0], start + found.start(), number)


def _barred(line: str, start: int, number: int, bars: Bars) -> Iterator[Piece]:
    """The cells of a line; those before its last words are never values left empty, nor is a row of nothing."""
    pieces = [list(_cell(found, start, number)) for found in cells_of(line, bars)]
    worded = [place for place, of in enumerate(pieces) if any(not piece.is_value for piece in of)]
    last = worded[-1] if worded else -1
    if not bars.single and all(piece.empty for of in pieces for piece in of):
        return
    for place, of in enumerate(pieces):
        yield from (piece for piece in of if not piece.empty or place > last)


def _cell(found: re.Match[str], start: int, number: int) -> Iterator[Piece]:
    words = found[0].strip()
    at = start + found.start() + len(found[0]) - len(found[0].lstrip()) if words else start + found.start()
    if is_empty(words) or number_in(words) is not None:
        yield from _of(words, at, number)
    else:
        yield from _spaced(found[0], start + found.start(), number)


def _of(words: str, at: int, number: int) -> Iterator[Piece]:
    span = Span(at, at + len(words))
    value = number_in(words)
    glued = None if value is not None else _GLUED.fullmatch(words)
    if glued and (glued["words"].endswith(_TOTAL) or not glued["words"].endswith(_COUNTED)):
        cut = at + glued.start("number")
        yield Piece(glued["words"], None, False, Span(at, cut), number)
        yield Piece(glued["number"], number_in(glued["number"]), False, Span(cut, span.end), number)
    else:
        yield Piece(words, value, value is None and is_empty(words), span, number)


def runs_in(pieces: Sequence[Piece]) -> Iterator[Run]:
    """Yield the values of pieces in order, as far as no words come between."""
    before: list[Piece] = []
    values: list[Piece] = []
    for piece in pieces:
        if piece.is_value:
            values.append(piece)
            continue
        if values:
            yield Run(tuple(before), tuple(values), piece)
            before, values = [], []
        before.append(piece)
    if values or before:
        yield Run(tuple(before), tuple(values), None)


def rows_in(text: str, span: Span, width: int, count: int) -> list[FoundRow]:
    """Return up to so many rows of so many values each; none when the values do not come out even."""
    runs = list(runs_in(_without_page_numbers(pieces_in(text, span), width)))
    found: list[tuple[str, tuple[Piece, ...]]] = []
    after = ""
    for run in runs:
        if len(found) >= count or len(run.label) > _LONGEST_GAP:
            after = run.label[:_LONGEST_GAP]
            break
        for place in range(0, len(run.values), width):
            chunk = run.values[place : place + width]
            if place and len(chunk) < width and all(piece.empty for piece in chunk):
                # What merged cells leave empty in front of the next row.
                break
            if len(chunk) < width or len(found) >= count:
                return []
            found.append((run.label if place == 0 else "", chunk))
        after = run.label if not run.values else ""
    return [_row(found, place, after) for place in range(len(found))]


def _row(found: Sequence[tuple[str, tuple[Piece, ...]]], place: int, after: str) -> FoundRow:
    label, values = found[place]
    following = found[place + 1][0] if place + 1 < len(found) else after
    return FoundRow(
        label=label,
        around=label + following,
        values=tuple(piece.cell for piece in values),
        span=Span(values[0].span.start, values[-1].span.end),
    )


def _without_page_numbers(pieces: Sequence[Piece], width: int) -> Sequence[Piece]:
    """Where rows stand on lines, a number alone on its line is the page's."""
    values = Counter(piece.line for piece in pieces if piece.is_value)
    if max(values.values(), default=0) < width:
        return pieces
    lines = Counter(piece.line for piece in pieces)
    if width == 1 and _FEW_ALONE * sum(lines[line] == 1 for line in values) > len(values):
        return pieces
    return [piece for piece in pieces if not (piece.is_value and lines[piece.line] == 1)]
