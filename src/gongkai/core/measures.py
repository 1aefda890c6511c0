"""取数 — how a figure is taken from rows: which rows a period holds, by what they are told apart, how they are reckoned.

A measure is a queryset and what it can be broken down by, never a number: a page shows the number and opens the same
rows. The room that owns the facts registers its measures under the keys of `rules.indicators`.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from operator import call
from types import MappingProxyType
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Aggregate,
    BooleanField,
    Count,
    F,
    Field,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import TruncDate
from django.db.models.sql.compiler import SQLCompiler
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


_MONTHS_AT_ONCE = 24
"""A statement holds the organs once for each month, and databases take so many values in one."""


class LocalDay(TruncDate):
    """当地日期 — the day of a moment in the place's own time.

    In SQLite by its own function, since Django's is written in Python and takes many times as long; China has no
    summer time, so that the distance to UTC is one and the same.
    """

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        moment, params = compiler.compile(self.lhs)
        ahead = _midnight(date(2008, 1, 1)).utcoffset() or timedelta()
        return f"date({moment}, %s)", (*params, f"{int(ahead.total_seconds()):+d} seconds")


@dataclass(frozen=True, slots=True)
class Held:
    """逐行的值 — what all rows of a group hold in a field, as the database wrote it, and what reads one such value."""

    values: Sequence[Any]
    read: Callable[[Any], Any]


class Listed(Aggregate):
    """列出 — all values of a field in a group: quicker to count than rows that are sorted into groups of their own."""

    function = "ARRAY_AGG"
    output_field = Field()

    def __init__(self, name: str, filter: Q | None = None) -> None:
        super().__init__(name, filter=filter)
        self._read: Callable[[Any], Any] | None = None

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        sql, params = self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **more)
        return sql, tuple(params)

    def convert_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> Held:
        """Return what is held; databases without lists write it as JSON."""
        if self._read is None:
            self._read = cache(self.get_source_expressions()[0].output_field.to_python)
        return Held(json.loads(value) if isinstance(value, str) else value or (), self._read)


Organs = Sequence[int] | None
"""Ids of the organs to count; None for all."""


class Among(Func):
    """其中之一 — the condition that a lookup holds one of some ids or days, which the statement takes as one value."""

    output_field = BooleanField()

    def __init__(self, held: str | LocalDay, values: Sequence[int] | Sequence[date]) -> None:
        super().__init__(F(held) if isinstance(held, str) else held)
        self.values = values

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        among = "%(expressions)s IN (SELECT value FROM json_each(%%s))"
        sql, params = self.as_sql(compiler, connection, template=among)
        return sql, (*params, json.dumps(list(self.values), default=str))

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any
    ) -> tuple[str, tuple[Any, ...]]:
        sql, params = self.as_sql(compiler, connection, template="%(expressions)s = ANY(%%s)")
        return sql, (*params, list(self.values))


def at(name: str, organs: Organs) -> Q:
    """Return the condition that a lookup holds one of the organs; none where all are meant."""
    return Q() if organs is None else Q(Among(name, organs))


Rows = Callable[[Period, Organs], QuerySet[Any]]
"""What gives the rows of a period at some organs."""

Only = Callable[[Period], Q]
"""What gives the condition under which a row counts."""


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

    `only` says which rows of `base` count, None for all: measures with the same base are counted by one query.
    `besides` are further rows that count without any condition, none of them in `base`: so few that they are not asked
    of each row. `day` (a date) or `moment` (a datetime) is the lookup by which a row falls into a month, "" for what
    stands at the end of the period; `amount` is None where rows are counted. `lasting`: whatever the period, `base` is
    the same, so that one query can count for several.
    """

    base: Rows
    by: Mapping[str, By] = field(default_factory=dict)
    amount: By | None = None
    organ: str = "agency_id"
    day: str = ""
    moment: str = ""
    summed: bool = False
    only: Only | None = None
    besides: Rows | None = None
    lasting: bool = False

    @property
    def together(self) -> tuple[object, ...]:
        """What measures have in common that one query counts."""
        return self.base, self.organ, self.day, self.moment, self.summed

    def rows(self, period: Period, organs: Organs) -> QuerySet[Any]:
        """Return the rows that count."""
        rows = self.base(period, organs)
        rows = rows.filter(self.only(period)) if self.only else rows
        return rows | self.besides(period, organs) if self.besides else rows

    def on(self, period: Period) -> "Measure":
        """Return a lasting measure as it counts in a period, whichever is asked for."""
        return replace(self, only=lambda _asked: self.only(period) if self.only else Q())

    @property
    def dated(self) -> bool:
        """Whether each of its rows falls into one month."""
        return bool(self.day or self.moment)


@dataclass(frozen=True, slots=True)
class Tally:
    """一组 — rows of an organ and a month (None where not asked for) with the same values.

    `counts` holds how many of them each measure counts, in the order in which the measures were asked for; `amounts`
    how many rows have which amount, `total` the sum of amounts that are summed.
    """

    organ: int | None
    month: date | None
    where: Mapping[str, str]
    counts: tuple[int, ...]
    amounts: Mapping[Any, int]
    total: Any = None


