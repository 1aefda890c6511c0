"""年报的纸面 — a report as a paper: its sections, their words, pictures and charts, their tables with merged headings as the national layout has them."""

from collections.abc import Iterator

from django.utils import timezone

from gongkai.reporting.charts_drawn import svg
from gongkai.reporting.content import Content, ShownParagraph, ShownSection, ShownTable
from gongkai.reporting.illustrations import ShownChart, ShownPicture
from gongkai.reporting.layout import Head, Layout
from gongkai.reporting.models import AnnualReport
from gongkai.typesetting.drawing import SVG_TYPE
from gongkai.typesetting.layout import title_lines
from gongkai.typesetting.paper import Block, Cell, Heading, Paper, Paragraph, Picture, Side, Signing, Table

_INDENT = "　"
_MANY = 6
"""More columns than these are set small."""
_OUTER, _INNER = 1.0, 3.4
"""How wide the headings of lines are when they stand in several columns, in columns of numbers."""


def paper_of(report: AnnualReport, content: Content) -> Paper:
    """Return a report as a paper, marked as a draft until it is signed, and signed by its organ after that."""
    day = timezone.localdate(report.signed_at) if report.signed_at else None
    blocks = tuple(block for section in content.sections for block in _section(section))
    return Paper(
        title=_title(report, content.title),
        blocks=blocks,
        signing=Signing((report.agency.name,), day, sealed=False) if day else None,
        note=f"第{report.number}版。更正的理由：{report.reason}" if report.reason else "",
        draft=not report.signed,
    )


def _title(report: AnnualReport, title: str) -> str:
    """A title that does not fit on a line breaks after the organ."""
    organ = report.agency.name
    return title.replace(organ, f"{organ}\n", 1) if len(title_lines(title)) > 1 else title


def _section(section: ShownSection) -> Iterator[Block]:
    # The number is part of the words: readers of the file find it there too.
    yield Heading(section.heading, numbered=False)
    for element in section.elements:
        if isinstance(element, ShownParagraph):
            yield Paragraph(element.text)
        elif isinstance(element, ShownTable):
            yield table_of(element)
        elif isinstance(element, ShownPicture):
            alt, caption = element.illustration.alt, element.caption
            yield Picture(element.data(), element.media_type, alt, caption)
        else:
            drawn = element.drawn()
            if drawn.empty:
                yield Paragraph(element.empty_words)
            else:
                yield Picture(svg(drawn), SVG_TYPE, words_of_chart(element), element.caption)
            yield _grid(element)


def words_of_chart(chart: ShownChart) -> str:
    """Return what a chart says to who does not see it."""
    return f"{chart.chart.title}的图，数字见下表"


def _grid(chart: ShownChart) -> Table:
    """The table under a chart."""
    head = tuple(Cell(words, side=Side.CENTRE) for words in chart.heads)
    rows = tuple(
        (Cell(name, heads=True), *(Cell(each.text, side=Side.CENTRE) for each in cells))
        for name, cells in chart.lines
    )
    return Table(rows, (_INNER, *(1.0 for _ in chart.heads[1:])), (head,), fine=len(chart.heads) > _MANY)


def table_of(shown: ShownTable) -> Table:
    """Return a table in its layout, with its numbers."""
    layout = shown.layout
    return Table(
        head=tuple(tuple(_cell(head) for head in row) for row in layout.head),
        rows=tuple(
            (
                *_line(layout, line.line.heads, line.line.level),
                *(Cell(each.text, side=Side.CENTRE) for each in line.cells),
            )
            for line in shown.lines
        ),
        widths=_widths(layout),
        fine=layout.columns > _MANY,
    )


def _cell(head: Head) -> Cell:
    return Cell(head.words, head.columns, head.rows, Side.CENTRE)


def _line(layout: Layout, heads: tuple[Head, ...], level: int) -> Iterator[Cell]:
    for number, head in enumerate(heads):
        indent = _INDENT * level if layout.outline and not number else ""
        side = Side.CENTRE if layout.outline and number else Side.LEFT
        yield Cell(indent + head.words, head.columns, head.rows, side, heads=True)


def _widths(layout: Layout) -> tuple[float, ...]:
    headings, numbers = layout.heading_columns, layout.columns - layout.heading_columns
    if layout.outline:
        return (5.0, 1.0, *(1.6 for _ in range(numbers)))
    told = (*(_OUTER for _ in range(headings - 1)), _INNER) if headings > 1 else (1.0,) * headings
    return (*told, *(1.0 for _ in range(numbers)))
