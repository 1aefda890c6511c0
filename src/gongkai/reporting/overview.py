"""总览 — the figures of a period and some organs with last year's beside, what they are of, month by month, by organ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import subtree_ids
from gongkai.core.measures import Organs, Period
from gongkai.core.tallies import tallies
from gongkai.reporting import figures
from gongkai.reporting.numbers import plain
from gongkai.rules.indicators import INDICATORS, Indicator
from gongkai.rules.overview import Breakdown, Course, Group, overview
from gongkai.rules.slices import Slice
from gongkai.ui.wording import counting, grouped, named

_MOST_MONTHS = 24
"""Longer courses are told year by year."""


@dataclass(frozen=True, slots=True)
class Asked:
    """所问 — of which organ, with those below it or not, in which period; `office`: as the desk reads it.

    The public reads declared figures once a second person has confirmed them.
    """

    agency: Agency
    below: bool
    period: Period
    office: bool

    @property
    def organs(self) -> Organs:
        return subtree_ids(self.agency) if self.below else [self.agency.pk]

    def address(self, wanted: Slice, *, agency: Agency | None = None, period: Period | None = None) -> str:
        """Return where a figure opens: its rows on the desk, its definition for the public."""
        if not self.office:
            return _definition(wanted.indicator)
        whose, below = agency or self.agency, self.below and agency is None
        return f"{_figure_rows(wanted)}&{_of_organ(whose.code, period or self.period, below)}"


@cache
def _definition(indicator: str) -> str:
    return reverse("figure-definition", args=[indicator])


# A page holds many hundred addresses, made of few pieces.
@lru_cache(maxsize=256)
def _figure_rows(wanted: Slice) -> str:
    return f"{reverse('desk_figure_rows')}?{urlencode({'figure': str(wanted)})}"


@lru_cache(maxsize=1024)
def _of_organ(code: str, days: Period, below: bool) -> str:
    asked = {"organ": code, "since": days.first.isoformat(), "until": days.last.isoformat()}
    return urlencode({**asked, "below": 1} if below else asked)


@dataclass(frozen=True, slots=True)
class Line:
    """一个数 — its value and last year's, of how many it is told (`n`: rates, medians), where it opens."""

    slice: Slice
    value: Decimal | None
    before: Decimal | None
    n: Decimal | None
    basis: Slice | None
    address: str

    @property
    def indicator(self) -> Indicator:
        return INDICATORS[self.slice.indicator]

    @property
    def name(self) -> str:
        return named(self.slice)

    @property
    def text(self) -> str:
        return text_of(self.value)

    @property
    def before_text(self) -> str:
        return text_of(self.before)

    @property
    def n_text(self) -> str:
        return text_of(self.n)

    @property
    def of(self) -> str:
        """Of how many it is told, in words; "" for what is no rate and no median."""
        if self.basis is None:
            return ""
        unit = counting(INDICATORS[self.basis.indicator].unit, self.n)
        return _("共 %(n)s %(unit)s") % {"n": self.n_text or "0", "unit": unit}


@dataclass(frozen=True, slots=True)
class Side:
    """一个机关的数 — beside those of others; `rank` only where it is ranked and has cases enough."""

    agency: Agency
    lines: tuple[Line, ...]
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """总览的内容 — groups of lines, breakdowns with their parts, organs side by side, as one count of all gives them."""

    groups: tuple[tuple[Group, tuple[Line, ...]], ...]
    breakdowns: tuple[tuple[Breakdown, tuple[Line, ...]], ...]
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """一段走势 — a course with its places (months or years) and a row of values for each."""

    course: Course
    rows: tuple[tuple[Period, tuple[Decimal | None, ...]], ...]
    by_year: bool


def text_of(number: Decimal | None) -> str:
    """Return a number as pages show it, "" for what is not known."""
    return "" if number is None else grouped(Decimal(plain(number)))


