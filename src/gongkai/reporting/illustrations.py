"""显示的插图 — pictures and charts of a section as they are shown, and the order in which everything of a section stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import ClassVar, TypeVar

from gongkai.core import files
from gongkai.reporting.charts import Columns, Lanes, columns, lanes
from gongkai.reporting.courses import key_of, place_in
from gongkai.reporting.models import Illustration, ReportSection
from gongkai.reporting.numbers import Numbers, plain
from gongkai.rules.indicators import DIMENSIONS, INDICATORS
from gongkai.rules.report_charts import Across, Chart, chart_of
from gongkai.rules.report_forms import PREVIOUS, Table

Element = TypeVar("Element")
Grid = tuple[tuple[str, ...], tuple[tuple[str, tuple["Charted", ...]], ...]]
"""Headings and lines of the table under a chart."""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """显示的图片 — its row; the bytes are read when they are asked for."""

    kind: ClassVar[str] = "picture"
    illustration: Illustration

    @property
    def caption(self) -> str:
        return self.illustration.caption

    @property
    def media_type(self) -> str:
        return self.illustration.file.media_type if self.illustration.file else ""

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return self.illustration.file_id or ""

    def data(self) -> bytes:
        """Return its bytes; raises core.files.FileDamaged."""
        return files.read(self.digest)


@dataclass(frozen=True, slots=True)
class Charted:
    """图里的一个数 — its key among the numbers of the report, and its value; None for what is not known."""

    key: str
    number: Decimal | None

    @property
    def text(self) -> str:
        return "" if self.number is None else plain(self.number)


@dataclass(frozen=True, slots=True)
class ShownChart:
    """显示的图表 — its row, what it shows, the headings and lines of the table under it."""

    kind: ClassVar[str] = "chart"
    illustration: Illustration
    chart: Chart
    year: int
    heads: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Charted, ...]], ...]

    @property
    def caption(self) -> str:
        return self.illustration.caption

    @property
    def empty_words(self) -> str:
        """What stands in the place of the drawing where there is nothing to draw."""
        return f"{self.caption}：没有，数都是0，见下表。"

    @property
    def numbers(self) -> Iterator[Charted]:
        """Every number of the table."""
        return (each for _name, cells in self.lines for each in cells)

    @property
    def standing(self) -> bool:
        """Whether its bars stand along a course."""
        return self.chart.across is not Across.PARTS

    @property
    def upright(self) -> Grid:
        """The same table with a line for each place of a course: for screens, which are long and may be narrow."""
        if not self.standing:
            return self.heads, self.lines
        name, cells = self.lines[0]
        places = zip(self.heads[1:], cells, strict=True)
        return (self.heads[0], name), tuple((place, (cell,)) for place, cell in places)

    def drawn(self) -> Columns | Lanes:
        """Return its bars: of a course standing, of parts lying, those of this year."""
        if not self.standing:
            return lanes([(name, cells[0].number) for name, cells in self.lines])
        name, cells = self.lines[0]
        return columns([name], self.heads[1:], [[each.number for each in cells]])


def shown_illustration(row: Illustration, year: int, numbers: Numbers) -> ShownPicture | ShownChart:
    """Return an illustration as it is shown."""
    if not row.chart:
        return ShownPicture(row)
    chart = chart_of(row.chart)
    table = _course if chart.across is not Across.PARTS else _parts
    return ShownChart(row, chart, year, *table(chart, year, numbers))


def lines_of(text: str) -> list[str]:
    """Return the paragraphs of a section's text."""
    return [line for line in text.splitlines() if line.strip()]


def elements_of(section: ReportSection) -> list[str | Table]:
    """Return what illustrations stand between: the paragraphs of a section, then the tables of its form."""
    form = section.report.form
    keys = next((each.tables for each in form.sections if each.key == section.key), ())
    return [*lines_of(section.text), *(form.table(key) for key in keys)]


def moved_along(before: Sequence[str], after: Sequence[str], place: int) -> int:
    """Return where an illustration stands once other paragraphs are written: behind the same one, as far as it is there."""
    if place > len(before):  # among the tables
        return place - len(before) + len(after)
    for _tag, first, last, new_first, new_last in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if first < place <= last:
            return min(new_first + place - first, new_last)
    return 0


def in_order(elements: Sequence[Element], rows: Iterable[Illustration]) -> Iterator[Element | Illustration]:
    """Yield the paragraphs and tables of a section with its illustrations in their places."""
    waiting = sorted(rows, key=lambda row: (row.after, row.position, row.pk))
    for number, element in enumerate(elements):
        while waiting and waiting[0].after <= number:
            yield waiting.pop(0)
        yield element
    yield from waiting


def _course(chart: Chart, year: int, numbers: Numbers) -> Grid:
    monthly = chart.across is Across.MONTHS
    places = [
        place
        for place, indicator in map(place_in, numbers.courses)
        if indicator == chart.indicator and ("-" in place) is monthly
    ]
    cells = tuple(
        Charted(key_of(place, chart.indicator), numbers.courses[key_of(place, chart.indicator)])
        for place in sorted(places)
    )
    words = (f"{int(place[-2:])}月" if monthly else f"{place}年" for place in sorted(places))
    return ("月份" if monthly else "年份", *words), ((_measured(chart), cells),)


def _parts(chart: Chart, year: int, numbers: Numbers) -> Grid:
    """The parts beside those of the year before, where one of them is known and something."""
    told = any(numbers.before.get(str(part)) for _name, part in chart.parts)
    unit = INDICATORS[chart.indicator].unit
    years = (year, year - 1) if told else (year,)
    heads = (DIMENSIONS[chart.dimension].name, *(f"{each}年（{unit}）" for each in years))
    lines = tuple(
        (
            name,
            (
                Charted(str(part), numbers.now.get(str(part))),
                *((Charted(f"{PREVIOUS}{part}", numbers.before.get(str(part))),) if told else ()),
            ),
        )
        for name, part in chart.parts
    )
    return heads, lines


def _measured(chart: Chart) -> str:
    indicator = INDICATORS[chart.indicator]
    return f"{indicator.name}（{indicator.unit}）"
