"""取数 — the value of any slice of any indicator for a period and some organs, and the rows behind it.

One query answers all slices of the indicators that count some of the same rows: rows are counted in groups of every
dimension that some slice holds, and the slices add the groups up. What is declared is one query for all; what is
derived comes from its parts.
A count without rows is 0; a median, a rate or a declared figure of nothing is None.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import Any, Literal, overload

from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.core.measures import MEASURES, Measure, Organs, Period, rows_where
from gongkai.core.tallies import Grouping, Tally, tallies
from gongkai.reporting import declared
from gongkai.rules.indicators import INDICATORS, Indicator, Origin, Reckoning
from gongkai.rules.report_forms import Cell
from gongkai.rules.slices import Slice, slice_of

Values = Mapping[Slice, Decimal | None]
Key = tuple[int | None, date | None, Slice]
"""Whose (None for all), in which month (None for the period), which slice."""
Count = Callable[[Sequence[Measure], Period, Organs, Grouping], Iterable[Tally]]
"""What counts rows in groups: `tallies`, or what keeps them."""
YUAN, TEN_THOUSAND_YUAN = "元", "万元"


@dataclass(frozen=True, slots=True)
class _Asked:
    """所问 — a period, the organs, and whether each month has a number of its own."""

    period: Period
    organs: Organs
    by_month: bool = False
    confirmed: bool = False
    count: Count = tallies


@dataclass(frozen=True, slots=True)
class _Wanted:
    """所求 — what is told of all the organs together, and what of each of them."""

    whole: tuple[Slice, ...] = ()
    each: tuple[Slice, ...] = ()

    def of(self, organ: int | None) -> tuple[Slice, ...]:
        return self.whole if organ is None else self.each

    @property
    def slices(self) -> tuple[Slice, ...]:
        return tuple(dict.fromkeys((*self.whole, *self.each)))

    def only(self, keep: Callable[[Slice], bool]) -> "_Wanted":
        return _Wanted(tuple(filter(keep, self.whole)), tuple(filter(keep, self.each)))

    @property
    def base(self) -> "_Wanted":
        """What is looked up: the parts of what is derived."""
        return _Wanted(_base(self.whole), _base(self.each))


def value(wanted: Slice, period: Period, organs: Organs, *, confirmed: bool = False) -> Decimal | None:
    """Return the value of one slice. KeyError for what is not declared in `rules.indicators`."""
    return values([wanted], period, organs, confirmed=confirmed)[wanted]


@overload
def values(
    slices: Iterable[Slice],
    period: Period,
    organs: Organs,
    by_organ: Literal[False] = False,
    *,
    confirmed: bool = False,
    count: Count = tallies,
) -> Values: ...
@overload
def values(
    slices: Iterable[Slice],
    period: Period,
    organs: Organs,
    by_organ: Literal[True],
    *,
    confirmed: bool = False,
    count: Count = tallies,
) -> Mapping[int, Values]: ...
def values(
    slices: Iterable[Slice],
    period: Period,
    organs: Organs,
    by_organ: bool = False,
    *,
    confirmed: bool = False,
    count: Count = tallies,
) -> Values | Mapping[int, Values]:
    """Return the values of slices: of all the organs together, or of each that has rows or figures at all.

    With `confirmed` only those declared figures count that a second person has confirmed.
    """
    wanted = tuple(dict.fromkeys(slices))
    whole, each = whole_and_each(
        () if by_organ else wanted,
        wanted if by_organ else (),
        period,
        organs,
        confirmed=confirmed,
        count=count,
    )
    return each if by_organ else whole


def whole_and_each(
    whole: Iterable[Slice],
    each: Iterable[Slice],
    period: Period,
    organs: Organs,
    *,
    confirmed: bool = False,
    count: Count = tallies,
) -> tuple[Values, Mapping[int, Values]]:
    """Return the values of some slices of all the organs together, and of some of each that has rows or figures at all.

    What both tell is counted once: rows are counted organ by organ, and the whole is their sum.
    """
    wanted = _Wanted(tuple(dict.fromkeys(whole)), tuple(dict.fromkeys(each)))
    found = _reckon(wanted, _Asked(period, organs, confirmed=confirmed, count=count))
    whose = sorted({organ for organ, _, _ in found if organ is not None})
    return (
        {one: found[None, None, one] for one in wanted.whole},
        {organ: {one: found[organ, None, one] for one in wanted.each} for organ in whose},
    )


def lasts(wanted: Slice) -> bool:
    """Whether a figure is of what is there anyway, of which each period counts a part: asked `at_ends` of several."""
    return wanted.indicator in MEASURES and MEASURES[wanted.indicator].lasting


def at_ends(
    slices: Iterable[Slice], periods: Sequence[Period], organs: Organs, *, count: Count = tallies
) -> Sequence[Values]:
    """Return the values of slices that last in each of some periods, all of them counted at once."""
    found: list[dict[Slice, Decimal | None]] = [{} for _ in periods]
    for group in _together(slices):
        measures = list(dict.fromkeys(MEASURES[one.indicator] for one in group))
        grouping = Grouping(tuple(sorted(_dimensions(group))))
        expanded = [measure.on(period) for period in periods for measure in measures]
        told = list(count(expanded, periods[0], organs if organs is not None else _all(), grouping))
        for at, values in enumerate(found):
            values |= _sums(group, measures, told, at * len(measures))
    return found


def by_month(
    slices: Iterable[Slice],
    period: Period,
    organs: Organs,
    *,
    confirmed: bool = False,
    count: Count = tallies,
) -> Mapping[date, Values]:
    """Return the values of slices in each month of a period, by the first day of the month."""
    wanted = tuple(dict.fromkeys(slices))
    asked = _Asked(period, organs, by_month=True, confirmed=confirmed, count=count)
    found = _reckon(_Wanted(wanted), asked)
    return {month.first: {one: found[None, month.first, one] for one in wanted} for month in period.months()}


def of_cells(cells: Iterable[Cell], period: Period, organs: Organs) -> Mapping[str, Decimal | None]:
    """Return what the cells of a form show, in their own unit; a total is the sum of the cells that it adds up."""
    shown = list(cells)
    found = values([cell.shows for cell in shown if cell.shows], period, organs)
    return {cell.key: in_unit_of(cell, found[cell.shows]) for cell in shown if cell.shows}


def in_unit_of(cell: Cell, number: Decimal | None) -> Decimal | None:
    """Return a number of a cell's indicator in the unit of the cell (万元 where the indicator counts 元)."""
    if number is None or cell.shows is None:
        return number
    own = INDICATORS[cell.shows.indicator].unit
    return number / 10000 if (own, cell.unit) == (YUAN, TEN_THOUSAND_YUAN) else number


