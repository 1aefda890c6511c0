"""取数 — how a figure is taken from rows: which rows a period holds, by what they are told apart, how they are reckoned.

A measure is a queryset and what it can be broken down by, never a number: a page shows the number and opens the same
rows. The room that owns the facts registers its measures under the keys of `rules.indicators`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, QuerySet
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
    the same, so that one query can count for several. `rooms` are those of whose things the
    ledger says something when a row changes; () where that may be any.
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
    rooms: tuple[str, ...] = ()

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
        return _on(self, period)

    @property
    def dated(self) -> bool:
        """Whether each of its rows falls into one month."""
        return bool(self.day or self.moment)


@lru_cache(maxsize=256)
def _on(measure: Measure, period: Period) -> Measure:
    return replace(measure, only=lambda _asked: measure.only(period) if measure.only else Q())


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
