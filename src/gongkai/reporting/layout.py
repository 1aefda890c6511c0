"""表格版式 — the headings of a form's table as the national layout prints them: which cell spans how many lines and columns.

A table whose lines stand under one another by level (the statistics of 2014–2018) is an outline: every heading has a
line of its own, and the unit a column.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.rules.report_forms import Axis, Table


@dataclass(frozen=True, slots=True)
class Head:
    """表头格 — its words, over how many lines and columns."""

    words: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """一行 — the headings that begin in it, its depth in an outline, and its axis; None for one with no figures."""

    heads: tuple[Head, ...]
    axis: Axis | None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """版式 — the lines of the head, the lines of the body, how many columns the headings of lines take."""

    head: tuple[tuple[Head, ...], ...]
    lines: tuple[Line, ...]
    heading_columns: int
    outline: bool = False

    @property
    def columns(self) -> int:
        """How many columns the table has in all."""
        return sum(head.columns for head in self.head[0])


def layout_of(table: Table) -> Layout:
    """Return the layout of a table."""
    if is_outline(table):
        return _outline(table)
    depth = max(len(line.titles) for line in table.lines)
    bare = all(not any(line.titles) for line in table.lines)
    heading_columns = 0 if bare else depth
    return Layout(
        tuple(_head(table, heading_columns)), tuple(_lines(table, heading_columns)), heading_columns
    )


def is_outline(table: Table) -> bool:
    """Whether a line stands under another one that has figures itself."""
    titles = {line.titles for line in table.lines}
    return any(line.titles[:depth] in titles for line in table.lines for depth in range(1, len(line.titles)))


def _head(table: Table, heading_columns: int) -> Iterator[tuple[Head, ...]]:
    depth = max(len(column.titles) for column in table.columns)
    if table.title:
        yield (Head(table.title, columns=heading_columns + len(table.columns)),)
    for level in range(depth):
        row = list(_spans(table.columns, level, depth, down=True))
        if level == 0 and heading_columns:
            row.insert(0, Head(table.corner, rows=depth, columns=heading_columns))
        yield tuple(row)


def _lines(table: Table, heading_columns: int) -> Iterator[Line]:
    for number, line in enumerate(table.lines):
        heads = []
        for level in range(min(len(line.titles), heading_columns)):
            if number and _same(table.lines[number - 1], line, level):
                continue
            last = level == len(line.titles) - 1
            rows = 1 if last else _run(table.lines, number, level)
            heads.append(Head(line.titles[level], rows, heading_columns - level if last else 1))
        yield Line(tuple(heads), line)


def _spans(axes: Sequence[Axis], level: int, depth: int, *, down: bool) -> Iterator[Head]:
    number = 0
    while number < len(axes):
        axis = axes[number]
        if level >= len(axis.titles):
            number += 1
            continue
        last = level == len(axis.titles) - 1
        length = 1 if last else _run(axes, number, level)
        yield Head(axis.titles[level], rows=depth - level if last and down else 1, columns=length)
        number += length


def _run(axes: Sequence[Axis], number: int, level: int) -> int:
    """Return over how many axes from one on a heading stands."""
    length = 1
    while number + length < len(axes) and _same(axes[number], axes[number + length], level):
        length += 1
    return length


def _same(first: Axis, second: Axis, level: int) -> bool:
    """Whether two neighbours stand under the same heading: one that is the last of its axis stands for itself."""
    above = first.titles[: level + 1] == second.titles[: level + 1]
    return above and level < len(first.titles) - 1 and level < len(second.titles) - 1


def _outline(table: Table) -> Layout:
    head = (Head(table.corner), Head("单位"), *(Head(column.title) for column in table.columns))
    told: set[tuple[str, ...]] = set()
    lines: list[Line] = []
    for line in table.lines:
        for depth in range(1, len(line.titles)):
            path = line.titles[:depth]
            if path not in told:
                told.add(path)
                lines.append(Line((Head(path[-1], columns=2 + len(table.columns)),), None, depth - 1))
        told.add(line.titles)
        lines.append(Line((Head(line.title), Head(line.unit)), line, len(line.titles) - 1))
    return Layout((head,), tuple(lines), 2, outline=True)