def basis(wanted: Slice) -> Slice | None:
    """Return the slice that says of how many a rate, a median or a percentile is told (its n); None for a count."""
    indicator = INDICATORS[wanted.indicator]
    if indicator.over is not None:
        return _joined(indicator.over, wanted)
    ranked = indicator.reckoning in (Reckoning.MEDIAN, Reckoning.PERCENTILE)
    return (
        Slice(_COUNTED[indicator.key.removesuffix(".p90").removesuffix(".longest")], wanted.where)
        if ranked
        else None
    )


_COUNTED = {"disclosure.days_to_publish": "disclosure.timed", "foi.days_to_answer": "foi.answered"}


def rows(wanted: Slice, period: Period, organs: Organs) -> QuerySet[Any]:
    """Return the rows that a figure counts: of a rate those of its upper number, of a declared figure its versions."""
    indicator = INDICATORS[wanted.indicator]
    if indicator.origin is Origin.DECLARED:
        return declared.rows(wanted, period, organs)
    if indicator.of is not None:
        return rows(_joined(indicator.of, wanted), period, organs)
    if indicator.parts:
        return rows(_joined(indicator.parts[0], wanted), period, organs)
    return rows_where(MEASURES[wanted.indicator], period, organs, dict(wanted.where))


def parts(wanted: Slice) -> tuple[Slice, ...]:
    """Return the slices that a derived figure is worked out from, () for any other."""
    indicator = INDICATORS[wanted.indicator]
    found = (indicator.of, indicator.over) if indicator.of and indicator.over else indicator.parts
    return tuple(_joined(part, wanted) for part in found if part is not None)


def _joined(part: Slice, wanted: Slice) -> Slice:
    return slice_of(part.indicator, {**dict(part.where), **dict(wanted.where)})


def _base(slices: Iterable[Slice]) -> tuple[Slice, ...]:
    return tuple(dict.fromkeys(one for whole in slices for one in (parts(whole) or (whole,))))


def _reckon(wanted: _Wanted, asked: _Asked) -> Mapping[Key, Decimal | None]:
    base = wanted.base
    found: dict[Key, Decimal | None] = defaultdict(lambda: None)
    _count(base.only(_is_counted), asked, found)
    told = base.only(lambda one: INDICATORS[one.indicator].origin is Origin.DECLARED)
    for slices, by_organ in ((told.whole, False), (told.each, True)):
        found.update(
            declared.values(
                slices,
                asked.period,
                asked.organs,
                by_organ=by_organ,
                by_month=asked.by_month,
                confirmed=asked.confirmed,
            )
        )
    places = dict.fromkeys((organ, month) for organ, month, _ in found)
    for organ, month in places:
        _fill_nothing(base.of(organ), organ, month, found)
        for whole in wanted.of(organ):
            if parts(whole):
                found[organ, month, whole] = _derived(whole, organ, month, found)
    return found


def _is_counted(one: Slice) -> bool:
    return INDICATORS[one.indicator].origin is Origin.EVENTS


def _fill_nothing(
    base: Iterable[Slice], organ: int | None, month: date | None, found: dict[Key, Decimal | None]
) -> None:
    """Say 0 where nothing was counted for an organ or a month that has other figures."""
    for one in base:
        if _is_counted(one) and INDICATORS[one.indicator].adds_up:
            found.setdefault((organ, month, one), Decimal(0))


