"""上下文 — what stands around a candidate: the words before and after it, its row, its column's heading."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from .characters import folded, readable
from .labels import Label, nearest

BEFORE, AFTER = 40, 16
_LONG_NUMBER = re.compile(r"\d{5}")
_CAPTION = 120
_LABEL_CELL = 12
_LONGEST_ROW = 20_000


@dataclass(frozen=True, slots=True)
class Table:
    """表 — consecutive lines with tabs: where they begin and end, the cells of the heading, the words above."""

    start: int
    end: int
    heading: tuple[str, ...]
    caption: str

    def column(self, words: re.Pattern[str]) -> int | None:
        """The first column whose heading holds the words."""
        return next((number for number, cell in enumerate(self.heading) if words.search(cell)), None)


class Around:
    """周围 — folded words before and after a candidate within its cell, and the headings over it."""

    def __init__(
        self, before: str, after: str, telling: tuple[str, ...], heading: str = "", row_headings: str = ""
    ) -> None:
        self.before = before
        self.after = after
        self.heading = heading
        self.row_headings = row_headings
        self._telling = telling

    @cached_property
    def label(self) -> Label:
        """What the words say the candidate is: those in the cell, its column's heading, the cell on the left."""
        return next((label for words in self._telling if (label := nearest(words))), Label.NONE)


class Page:
    """文本 — a text under scan; its tables are looked for once, when first asked for."""

    def __init__(self, text: str, context: str = "") -> None:
        self.text = text
        self.context = folded(context)
        self._mentioned: dict[re.Pattern[str], bool] = {}

    @cached_property
    def tables(self) -> list[Table]:
        """The tables of the text in their order."""
        return _tables(self.text) if "\t" in self.text else []

    @cached_property
    def _starts(self) -> list[int]:
        return [table.start for table in self.tables]

    def mentions(self, words: re.Pattern[str]) -> bool:
        """Whether the words stand anywhere in the text or its context; looked for once."""
        if words not in self._mentioned:
            self._mentioned[words] = bool(words.search(self.text) or words.search(self.context))
        return self._mentioned[words]

    def table_at(self, place: int) -> Table | None:
        """The table that a character stands in."""
        number = bisect_right(self._starts, place) - 1
        return self.tables[number] if number >= 0 and place < self.tables[number].end else None

    def around(self, start: int, end: int) -> Around:
        """What stands around text[start:end]."""
        text = self.text
        before = readable(text[max(0, start - BEFORE) : start])
        after = readable(text[end : end + AFTER])
        table = self.table_at(start)
        if (
            table is None
            or self.text.rfind("\n", max(0, start - _LONGEST_ROW), start) < 0 < start - _LONGEST_ROW
        ):
            return Around(before, after, (before, self.context), self.context)
        return self._in_table(table, start, before, after)

    def _in_table(self, table: Table, start: int, before: str, after: str) -> Around:
        line = self.text.rfind("\n", 0, start) + 1
        cells = self.text[line:start].split("\t")
        cell = before[-len(cells[-1]) :] if cells[-1] else ""
        left = folded(cells[-2]) if len(cells) > 1 else ""
        heading = table.heading[len(cells) - 1] if len(cells) <= len(table.heading) else ""
        left = left if len(left) <= _LABEL_CELL and not _LONG_NUMBER.search(left) else ""
        headings = "\t".join(table.heading) or folded(self.text[line:start])
        return Around(cell, after.partition("\t")[0], (cell, heading, left, self.context), heading, headings)


def _tables(text: str) -> list[Table]:
    found: list[Table] = []
    lines: list[str] = []
    begin = place = 0
    above = ""
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            begin = begin if lines else place
            lines.append(line)
        else:
            if lines:
                found.append(_table(begin, place, lines, above))
                lines, above = [], ""
            above = f"{above} {line}"[-_CAPTION:]
        place += len(line) + 1
    return found


def _table(start: int, end: int, lines: list[str], above: str) -> Table:
    caption = folded(above)
    for line in lines[:4]:
        cells = [re.sub(r"\s", "", readable(cell)) for cell in line.split("\t")]
        filled = [cell for cell in cells if cell]
        if len(filled) < 2:
            caption += f" {''.join(filled)}"
        elif not any(_LONG_NUMBER.search(cell) or len(cell) > 30 for cell in filled):
            return Table(start, end, tuple(cells), caption)
        else:
            break
    return Table(start, end, (), caption)