@dataclass(frozen=True, slots=True)
class Grouping:
    """分组 — what a count is broken down by: dimensions, and whether by organ and by month as well."""

    dimensions: tuple[str, ...] = ()
    by_organ: bool = False
    by_month: bool = False


def tallies(
    measures: Sequence[Measure], period: Period, organs: Organs, grouping: Grouping
) -> Iterator[Tally]:
    """Yield the rows of measures in groups, by one query and one for each kind of rows besides; measures go `together`.

    KeyError for a dimension that the first of them does not have.
    """
    yield from _tallied(measures[0].base, measures, measures, period, organs, grouping)
    for besides in dict.fromkeys(each.besides for each in measures if each.besides):
        bare = [replace(each, only=None, amount=None) for each in measures]
        here = [one for one, each in zip(bare, measures, strict=True) if each.besides is besides]
        yield from _tallied(besides, bare, here, period, organs, grouping)


def _tallied(
    base: Rows,
    measures: Sequence[Measure],
    here: Sequence[Measure],
    period: Period,
    organs: Organs,
    grouping: Grouping,
) -> Iterator[Tally]:
    """Yield rows of a kind in groups; only those measures that are `here` count them."""
    measure, by_month = measures[0], grouping.by_month
    splits = {name: _Reading.of(measure.by[name], period) for name in grouping.dimensions}
    ranked = None if measure.summed else next((each for each in here if each.amount), None)
    reading = _Reading.of(ranked.amount, period) if ranked and ranked.amount else None
    names = list(dict.fromkeys(name for split in splits.values() for name in split.fields))
    names += [measure.organ] if grouping.by_organ else []
    counted = _counted(here, period)
    if ranked and reading:
        only = ranked.only(period) if ranked.only else None
        counted |= {f"held_{n}": Listed(name, only) for n, name in enumerate(reading.fields)}
    firsts = [month.first for month in period.months()]
    conditions = _conditions(here)
    places = [f"counted_{conditions.index(each.only)}" if each in here else "" for each in measures]
    rows = _month_by_month if by_month else _at_once
    for row in rows(base, period, organs, names, counted):
        yield Tally(
            organ=row[measure.organ] if grouping.by_organ else None,
            month=firsts[row["in_month"]] if by_month else None,
            where={name: split(row) for name, split in splits.items()},
            counts=tuple(row[place] if place else 0 for place in places),
            amounts=_amounts(reading, row) if reading else {},
            total=row.get("rows_summed"),
        )


def _amounts(reading: "_Reading", row: Mapping[str, Any]) -> Mapping[Any, int]:
    """Return how many rows of a group have which amount."""
    found: Counter[Any] = Counter()
    held: list[Held] = [row[f"held_{n}"] for n in range(len(reading.fields))]
    if len(held) == 1:
        for value, count in Counter(held[0].values).items():
            found[reading.value(held[0].read(value))] += count
        return found
    reads = [each.read for each in held]
    for values, count in Counter(zip(*(each.values for each in held), strict=True)).items():
        found[reading.value(*map(call, reads, values))] += count
    return found


def _conditions(measures: Iterable[Measure]) -> list[Only | None]:
    """Return the conditions under which rows count, each once: several measures may have the same."""
    return list(dict.fromkeys(each.only for each in measures))


def _counted(measures: Sequence[Measure], period: Period) -> dict[str, Any]:
    """Return what is asked of each group: how many rows each measure counts, and their sum where they are summed."""
    found: dict[str, Any] = {
        f"counted_{n}": Count(Value(1), filter=only(period) if only else None)
        for n, only in enumerate(_conditions(measures))
    }
    amount = measures[0].amount
    if measures[0].summed and amount:
        found["rows_summed"] = Sum(amount if isinstance(amount, str) else amount.fields[0])
    return found


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


def _at_once(
    base: Rows, period: Period, organs: Organs, names: Sequence[str], counted: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    rows = base(period, organs).order_by()
    if not names:
        yield rows.aggregate(**counted)
        return
    yield from rows.values(*names).annotate(**counted).iterator()


def _month_by_month(
    base: Rows, period: Period, organs: Organs, names: Sequence[str], counted: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    """Yield the groups of each month: so many stretches of an index, where groups by month would be sorted."""
    months = list(enumerate(period.months()))
    for start in range(0, len(months), _MONTHS_AT_ONCE):
        first, *others = (
            base(month, organs)
            .order_by()
            .annotate(in_month=Value(n, IntegerField()))
            .values(*names, "in_month")
            .annotate(**counted)
            for n, month in months[start : start + _MONTHS_AT_ONCE]
        )
        yield from first.union(*others, all=True)


def _as_it_is(value: Any) -> Any:
    return value


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