def _derived(
    whole: Slice, organ: int | None, month: date | None, found: Mapping[Key, Decimal | None]
) -> Decimal | None:
    indicator = INDICATORS[whole.indicator]
    numbers = [found[organ, month, part] for part in parts(whole)]
    if indicator.reckoning is not Reckoning.RATE:
        return sum((number for number in numbers if number is not None), Decimal(0))
    of, over = numbers
    if of is None or not over:
        return None
    step = Decimal(1).scaleb(-indicator.decimals)
    return (of * 100 / over).quantize(step, ROUND_HALF_UP)


def _all() -> list[int]:
    """Return every organ: rows are indexed by organ first, so that those of all are asked for organ by organ, too."""
    return list(Agency.objects.order_by().values_list("pk", flat=True))


def _count(wanted: _Wanted, asked: _Asked, found: dict[Key, Decimal | None]) -> None:
    """Count every slice, those whose measures have the same rows together."""
    asked = asked if asked.organs is not None else replace(asked, organs=_all())
    for group in _together(wanted.slices):
        for told in _apart(wanted.only(set(group).__contains__)):
            if asked.by_month and not MEASURES[group[0].indicator].dated:
                for month in asked.period.months():
                    _tally(told, asked, month, month.first, found)
            else:
                _tally(told, asked, asked.period, None, found)


def _together(slices: Iterable[Slice]) -> Iterable[list[Slice]]:
    """Return slices in groups whose measures have the same rows."""
    found: dict[tuple[object, ...], list[Slice]] = defaultdict(list)
    for one in slices:
        found[MEASURES[one.indicator].together].append(one)
    return found.values()


def _apart(wanted: _Wanted) -> Iterable[_Wanted]:
    """Yield what is counted by one query: what only the whole is broken down by is not asked of each organ."""
    if not wanted.each or _dimensions(wanted.whole) <= _dimensions(wanted.each):
        return (wanted,)
    return (_Wanted(whole=wanted.whole), _Wanted(each=wanted.each))


def _dimensions(slices: Iterable[Slice]) -> set[str]:
    return {name for one in slices for name, _ in one.where}


def _tally(
    wanted: _Wanted,
    asked: _Asked,
    period: Period,
    standing_in: date | None,
    found: dict[Key, Decimal | None],
) -> None:
    measures = list(dict.fromkeys(MEASURES[one.indicator] for one in wanted.slices))
    dimensions = tuple(sorted(_dimensions(wanted.slices)))
    grouping = Grouping(dimensions, bool(wanted.each), asked.by_month and measures[0].dated)
    months = [each.first for each in period.months()] if grouping.by_month else [standing_in]
    groups: dict[tuple[int | None, date | None], list[Tally]] = defaultdict(list)
    groups |= {(None, month): [] for month in months if wanted.whole}
    for tally in asked.count(measures, period, asked.organs, grouping):
        month = tally.month or standing_in
        if wanted.whole:
            groups[None, month].append(tally)
        if tally.organ is not None:
            groups[tally.organ, month].append(tally)
    for (organ, month), told in groups.items():
        for one, number in _sums(wanted.of(organ), measures, told).items():
            found[organ, month, one] = number


def _sums(
    slices: Iterable[Slice], measures: Sequence[Measure], told: list[Tally], start: int = 0
) -> Mapping[Slice, Decimal | None]:
    """Return each slice's number from the groups, in whose counts the measures stand from `start` on.

    Groups are looked up by the dimensions that slices hold.
    """
    alike: dict[tuple[str, ...], list[Slice]] = defaultdict(list)
    for one in slices:
        alike[tuple(name for name, _ in one.where)].append(one)
    found: dict[Slice, Decimal | None] = {}
    for names, group in alike.items():
        by_value: dict[tuple[str, ...], list[Tally]] = defaultdict(list)
        for tally in told:
            by_value[tuple(str(tally.where[name]) for name in names)].append(tally)
        for one in group:
            held = by_value.get(tuple(value for _, value in one.where), [])
            place = start + measures.index(MEASURES[one.indicator])
            found[one] = _number(INDICATORS[one.indicator], held, place)
    return found


def _number(indicator: Indicator, told: Iterable[Tally], place: int) -> Decimal | None:
    """Return the number of the measure that stands at a place in the counts of groups."""
    if indicator.reckoning is Reckoning.COUNT:
        return Decimal(sum(tally.counts[place] for tally in told))
    if indicator.reckoning is Reckoning.SUM:
        return sum((Decimal(tally.total or 0) for tally in told), Decimal(0))
    counts: dict[int, int] = defaultdict(int)
    for tally in told:
        for amount, count in tally.amounts.items():
            counts[amount] += count
    return _ranked(counts, indicator.percent)


def _ranked(counts: Mapping[int, int], percent: int) -> Decimal | None:
    """Return the amount that so many percent of rows do not exceed, the lower of two middle ones; None for none."""
    total = sum(counts.values())
    left = max(ceil(total * percent / 100), 1)
    for amount in sorted(counts):
        left -= counts[amount]
        if left <= 0:
            return Decimal(amount)
    return None
