"""工作日历 — working days, public holidays and make-up working days (State Council notices, 2008 on).

Every limit of the Regulations is counted in working days: the day on which a limit starts is not counted,
days off announced for the year are skipped, and weekend days announced as working days count. The tables
are data, one file a year; a year without a table is counted Monday to Friday and marked provisional.
"""

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate, groupby
from types import MappingProxyType
from typing import Any

from gongkai.rules.days import Days
from gongkai.rules.phrases import Phrase, enumerated, phrase

_WEEKEND = {5: phrase("星期六"), 6: phrase("星期日")}


class CalendarError(ValueError):
    """节假日安排表有误 — a year's table cannot be used; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """节假日 — one holiday of a year with all its days off, weekend days included, in order."""

    name: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class YearTable:
    """年度节假日安排 — one calendar year as announced.

    ``notice`` is the number of the State Council notice ("" where unknown), ``also`` the numbers of other
    notices that moved days of this year.
    """

    year: int
    notice: str
    also: tuple[str, ...]
    holidays: tuple[Holiday, ...]
    make_up_workdays: tuple[date, ...]

    def __post_init__(self) -> None:
        off = [day for holiday in self.holidays for day in holiday.days]
        for day in (*off, *self.make_up_workdays):
            if day.year != self.year:
                raise CalendarError(f"{day.isoformat()}不在{self.year}年内。")
        if len(set(off)) != len(off) or set(off) & set(self.make_up_workdays):
            raise CalendarError(f"{self.year}年的安排中有重复或者既放假又上班的日期。")
        for day in self.make_up_workdays:
            if day.weekday() < 5:
                raise CalendarError(f"{day.isoformat()}不是周末，无需列为调休上班日。")

    @classmethod
    def from_toml(cls, text: str) -> "YearTable":
        """Read one year's file; CalendarError when it is not a table of this form."""
        try:
            data = tomllib.loads(text)
            return cls(
                year=int(data["year"]),
                notice=str(data.get("notice", "")),
                also=tuple(str(number) for number in data.get("also", ())),
                holidays=tuple(
                    Holiday(str(entry["name"]), _days(entry["days"])) for entry in data.get("days_off", ())
                ),
                make_up_workdays=_days(data.get("make_up_workdays", ())),
            )
        except CalendarError:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise CalendarError("节假日安排表格式有误，请对照往年的文件检查。") from error


def _days(values: Iterable[Any]) -> tuple[date, ...]:
    return tuple(sorted(date.fromisoformat(str(value)) for value in values))


@dataclass(frozen=True, slots=True)
class Deadline:
    """期限届满日 — the last day of a limit, with the sentences that explain how it was counted.

    ``provisional`` says that the count crosses a year whose holidays are not announced.
    """

    day: date
    provisional: bool
    explanation: tuple[Phrase, ...]


