"""年报内容 — what a report says, ready to be shown: its sections, their words with figures in place, their tables.

Pages, publication and exports all show this; a figure keeps the reference that it came from, so that it can be opened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.reporting.layout import Layout, Line, layout_of
from gongkai.reporting.models import AnnualReport, ReportSection
from gongkai.reporting.numbers import Numbers, numbers_of, plain
from gongkai.rules.indicators import INDICATORS
from gongkai.rules.report_forms import Cell, Table
from gongkai.rules.report_prose import unusual
from gongkai.rules.report_references import Aspect, Reference, mentions

UNKNOWN = "（暂无数据）"
_PERCENT = "%"
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Piece:
    """一截文字 — words, or a figure with its reference, its number (None: not known) and that of the year before."""

    text: str
    reference: Reference | None = None
    number: Decimal | None = None
    before: Decimal | None = None

    @property
    def key(self) -> str:
        """Its reference as `str` writes it, "" for words."""
        return str(self.reference) if self.reference else ""

    @property
    def before_text(self) -> str:
        """The number of the year before as it is printed, "" for none."""
        return words_of(self.reference, self.before) if self.reference and self.before is not None else ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """显示的一格 — a cell, its number and that of the year before, and whether the change asks to be looked at."""

    cell: Cell
    number: Decimal | None
    before: Decimal | None

    @property
    def text(self) -> str:
        """The number as it is printed, "" for none."""
        return "" if self.number is None else plain(self.number)

    @property
    def text_before(self) -> str:
        return "" if self.before is None else plain(self.before)

    @property
    def unusual(self) -> bool:
        return self.number is not None and self.before is not None and unusual(self.number, self.before)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """显示的一行 — a line of a layout with its cells, () for one that is a heading only."""

    line: Line
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """显示的表 — a table of the form in its layout, with its lines."""

    table: Table
    layout: Layout
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """显示的部分 — numbered heading, paragraphs, tables, and the row that they come from."""

    section: ReportSection
    heading: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    tables: tuple[ShownTable, ...]

    @property
    def text(self) -> str:
        """Heading and paragraphs, a line each."""
        return "\n".join([self.heading, *("".join(piece.text for piece in line) for line in self.paragraphs)])


@dataclass(frozen=True, slots=True)
class Content:
    """年报内容 — title and sections, and the numbers that they show."""

    title: str
    form_key: str
    sections: tuple[ShownSection, ...]
    numbers: Numbers

    @property
    def text(self) -> str:
        """All words, a paragraph a line, with figures in place."""
        return "\n".join([self.title, *(section.text for section in self.sections)])

    def cells(self) -> Iterator[ShownCell]:
        """Yield every cell of every table."""
        for section in self.sections:
            for table in section.tables:
                for line in table.lines:
                    yield from line.cells


def content_of(
    report: AnnualReport, numbers: Numbers | None = None, sections: Iterable[ReportSection] | None = None
) -> Content:
    """Return what a report says: with frozen numbers once it is submitted, unless others are given.

    `sections` are those of a report that is not stored.
    """
    known = numbers or numbers_of(report)
    tables = {section.key: section.tables for section in report.form.sections}
    shown = tuple(
        ShownSection(
            section,
            f"{numeral(number)}、{section.heading}",
            tuple(tuple(pieces(line, known)) for line in section.text.splitlines() if line.strip()),
            tuple(_table(report.form.table(key), known) for key in tables.get(section.key, ())),
        )
        for number, section in enumerate(report.sections.all() if sections is None else sections, 1)
    )
    return Content(str(report), report.form_key, shown, known)


def pieces(line: str, numbers: Numbers) -> Iterator[Piece]:
    """Yield the words and figures of a line; a mark that refers to nothing stays as it is."""
    done = 0
    for mention in mentions(line):
        if mention.start > done:
            yield Piece(line[done : mention.start])
        done = mention.end
        if mention.reference is None:
            yield Piece(line[mention.start : mention.end])
        else:
            yield _figure(mention.reference, numbers)
    if done < len(line):
        yield Piece(line[done:])


def numeral(number: int) -> str:
    """Return a number up to 99 as headings count."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return head + (_NUMERALS[ones - 1] if ones else "")


def words_of(reference: Reference, number: Decimal | None) -> str:
    """Return a figure as the text prints it: percentages with their sign."""
    if number is None:
        return UNKNOWN
    rate = (
        INDICATORS[reference.shows.indicator].unit == _PERCENT and reference.aspect is not Aspect.CHANGE_RATE
    )
    percentage = rate or reference.aspect in (Aspect.CHANGE_RATE, Aspect.SHARE)
    return plain(number) + (_PERCENT if percentage else "")


def _figure(reference: Reference, numbers: Numbers) -> Piece:
    number = numbers.of(reference)
    before = (
        numbers.of(Reference(reference.shows, Aspect.PREVIOUS)) if reference.aspect is Aspect.VALUE else None
    )
    return Piece(words_of(reference, number), reference, number, before)


def _table(table: Table, numbers: Numbers) -> ShownTable:
    layout = layout_of(table)
    lines = tuple(ShownLine(line, tuple(_cells(table, line, numbers))) for line in layout.lines)
    return ShownTable(table, layout, lines)


def _cells(table: Table, line: Line, numbers: Numbers) -> Iterator[ShownCell]:
    if line.axis is None:
        return
    for column in table.columns:
        cell = table.cell(line.axis.key, column.key)
        yield ShownCell(cell, numbers.now.get(cell.key), numbers.before.get(cell.key))
