"""文本的行 — the lines of a text with their places, folded for matching."""

import re
from typing import NamedTuple

from gongkai.auditing.folding import fold
from gongkai.auditing.model import Source, Span
from gongkai.intake.reading import Line

_LETTERS = re.compile(r"[^\W_]+")
_GAP = re.compile(r"\t| {3,}|\|")
_NUMBERS = re.compile(r"(?<![\d.])\d[\d,.]*(?![\d.])")


class TextLine(NamedTuple):
    """一行 — its words' place without the spaces around them, the words folded; `gap`: an empty line before it.

    `in_table`: a row of a table, by its cells or because numbers stand in columns.
    """

    span: Span
    folded: str
    gap: bool
    in_table: bool

    @property
    def key(self) -> str:
        """The letters and digits alone, by which two printings of one line are known as the same."""
        return "".join(_LETTERS.findall(self.folded))

    def as_intake(self) -> Line:
        """The same as `intake` asks for it."""
        return Line(text=self.folded, simple=self.folded, gap=self.gap)


def lines_in(source: Source) -> tuple[TextLine, ...]:
    """Return the lines that are not empty, in their order."""
    folded = fold(source.text)
    lines: list[TextLine] = []
    at, gap, tables = 0, False, iter(source.grids)
    table = next(tables, None)
    for words in folded.split("\n"):
        end = at + len(words)
        while table is not None and table.span.end < at:
            table = next(tables, None)
        bare = words.strip()
        if bare:
            start = at + words.index(bare[0])
            inside = table is not None and table.span.start <= start
            lines.append(TextLine(Span(start, start + len(bare)), bare, gap, inside or _is_in_columns(bare)))
        gap, at = not bare, end + 1
    return tuple(lines)


def _is_in_columns(words: str) -> bool:
    """Whether words are a row of a table without lines: cells apart by tabs, strokes or wide gaps, with numbers."""
    cells = [cell.strip() for cell in _GAP.split(words)]
    return len(cells) >= 3 and sum(bool(_NUMBERS.fullmatch(cell)) for cell in cells) >= 2