class WorkCalendar:
    """工作日历 — which days are working days; never changes once made."""

    __slots__ = ("_adjusted", "_days_off", "_make_up", "_make_up_days", "_names", "_sums", "years")

    def __init__(self, tables: Iterable[YearTable]) -> None:
        """Build from year tables; of two tables for one year, the later replaces the earlier."""
        years = {table.year: table for table in tables}
        self.years: Mapping[int, YearTable] = MappingProxyType(dict(sorted(years.items())))
        self._names = {
            day: holiday.name
            for table in years.values()
            for holiday in table.holidays
            for day in holiday.days
        }
        self._make_up = frozenset(day for table in years.values() for day in table.make_up_workdays)
        self._days_off, self._make_up_days = tuple(sorted(self._names)), tuple(sorted(self._make_up))
        # How the tables differ from Monday to Friday, as ordinals with running sums: any count is then two
        # binary searches, however long the span.
        changes = sorted(
            [(day.toordinal(), -1) for day in self._names if day.weekday() < 5]
            + [(day.toordinal(), 1) for day in self._make_up]
        )
        self._adjusted = tuple(ordinal for ordinal, _ in changes)
        self._sums = (0, *accumulate(change for _, change in changes))

    @classmethod
    def load(cls, extra: Iterable[YearTable] = ()) -> "WorkCalendar":
        """Return the calendar of the announced years, with extra tables added or put in place of a year's."""
        tables = tuple(extra)
        return cls((*_announced(), *tables)) if tables else _builtin()

    def is_workday(self, day: date) -> bool:
        """Whether the day is a working day."""
        return day in self._make_up or (day.weekday() < 5 and day not in self._names)

    def is_provisional(self, day: date) -> bool:
        """Whether the holidays of the day's year are not known, so that weekdays stand in for working days."""
        return day.year not in self.years

    def name_of(self, day: date) -> str:
        """Return the name of the holiday that the day is off for, or ""."""
        return self._names.get(day, "")

    def workdays_between(self, start: date, end: date) -> int:
        """Count the working days after start up to and including end; 0 when end is not after start."""
        if end <= start:
            return 0
        return self._count(end.toordinal()) - self._count(start.toordinal())

    def add_workdays(self, start: date, workdays: int) -> Deadline:
        """Return the day that is so many working days after start, which itself is not counted.

        ValueError when workdays is less than 1: a limit has at least one day.
        """
        day = self.nth_workday(start, workdays)
        provisional = any(year not in self.years for year in range(_next(start).year, day.year + 1))
        return Deadline(day, provisional, tuple(self._explain(start, workdays, day)))

    def nth_workday(self, start: date, number: int) -> date:
        """Return what ``add_workdays`` returns without the explanation, for counting over many rows."""
        if number < 1:
            raise ValueError(f"a limit has at least one working day, not {number}")
        first = start.toordinal()
        # Even if every adjusted day were a lost one, so many days hold enough weekdays.
        span = range(first + 1, first + 2 * (number + len(self._adjusted)) + 7)
        return date.fromordinal(span[bisect_left(span, self._count(first) + number, key=self._count)])

    def _count(self, ordinal: int) -> int:
        # Ordinal 1 is a Monday.
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) + self._sums[bisect_right(self._adjusted, ordinal)]

    def _explain(self, start: date, workdays: int, end: date) -> Iterator[Phrase]:
        yield phrase(
            "自%(start)s起算，当日不计入，第%(number)s个工作日为%(end)s。",
            start=start,
            number=workdays,
            end=end,
        )
        yield from self.remarks(start, end)

    def remarks(self, start: date, end: date) -> Iterator[Phrase]:
        """Yield what is not an ordinary week after start, up to and including end, as sentences."""
        for run in _runs(_within(self._days_off, start, end)):
            said = dict.fromkeys(name for day in run for name in self._names[day].split("、"))
            names = enumerated(map(phrase, said))
            days = Days(run[0], run[-1])
            yield phrase("%(days)s%(holidays)s放假，不计入。", days=days, holidays=names)
        if made_up := _within(self._make_up_days, start, end):
            yield phrase("%(days)s调休上班，计入工作日。", days=enumerated(map(_with_weekday, made_up)))
        if unknown := [year for year in range(_next(start).year, end.year + 1) if year not in self.years]:
            yield not_announced(unknown)


def not_announced(years: Iterable[int]) -> Phrase:
    """Say that the days off of these years, at least one, are not known."""
    named = enumerated(phrase("%(year)s年", year=year) for year in years)
    return phrase("%(years)s的节假日安排未收录，暂按周一至周五为工作日推算。", years=named)


def _with_weekday(day: date) -> Phrase:
    return phrase("%(day)s（%(weekday)s）", day=Days(day, day), weekday=_WEEKEND[day.weekday()])


def _within(days: Sequence[date], start: date, end: date) -> Sequence[date]:
    return days[bisect_right(days, start) : bisect_right(days, end)]


def _runs(days: Iterable[date]) -> Iterator[list[date]]:
    for _, run in groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0]):
        yield [day for _, day in run]


def _next(day: date) -> date:
    return day + timedelta(days=1)


@cache
def _announced() -> tuple[YearTable, ...]:
    folder = files("gongkai.rules") / "holidays"
    tables = [
        YearTable.from_toml(file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(tables, key=lambda table: table.year))


@cache
def _builtin() -> WorkCalendar:
    return WorkCalendar(_announced())
