"""逐日的时钟 — the clock of a case day by day, week by week, as its page shows it.

Each day is asked of the clock itself: a working day on which its count does not grow was not counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongkai.foi import clocks
from gongkai.foi.models import Case, CaseEvent
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.clock import EventKind
from gongkai.ui.wording import told

MOST_DAYS = 140
"""Longer spans are told in sentences only: nobody counts five months off a grid."""
_RESTARTS = frozenset({EventKind.SUPPLEMENT_RECEIVED, EventKind.FEE_PAID})


@dataclass(frozen=True, slots=True)
class Day:
    """一天 — its place in the count, how it shows (`start`, `rest`, `hold`, `last`, …) and a word; None before the start."""

    day: date
    shows: str
    number: int
    word: str
    make_up: bool = False
    today: bool = False


def weeks_of(
    case: Case, events: Sequence[CaseEvent], known: WorkCalendar, today: date
) -> list[list[Day | None]]:
    """Return the weeks from the day the count began to the limit (or today, when later); [] where there is no count."""
    last = max(filter(None, (case.due_on, min(today, case.answered_on or today))), default=None)
    start = _began(case, events, known)
    if start is None or last is None or not 0 < (last - start).days <= MOST_DAYS:
        return []
    days: list[Day | None] = [None] * start.weekday()
    days += _days(case, events, known, start, last, today)
    days += [None] * (-len(days) % 7)
    return [days[place : place + 7] for place in range(0, len(days), 7)]


def _began(case: Case, events: Sequence[CaseEvent], known: WorkCalendar) -> date | None:
    """The day from which the present count runs: of the last thing that made it begin anew."""
    for event in reversed(events):
        if event.kind in _RESTARTS and event.round == case.round and not _used(case, events, known, event.on):
            return event.on
    return case.clock_since


def _used(case: Case, events: Sequence[CaseEvent], known: WorkCalendar, on: date) -> int:
    reading = clocks.reading_of(case, known, today=on, events=events)
    return reading.days_used or 0 if reading else 0


def _days(
    case: Case, events: Sequence[CaseEvent], known: WorkCalendar, start: date, last: date, today: date
) -> Iterator[Day]:
    before = 0
    for offset in range((last - start).days + 1):
        day = start + timedelta(days=offset)
        number = _used(case, events, known, day) if day > start else 0
        shows, word = _shown(case, known, start, day, number > before, today)
        yield Day(
            day=day,
            shows=shows,
            number=number if number > before else 0,
            word=word,
            make_up=known.is_workday(day) and day.weekday() > 4,
            today=day == today,
        )
        before = max(number, before)


def _shown(
    case: Case, known: WorkCalendar, start: date, day: date, counted: bool, today: date
) -> tuple[str, str]:
    if day == start:
        return "start", _("起算")
    if day == case.due_on:
        return "last", _("到期")
    if not known.is_workday(day):
        return "rest", told(known.name_of(day)) or _("休")
    if counted:
        return ("ahead" if day > today else ""), ""
    return ("hold", _("暂停")) if day < (case.due_on or today) or not case.due_on else ("", "")
