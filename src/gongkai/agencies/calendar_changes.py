"""安排的改动 — what a table would change before it is loaded, and what in it looks unusual."""

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.agencies.holiday_files import LARGEST, toml_of
from gongkai.agencies.models import CalendarScope
from gongkai.rules.calendar import WorkCalendar, YearTable
from gongkai.rules.phrases import Phrase, phrase
from gongkai.rules.process import RuleViolation

RECENT = 3  # years before, from which we know what is usual


def check_year(table: YearTable, scope: str, known: WorkCalendar, today: date) -> None:
    """Refuse a table that cannot stand here: raises RuleViolation."""
    first, last = min(known.years), today.year + 1
    if not first <= table.year <= last:
        raise RuleViolation(
            phrase("可以载入的年份是%(first)d年到%(last)d年", first=first, last=last), field="year"
        )
    if scope == CalendarScope.LOCAL and table.year not in known.years:
        raise RuleViolation(phrase("请先载入%(year)d年的全国安排", year=table.year), field="scope")
    if scope == CalendarScope.NATIONAL and not table.holidays:
        raise RuleViolation("没有写哪些天放假")
    if len(toml_of(table)) > LARGEST:
        raise RuleViolation("内容太多，节假日安排表只有几百个字")


@dataclass(frozen=True, slots=True)
class Changes:
    """改动 — the days of a year that become days off and working days; `announced`: the year was known before."""

    year: int
    became_off: tuple[date, ...]
    became_working: tuple[date, ...]
    announced: bool


def changes_of(year: int, before: WorkCalendar, after: WorkCalendar) -> Changes:
    """Return on which days of a year two calendars differ."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    moved = [day for day in days if before.is_workday(day) != after.is_workday(day)]
    return Changes(
        year,
        tuple(day for day in moved if not after.is_workday(day)),
        tuple(day for day in moved if after.is_workday(day)),
        year in before.years,
    )


def doubts_of(table: YearTable, known: WorkCalendar) -> list[Phrase]:
    """Return what a national table lacks that the years before it all have; it may still be right."""
    doubts = [] if table.notice else [phrase("没有写通知文号")]
    years = [known.years[year] for year in sorted(known.years) if year < table.year][-RECENT:]
    if not years:
        return doubts
    missing = set.intersection(*map(_names, years)) - _names(table)
    doubts += [phrase("没有“%(name)s”，往年都有", name=name) for name in sorted(missing)]
    days = set.intersection(*map(_month_days, years)) - _month_days(table)
    # A holiday that is missing altogether was named already, its days need not be.
    days -= _month_days(years[-1], missing)
    doubts += [
        phrase("%(month)d月%(day)d日往年都放假，这次没有", month=month, day=day)
        for month, day in sorted(days)
    ]
    return doubts


def _names(table: YearTable) -> set[str]:
    return {name for holiday in table.holidays for name in holiday.name.split("、")}


def _month_days(table: YearTable, of: set[str] | None = None) -> set[tuple[int, int]]:
    return {
        (day.month, day.day)
        for holiday in table.holidays
        if of is None or of.intersection(holiday.name.split("、"))
        for day in holiday.days
    }
