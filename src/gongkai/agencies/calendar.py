"""工作日历 — the calendar that this site counts by: the built-in years, and those that were loaded here.

One small query each time, so that what was just loaded holds at once in every process, on every machine; the
calendar itself is made once for each state of the loaded years.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from gongkai.agencies.holiday_files import toml_of
from gongkai.agencies.models import CalendarScope, HolidayYear
from gongkai.core.outbox import handles
from gongkai.rules.calendar import Holiday, WorkCalendar, YearTable

LOADED = "calendar"
"""The kind of outbox work that a change of the calendar asks for; its key is the year."""

LOOK_OUT_FROM = 11  # the month from which next year's notice may be out
_Row = tuple[int, str, str]
_Recompute = Callable[[Sequence[int]], None]
_recomputes: list[_Recompute] = []


def calendar() -> WorkCalendar:
    """工作日历 — return the calendar as it stands now. Take it once for a page or an action, not for each row."""
    return _made(tuple(_loaded()))


def calendar_with(table: YearTable, scope: str) -> WorkCalendar:
    """Return the calendar as it would stand with a table loaded."""
    others = [row for row in _loaded() if row[:2] != (table.year, scope)]
    return _made((*others, (table.year, scope, toml_of(table))))


def _loaded() -> QuerySet[HolidayYear, _Row]:
    return HolidayYear.objects.order_by("year", "scope").values_list("year", "scope", "text")


@lru_cache(maxsize=4)
def _made(rows: tuple[_Row, ...]) -> WorkCalendar:
    loaded = {scope: [table_of(text) for _, of, text in rows if of == scope] for scope in CalendarScope}
    years = WorkCalendar.load(loaded[CalendarScope.NATIONAL]).years
    added = [
        with_days_of_place(years[local.year], local)
        for local in loaded[CalendarScope.LOCAL]
        if local.year in years
    ]
    return WorkCalendar([*years.values(), *added])


@lru_cache(maxsize=64)
def table_of(text: str) -> YearTable:
    """Return a year from its file's text; CalendarError when it is none."""
    return YearTable.from_toml(text)


def with_days_of_place(year: YearTable, local: YearTable) -> YearTable:
    """Return a year with the days that a place adds; a day off of either is off, whatever the other moves to it."""
    off = {day for holiday in year.holidays for day in holiday.days}
    added = [Holiday(one.name, tuple(day for day in one.days if day not in off)) for one in local.holidays]
    holidays = (*year.holidays, *(one for one in added if one.days))
    off |= {day for holiday in added for day in holiday.days}
    make_up = sorted({*year.make_up_workdays, *local.make_up_workdays} - off)
    also = (*year.also, *filter(None, (local.notice, *local.also)))
    return YearTable(year.year, year.notice, also, holidays, tuple(make_up))


def missing_year(today: date, known: WorkCalendar) -> int | None:
    """Return the year whose days must be loaded now: this one, or from November on the next; None when all is there."""
    if today.year not in known.years:
        return today.year
    return today.year + 1 if today.month >= LOOK_OUT_FROM and today.year + 1 not in known.years else None


def on_change(recompute: _Recompute) -> _Recompute:
    """Register what the worker calls with the years that were loaded or corrected; it must be safe to repeat."""
    _recomputes.append(recompute)
    return recompute


@handles(LOADED)
def recompute_years(years: Sequence[int]) -> None:
    """Let every room count again what lies in these years."""
    for recompute in _recomputes:
        recompute(years)
