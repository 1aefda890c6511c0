"""计数 — rows of measures in groups: how many each measure counts, their amounts and sums, by one query.

What is counted, and which rows, stands in `core.measures`.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import chain
from operator import call
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, Count, Field, IntegerField, Q, Sum, Value
from django.db.models.sql.compiler import SQLCompiler

from gongkai.core.measures import By, Measure, Only, Organs, Period, Rows
from gongkai.core.statements import Statement

_STRETCHES_AT_ONCE = 24
"""A statement holds the organs once for each stretch, and databases take so many values in one."""


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


@dataclass(frozen=True, slots=True)
class Question:
    """问法 — a count of rows of one kind in groups, put into words: asked again, it tells what is there then."""

    statements: tuple[Statement, ...]
    organ: str
    months: tuple[date, ...]
    splits: "Mapping[str, _Reading]"
    amount: "_Reading | None"
    places: tuple[str, ...]

    def tallies(self) -> Iterator[Tally]:
        """Yield the groups, as the database tells them now."""
        for row in chain.from_iterable(statement.rows() for statement in self.statements):
            yield Tally(
                organ=row[self.organ] if self.organ else None,
                month=self.months[row["stretch"]] if self.months else None,
                where={name: split(row) for name, split in self.splits.items()},
                counts=tuple(row[place] if place else 0 for place in self.places),
                amounts=_amounts(self.amount, row) if self.amount else {},
                total=row.get("rows_summed"),
            )


def tallies(
    measures: Sequence[Measure], period: Period, organs: Organs, grouping: Grouping
) -> Iterator[Tally]:
    """Yield the rows of measures in groups, by one query and one for each kind of rows besides; measures go `together`.

    KeyError for a dimension that the first of them does not have.
    """
    for question in questions(measures, period, organs, grouping):
        yield from question.tallies()


def questions(
    measures: Sequence[Measure], period: Period, organs: Organs, grouping: Grouping
) -> Iterator[Question]:
    """Yield what `tallies` asks, in words; right for as long as the calendar is the same."""
    yield _question(measures[0].base, measures, measures, period, organs, grouping)
    for besides in dict.fromkeys(each.besides for each in measures if each.besides):
        bare = [replace(each, only=None, amount=None) for each in measures]
        here = [one for one, each in zip(bare, measures, strict=True) if each.besides is besides]
        yield _question(besides, bare, here, period, organs, grouping)


def _question(
    base: Rows,
    measures: Sequence[Measure],
    here: Sequence[Measure],
    period: Period,
    organs: Organs,
    grouping: Grouping,
) -> Question:
    """Return what asks for rows of a kind in groups; only those measures that are `here` count them."""
    measure = measures[0]
    splits = {name: _Reading.of(measure.by[name], period) for name in grouping.dimensions}
    ranked = None if measure.summed else next((each for each in here if each.amount), None)
    reading = _Reading.of(ranked.amount, period) if ranked and ranked.amount else None
    names = list(dict.fromkeys(name for split in splits.values() for name in split.fields))
    names += [measure.organ] if grouping.by_organ else []
    counted = _counted(here, period)
    if ranked and reading:
        only = ranked.only(period) if ranked.only else None
        counted |= {f"held_{n}": Listed(name, only) for n, name in enumerate(reading.fields)}
    conditions = _conditions(here)
    months = period.months() if grouping.by_month else ()
    return Question(
        statements=tuple(_statements(base, months or (period,), organs, names, counted)),
        organ=measure.organ if grouping.by_organ else "",
        months=tuple(month.first for month in months),
        splits=splits,
        amount=reading,
        places=tuple(f"counted_{conditions.index(each.only)}" if each in here else "" for each in measures),
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


def _statements(
    base: Rows, stretches: Sequence[Period], organs: Organs, names: Sequence[str], counted: Mapping[str, Any]
) -> Iterator[Statement]:
    """Yield what asks for the groups of each stretch of time: stretches of an index, where months would be sorted."""
    numbered = list(enumerate(stretches))
    for start in range(0, len(numbered), _STRETCHES_AT_ONCE):
        first, *others = (
            base(stretch, organs)
            .order_by()
            .annotate(stretch=Value(n, IntegerField()))
            .values(*names, "stretch")
            .annotate(**counted)
            for n, stretch in numbered[start : start + _STRETCHES_AT_ONCE]
        )
        if statement := Statement.of(first.union(*others, all=True) if others else first):
            yield statement


def _as_it_is(value: Any) -> Any:
    return value
