"""日历的样子 — a year as twelve months of weeks, and the list of years, ready to be shown."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.calendar import table_of
from gongkai.agencies.holiday_files import spans_of
from gongkai.agencies.models import CalendarScope, HolidayYear
from gongkai.rules.calendar import WorkCalendar, YearTable
from gongkai.ui.templatetags.ui import month_day

WEEKDAYS = (_l("一"), _l("二"), _l("三"), _l("四"), _l("五"), _l("六"), _l("日"))


@dataclass(frozen=True, slots=True)
class Cell:
    """一天 — `kind` is "work", "rest" (an ordinary weekend), "off" (announced) or "extra" (a make-up day)."""

    day: date
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    """一个月 — weeks from Monday; None stands for days of the months beside it."""

    number: int
    weeks: list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class YearRow:
    """一年 — as the list shows it: the table that holds and what was loaded here, if anything."""

    table: YearTable
    days_off: int
    loaded: HolidayYear | None
    local: HolidayYear | None


def months_of(year: int, known: WorkCalendar) -> list[Month]:
    """Return the twelve months of a year."""
    weeks = Calendar().monthdatescalendar
    return [
        Month(
            month,
            [
                [_cell(day, known) if (day.year, day.month) == (year, month) else None for day in week]
                for week in weeks(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def _cell(day: date, known: WorkCalendar) -> Cell:
    if name := known.name_of(day):
        return Cell(day, "off", name)
    if known.is_workday(day):
        return Cell(day, "work" if day.weekday() < 5 else "extra", "")
    return Cell(day, "rest", "")


def year_rows(known: WorkCalendar) -> list[YearRow]:
    """Return every known year, the latest first."""
    loaded = {(row.year, row.scope): row for row in HolidayYear.objects.select_related("loaded_by")}
    return [
        YearRow(
            table,
            sum(len(holiday.days) for holiday in table.holidays),
            loaded.get((year, CalendarScope.NATIONAL)),
            loaded.get((year, CalendarScope.LOCAL)),
        )
        for year, table in sorted(known.years.items(), reverse=True)
    ]


def periods_of(table: YearTable) -> list[tuple[str, str]]:
    """Return each run of days off as (name, its days in words), in the order of the year."""
    periods = [(span, holiday.name) for holiday in table.holidays for span in spans_of(holiday)]
    return [(name, _span(*span)) for span, name in sorted(periods)]


def _span(first: date, last: date) -> str:
    if first == last:
        return month_day(first)
    return _("%(first)s至%(last)s") % {"first": month_day(first), "last": month_day(last)}


def days_in_words(days: Iterable[date]) -> str:
    """Return days one after the other, without their year; "" for none."""
    return _("、").join(map(month_day, days))


def table_to_copy(year: int, scope: str) -> YearTable | None:
    """Return the table of a year by itself: what was loaded for the scope, else for the country the built-in one."""
    row = HolidayYear.objects.filter(year=year, scope=scope).first()
    if row is not None:
        return table_of(row.text)
    return WorkCalendar.load().years.get(year) if scope == CalendarScope.NATIONAL else None
