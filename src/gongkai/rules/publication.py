"""主动公开期限 — by when information must be published, and how long it took (2007 Art. 18, 2019 Art. 26)."""

from dataclasses import replace
from datetime import date

from gongkai.rules.calendar import Deadline, WorkCalendar
from gongkai.rules.limits import publication_limit
from gongkai.rules.phrases import phrase


def publication_deadline(formed_on: date, calendar: WorkCalendar) -> Deadline:
    """Return the last day on which information formed or changed on that day is published in time."""
    limit = publication_limit(formed_on)
    deadline = calendar.add_workdays(formed_on, limit.workdays)
    rule = phrase(
        "依据%(article)s，政府信息应当自形成或者变更之日起%(days)s个工作日内公开。",
        article=limit.citation,
        days=limit.workdays,
    )
    return replace(deadline, explanation=(rule, *deadline.explanation))


def days_taken(formed_on: date, published_on: date, calendar: WorkCalendar) -> int:
    """Return the working days from formation to publication; 0 when published on the same day."""
    return calendar.workdays_between(formed_on, published_on)


def days_left(formed_on: date, today: date, calendar: WorkCalendar) -> int:
    """Return the working days that remain after today; negative once the limit has passed."""
    last = _last_day(formed_on, calendar)
    return calendar.workdays_between(today, last) - calendar.workdays_between(last, today)


def is_late(formed_on: date, published_on: date, calendar: WorkCalendar) -> bool:
    """Whether information was published after its limit."""
    return published_on > _last_day(formed_on, calendar)


def _last_day(formed_on: date, calendar: WorkCalendar) -> date:
    return calendar.nth_workday(formed_on, publication_limit(formed_on).workdays)
