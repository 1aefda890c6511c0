"""取数 — how a figure is taken from rows: which rows a period holds, by what they are told apart, how they are reckoned.

A measure is a queryset and what it can be broken down by, never a number: a page shows the number and opens the same
rows. The room that owns the facts registers its measures under the keys of `rules.indicators`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Period:
    """统计期间 — from a day to a day, both included, in the place's own time."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """Return a whole calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_month(cls, year: int, month: int) -> "Period":
        """Return a whole calendar month."""
        after = date(year + month // 12, month % 12 + 1, 1)
        return cls(date(year, month, 1), after - timedelta(days=1))

    @property
    def year(self) -> int | None:
        """The calendar year that the period is exactly, or None."""
        return self.first.year if self == Period.of_year(self.first.year) else None

    @property
    def before(self) -> "Period":
        """The same days of the year before, for comparison; 29 February becomes the 28th."""
        return Period(_year_before(self.first), _year_before(self.last))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment of the period and the first one after it."""
        return _midnight(self.first), _midnight(self.last + timedelta(days=1))

    def holds(self, field: str) -> Q:
        """Return the condition that a moment lies in the period."""
        start, end = self.moments
        return Q(**{f"{field}__gte": start, f"{field}__lt": end})

    def holds_day(self, field: str) -> Q:
        """Return the condition that a day lies in the period."""
        return Q(**{f"{field}__gte": self.first, f"{field}__lte": self.last})

    def months(self) -> tuple["Period", ...]:
        """Return the months of the period, the first and the last cut to it."""
        found, first = [], self.first
        while first <= self.last:
            last = min(Period.of_month(first.year, first.month).last, self.last)
            found.append(Period(first, last))
            first = last + timedelta(days=1)
        return tuple(found)


Organs = Sequence[int] | None
"""Ids of the organs to count; None for all."""

Rows = Callable[[Period, Organs], QuerySet[Any]]
"""What gives the rows of a period at some organs."""


@dataclass(frozen=True, slots=True)
class Split:
    """分法 — lookups of a row, and what their values make together: the value of a dimension or an amount.

    `reader` is asked once for each period and returns what reads the values of the fields.
    """

    fields: tuple[str, ...]
    reader: Callable[[Period], Callable[..., Any]]


By = str | Split
"""A lookup whose value is taken as it is, or several that make a value."""


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """取数方法 — the rows of a period, what breaks them down, and what of a row is summed or ranked.

    `day` (a date) or `moment` (a datetime) is the lookup by which a row falls into a month, "" for what stands at the
    end of the period; `amount` is None where rows are counted.
    """

    rows: Rows
    by: Mapping[str, By] = field(default_factory=dict)
    amount: By | None = None
    organ: str = "agency_id"
    day: str = ""
    moment: str = ""
    summed: bool = False

    @property
    def dated(self) -> bool:
        """Whether each of its rows falls into one month."""
        return bool(self.day or self.moment)


@dataclass(frozen=True, slots=True)
class Tally:
    """一组 — so many rows of an organ and a month (None where not asked for) with the same values and amount."""

    organ: int | None
    month: date | None
    where: Mapping[str, str]
    amount: Any
    count: int


@dataclass(frozen=True, slots=True)
class Grouping:
    """分组 — what a count is broken down by: dimensions, and whether by organ and by month as well."""

    dimensions: tuple[str, ...] = ()
    by_organ: bool = False
    by_month: bool = False


def tallies(measure: Measure, period: Period, organs: Organs, grouping: Grouping) -> Iterator[Tally]:
    """Yield the rows of a measure in groups, by one query. KeyError for a dimension that it does not have."""
    rows = measure.rows(period, organs).order_by()
    splits = {name: _Reading.of(measure.by[name], period) for name in grouping.dimensions}
    amount = _Reading.of(measure.amount, period) if measure.amount and not measure.summed else None
    read = [*splits.values(), *([amount] if amount else [])]
    names = list(dict.fromkeys(name for reading in read for name in reading.fields))
    if grouping.by_organ:
        names.append(measure.organ)
    if grouping.by_month:
        rows, names = rows.annotate(in_month=_month(measure, period)), [*names, "in_month"]
    number = Sum(_lookup(measure.amount)) if measure.summed and measure.amount else None
    counted = {"rows_counted": Count("pk"), **({"rows_summed": number} if number else {})}
    firsts = [month.first for month in period.months()]
    for row in _grouped(rows, names, counted):
        yield Tally(
            organ=row[measure.organ] if grouping.by_organ else None,
            month=firsts[row["in_month"]] if grouping.by_month else None,
            where={name: reading(row) for name, reading in splits.items()},
            amount=row["rows_summed"] if number else amount(row) if amount else None,
            count=row["rows_counted"],
        )


def rows_where(measure: Measure, period: Period, organs: Organs, where: Mapping[str, str]) -> QuerySet[Any]:
    """Return the rows that a figure counts. KeyError for a dimension that the measure does not have."""
    rows = measure.rows(period, organs)
    for name, wanted in where.items():
        by = measure.by[name]
        rows = (
            rows.filter(**{by: wanted}) if isinstance(by, str) else rows.filter(_is(by, wanted, rows, period))
        )
    return rows


def _is(split: Split, wanted: str, rows: QuerySet[Any], period: Period) -> Q:
    """Return the condition that a split has a value: one of the combinations of fields that make it."""
    condition, value = Q(pk__in=[]), split.reader(period)
    for held in rows.order_by().values_list(*split.fields).distinct():
        if str(value(*held)) == wanted:
            pairs = zip(split.fields, held, strict=True)
            condition |= Q(
                **dict((f"{name}__isnull", True) if one is None else (name, one) for name, one in pairs)
            )
    return condition


@dataclass(frozen=True, slots=True)
class _Reading:
    """一次读取 — the lookups of a dimension or an amount, and what reads a row's values of them."""

    fields: tuple[str, ...]
    value: Callable[..., Any]

    @classmethod
    def of(cls, by: By, period: Period) -> "_Reading":
        return cls((by,), _as_it_is) if isinstance(by, str) else cls(by.fields, by.reader(period))

    def __call__(self, row: Mapping[str, Any]) -> Any:
        return self.value(*(row[name] for name in self.fields))


def _grouped(
    rows: QuerySet[Any], names: Sequence[str], counted: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    if not names:
        yield rows.aggregate(**counted)
        return
    yield from rows.values(*names).annotate(**counted).iterator()


def _lookup(by: By) -> str:
    return by if isinstance(by, str) else by.fields[0]


def _as_it_is(value: Any) -> Any:
    return value


def _month(measure: Measure, period: Period) -> Case:
    """Return which month of the period a row falls into, from 0: compared, since cutting dates is slow in SQLite."""
    months = period.months()
    if measure.moment:
        whens = [
            When(**{f"{measure.moment}__lt": month.moments[1]}, then=Value(n))
            for n, month in enumerate(months)
        ]
    else:
        whens = [When(**{f"{measure.day}__lte": month.last}, then=Value(n)) for n, month in enumerate(months)]
    return Case(*whens, output_field=IntegerField())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())


def _year_before(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


_registered: dict[str, Measure] = {}
MEASURES: Mapping[str, Measure] = MappingProxyType(_registered)
"""Every measure that a room has registered, by the key of its indicator."""


def register(found: Mapping[str, Measure]) -> None:
    """Add a room's measures; rooms call this when they are loaded."""
    _registered.update(found)
