"""提醒 — which open cases draw near their limit, reach it or pass it, and the figures of each morning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from django.db.models import Count, Q, QuerySet

from gongkai.agencies.policies import Actor
from gongkai.foi import clocks
from gongkai.foi.models import Case
from gongkai.foi.queries import visible_to
from gongkai.foi.recompute import running
from gongkai.rules.application_limits import LIMITS_2007, LIMITS_2019
from gongkai.rules.application_process import OPEN_STATES
from gongkai.rules.calendar import WorkCalendar

NEAR_PERCENT = 80
"""When so much of the days is used, the named leader is told."""
_WEEK = timedelta(days=7)


class Level(IntEnum):
    """提醒级别 — how near its limit a case is; each is told once for one due day."""

    NEAR = 1
    TODAY = 2
    OVERDUE = 3


@dataclass(frozen=True, slots=True)
class Reminder:
    """提醒 — a case that has come to a level which nobody was told of yet."""

    case_id: int
    level: Level
    due_on: date | None


def due_reminders(today: date, known: WorkCalendar) -> Iterator[Reminder]:
    """Yield the open cases of which somebody must be told today, each with the highest level that it has come to."""
    late = running().filter(due_on__lte=today)
    for case in late.filter(due_on__lt=today, warned__lt=Level.OVERDUE):
        yield Reminder(case.pk, Level.OVERDUE, case.due_on)
    for case in late.filter(due_on=today, warned__lt=Level.TODAY):
        yield Reminder(case.pk, Level.TODAY, case.due_on)
    # Nothing that is due later than the longest limit from today can be near.
    longest = max(limits.reply.workdays + limits.extension.workdays for limits in (LIMITS_2007, LIMITS_2019))
    last = known.nth_workday(today, longest)
    for case in running().filter(due_on__gt=today, due_on__lte=last, warned__lt=Level.NEAR):
        reading = clocks.reading_of(case, known, today=today)
        used = reading.days_used if reading and reading.days_used else 0
        # Counted up to the day that holds, which may be another than the clock's: deferred, or ordered earlier.
        whole = used + known.workdays_between(today, case.due_on) if case.due_on else 0
        if whole and used * 100 >= whole * NEAR_PERCENT:
            yield Reminder(case.pk, Level.NEAR, case.due_on)


@dataclass(frozen=True, slots=True)
class Morning:
    """每日提要 — how many open cases that somebody sees are overdue, due today, due within a week, or wait for others."""

    overdue: int
    today: int
    week: int
    waiting: int

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.overdue or self.today or self.week or self.waiting)


def morning_of(actor: Actor, today: date) -> Morning:
    """Return the figures of a morning for somebody, with one query."""
    figures = open_to(actor).aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        today=Count("pk", filter=Q(due_on=today)),
        week=Count("pk", filter=Q(due_on__gt=today, due_on__lte=today + _WEEK)),
        waiting=Count("pk", filter=~Q(stopped_by="")),
    )
    return Morning(**figures)


def open_to(actor: Actor) -> QuerySet[Case]:
    """Return the open cases that somebody sees."""
    return visible_to(actor).filter(state__in=sorted(OPEN_STATES))
