"""期限的日历 — every day from the beginning of a count to its end, as a page shows it in weeks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.clock import ClockReading

LONGEST = 150
"""Days beyond which a calendar tells less than the sentences do."""
_WEEK = 7
Mark = Literal["none", "start", "day", "ahead", "rest", "hold", "last"]


@dataclass(frozen=True, slots=True)
class Day:
    """一天 — how a day counts: `number` among the days of the limit, `holiday` its name, `extra` a make-up workday."""

    day: date
    mark: Mark
    number: int = 0
    holiday: str = ""
    extra: bool = False
    today: bool = False
    first: bool = False


def weeks(reading: ClockReading, due: date | None, known: WorkCalendar, today: date) -> list[tuple[Day, ...]]:
    """Return the weeks of a count up to a day, Monday first; none while it stands still or where it is very long."""
    if reading.due is None or due is None or (due - reading.since).days > LONGEST:
        return []
    days = tuple(_days(reading, due, known, today))
    return [days[start : start + _WEEK] for start in range(0, len(days), _WEEK)]


def _days(reading: ClockReading, due: date, known: WorkCalendar, today: date) -> Iterator[Day]:
    monday = reading.since - timedelta(days=reading.since.weekday())
    sunday = due + timedelta(days=6 - due.weekday())
    number, month = 0, 0
    for each in range((sunday - monday).days + 1):
        day = monday + timedelta(days=each)
        if not reading.since <= day <= due:
            yield Day(day, "none")
            continue
        counted = day != reading.since and reading.counts(day, known)
        number += counted
        yield Day(
            day,
            _mark(reading, day, due, counted, known, today),
            number if counted else 0,
            known.name_of(day),
            extra=day.weekday() > 4 and known.is_workday(day),
            today=day == today,
            first=day.month != month,
        )
        month = day.month


def _mark(
    reading: ClockReading, day: date, due: date, counted: bool, known: WorkCalendar, today: date
) -> Mark:
    if day in (due, reading.since):
        return "last" if day == due else "start"
    if counted:
        return "day" if day <= today else "ahead"
    return "hold" if known.is_workday(day) else "rest"
