"""年报内容 — what a report says, ready to be shown: its sections, their words with figures in place, tables, illustrations.

Pages, publication and exports all show this; a figure keeps the reference that it came from, so that it can be opened.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from gongkai.reporting.illustrations import ShownChart, ShownPicture, in_order, lines_of, shown_illustration
from gongkai.reporting.layout import Layout, Line, layout_of
from gongkai.reporting.models import AnnualReport, Illustration, ReportSection
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

    kind: ClassVar[str] = "table"
    table: Table
    layout: Layout
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """显示的段落 — its words and figures."""

    kind: ClassVar[str] = "paragraph"
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


_Beside = Mapping[str, Decimal | None]
"""The numbers of the year before that this year's are compared with."""
Element = ShownParagraph | ShownTable | ShownPicture | ShownChart
"""What a section is made of; `kind` says which of them for templates."""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """显示的部分 — numbered heading, its elements in their order, and the row that they come from."""

    section: ReportSection
    heading: str
    elements: tuple[Element, ...]

    @property
    def paragraphs(self) -> tuple[ShownParagraph, ...]:
        return tuple(each for each in self.elements if isinstance(each, ShownParagraph))

    @property
    def tables(self) -> tuple[ShownTable, ...]:
        return tuple(each for each in self.elements if isinstance(each, ShownTable))

    @property
    def charts(self) -> tuple[ShownChart, ...]:
        return tuple(each for each in self.elements if isinstance(each, ShownChart))

    @property
    def illustrations(self) -> tuple[ShownPicture | ShownChart, ...]:
        return tuple(each for each in self.elements if isinstance(each, ShownPicture | ShownChart))

    @property
    def text(self) -> str:
        """Heading and paragraphs, a line each; what illustrations say is not among the words."""
        return "\n".join([self.heading, *(paragraph.text for paragraph in self.paragraphs)])


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
    # Where no cell has anything of the year before, nobody recorded that year here, and nothing is compared with it.
    recorded = any(known.before.get(cell.key) for cell in report.form.cells())
    beside = known.before if recorded else {}
    rows = report.sections.prefetch_related("illustrations__file") if sections is None else sections
    shown = tuple(
        ShownSection(row, f"{numeral(number)}、{row.heading}", tuple(_elements(report, row, known, beside)))
        for number, row in enumerate(rows, 1)
    )
    return Content(str(report), report.form_key, shown, known)


def _elements(
    report: AnnualReport, section: ReportSection, numbers: Numbers, beside: _Beside
) -> Iterator[Element]:
    asked = next((each.tables for each in report.form.sections if each.key == section.key), ())
    words = [ShownParagraph(tuple(_pieces(line, numbers, beside))) for line in lines_of(section.text)]
    own: list[ShownParagraph | ShownTable] = [*words]
    own += [_table(report.form.table(key), numbers, beside) for key in asked]
    for each in in_order(own, section.illustrations.all() if section.pk else ()):
        yield shown_illustration(each, report.year, numbers) if isinstance(each, Illustration) else each


def _pieces(line: str, numbers: Numbers, beside: _Beside) -> Iterator[Piece]:
    """Yield the words and figures of a line; a mark that refers to nothing stays as it is."""
    done = 0
    for mention in mentions(line):
        if mention.start > done:
            yield Piece(line[done : mention.start])
        done = mention.end
        if mention.reference is None:
            yield Piece(line[mention.start : mention.end])
        else:
            yield _figure(mention.reference, numbers, beside)
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


def _figure(reference: Reference, numbers: Numbers, beside: _Beside) -> Piece:
    number = numbers.of(reference)
    before = beside.get(str(reference.shows)) if reference.aspect is Aspect.VALUE else None
    return Piece(words_of(reference, number), reference, number, before)


def _table(table: Table, numbers: Numbers, beside: _Beside) -> ShownTable:
    layout = layout_of(table)
    lines = tuple(ShownLine(line, tuple(_cells(table, line, numbers, beside))) for line in layout.lines)
    return ShownTable(table, layout, lines)


def _cells(table: Table, line: Line, numbers: Numbers, beside: _Beside) -> Iterator[ShownCell]:
    if line.axis is None:
        return
    for column in table.columns:
        cell = table.cell(line.axis.key, column.key)
        yield ShownCell(cell, numbers.now.get(cell.key), beside.get(cell.key))