def told(
    asked: Asked,
    agencies: Sequence[Agency] = (),
    ordered_by: Slice | None = None,
    count: figures.Count = tallies,
) -> Told:
    """Return the figures of the whole, and organs beside each other; each period is counted once for all of them.

    Organs stand as they are listed, or ranked by a figure, those with too few cases after the others.
    """
    shown, organs = overview(), asked.organs
    wanted = list(shown.slices(office=asked.office))
    lasting = list(filter(figures.lasts, wanted))
    passing = [one for one in wanted if not figures.lasts(one)]
    confirmed, periods = not asked.office, (asked.period, asked.period.before)
    now, each = figures.whole_and_each(
        _with_bases(passing),
        _with_bases(shown.compared) if agencies else (),
        asked.period,
        organs,
        confirmed=confirmed,
        count=count,
    )
    before = figures.values(passing, asked.period.before, organs, confirmed=confirmed, count=count)
    ends, ends_before = figures.at_ends(lasting, periods, organs, count=count)
    now, before = {**now, **ends}, {**before, **ends_before}
    groups = (group for group in shown.groups if asked.office or not group.office)
    return Told(
        tuple((group, _lines(asked, group.figures, now, before)) for group in groups),
        tuple(
            (breakdown, _lines(asked, breakdown.parts, now, before))
            for breakdown in shown.breakdowns
            if now[breakdown.whole]
        ),
        tuple(_sides(asked, agencies, each, ordered_by)),
    )


def stretches(asked: Asked, count: figures.Count = tallies) -> Iterator[Stretch]:
    """Yield the courses, by month or, where that would be many, by year."""
    courses = overview().courses
    wanted = [one for course in courses for one in course.series]
    found = figures.by_month(wanted, asked.period, asked.organs, confirmed=not asked.office, count=count)
    places = [(month, found[month.first]) for month in asked.period.months()]
    by_year = len(places) > _MOST_MONTHS
    places = _by_year(places) if by_year else places
    for course in courses:
        rows = tuple((when, tuple(values[one] for one in course.series)) for when, values in places)
        yield Stretch(course, rows, by_year)


def _sides(
    asked: Asked,
    agencies: Iterable[Agency],
    each: Mapping[int, figures.Values],
    ordered_by: Slice | None,
) -> list[Side]:
    wanted = overview().compared
    rows = [
        Side(agency, tuple(_line(asked, one, each[agency.pk], {}, agency) for one in wanted))
        for agency in agencies
        if agency.pk in each
    ]
    return _ranked(rows, wanted.index(ordered_by)) if ordered_by in wanted else rows


def _ranked(rows: Iterable[Side], place: int) -> list[Side]:
    """Return rows by the value at a place, the greatest first; what is told of too few cases has no rank."""
    enough: list[Side] = []
    few: list[Side] = []
    for row in rows:
        line = row.lines[place]
        cases = line.n if line.basis else line.value
        (enough if cases is not None and cases >= overview().minimum_cases else few).append(row)
    enough.sort(key=lambda row: row.lines[place].value or Decimal(0), reverse=True)
    values = [row.lines[place].value for row in enough]
    return [Side(row.agency, row.lines, values.index(row.lines[place].value) + 1) for row in enough] + few


def _with_bases(wanted: Iterable[Slice]) -> list[Slice]:
    slices = list(wanted)
    return [*slices, *(base for one in slices if (base := figures.basis(one)) is not None)]


def _lines(
    asked: Asked,
    wanted: Iterable[Slice],
    now: Mapping[Slice, Decimal | None],
    before: Mapping[Slice, Decimal | None],
) -> tuple[Line, ...]:
    return tuple(_line(asked, one, now, before) for one in wanted)


def _line(
    asked: Asked,
    one: Slice,
    now: Mapping[Slice, Decimal | None],
    before: Mapping[Slice, Decimal | None],
    agency: Agency | None = None,
) -> Line:
    basis = figures.basis(one)
    n = now[basis] if basis else None
    return Line(one, now[one], before.get(one), n, basis, asked.address(one, agency=agency))


def _by_year(
    places: Iterable[tuple[Period, Mapping[Slice, Decimal | None]]],
) -> list[tuple[Period, Mapping[Slice, Decimal | None]]]:
    """Add months up; courses are of counts."""
    years: dict[int, tuple[date, date, dict[Slice, Decimal | None]]] = {}
    for month, values in places:
        first, _last, sums = years.get(month.first.year, (month.first, month.last, {}))
        for one, number in values.items():
            sums[one] = (sums.get(one) or Decimal(0)) + (number or Decimal(0))
        years[month.first.year] = (first, month.last, sums)
    return [(Period(first, last), sums) for first, last, sums in years.values()]
