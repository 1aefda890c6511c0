"""案件的时钟 — a case's reading of the clock from its events, and what the case keeps of it for lists."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.conf import settings

from gongkai.foi.models import Case, CaseEvent
from gongkai.rules.application_process import CLOCK_KINDS
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.citations import REGULATIONS_2019, cite, regulations_on
from gongkai.rules.clock import ClockReading, Event, EventKind, read_clock
from gongkai.rules.phrases import Phrase, phrase

KEPT = ("statute", "due_on", "provisional", "stopped_by")
"""The fields of a case that its reading decides."""


def clock_events(case: Case, events: Iterable[CaseEvent]) -> list[Event]:
    """Return those events of the case's present round of which the clock has to know, in order."""
    return [
        Event(EventKind(event.kind), event.on, event.working_days)
        for event in events
        if event.kind in CLOCK_KINDS and event.round == case.round
    ]


def reading_of(
    case: Case,
    calendar: WorkCalendar,
    *,
    today: date | None = None,
    events: Iterable[CaseEvent] | None = None,
) -> ClockReading | None:
    """Return where a case stands, None before its day of receipt is established.

    A case that was answered is read as of that day. Raises ImpossibleEvent.
    """
    if case.clock_since is None:
        return None
    events = list(case.events.order_by("on", "id") if events is None else events)
    reading = read_clock(
        case.clock_since,
        clock_events(case, events),
        calendar,
        today=min(filter(None, (today, case.answered_on))) if today else None,
        on_supplement=settings.SUPPLEMENT_BEFORE_2019,
        anew=any(event.kind == "reopened" and event.round == case.round for event in events),
    )
    return replace(reading, explanation=(*reading.explanation, *_beside(case, reading)))


_BEGINS_ROUND = ("filed", "confirmed", "transferred", "reopened")


def earlier_readings(case: Case, calendar: WorkCalendar) -> list[tuple[int, ClockReading]]:
    """Return the rounds of a case before the present one, each with where its clock led."""
    events = list(case.events.order_by("on", "id"))
    found = []
    for number in range(1, case.round):
        own = [event for event in events if event.round == number]
        if begun := [event for event in own if event.kind in _BEGINS_ROUND]:
            counted = [
                Event(EventKind(each.kind), each.on, each.working_days)
                for each in own
                if each.kind in CLOCK_KINDS
            ]
            reading = read_clock(
                begun[-1].on,
                counted,
                calendar,
                on_supplement=settings.SUPPLEMENT_BEFORE_2019,
                anew=begun[-1].kind == "reopened",
            )
            found.append((number, reading))
    return found


def due_day(case: Case, reading: ClockReading) -> date | None:
    """Return the day by which a case is answered: the later of clock and deferral, or what was ordered before it."""
    due = reading.due
    if due and case.deferred_until:
        due = max(due, case.deferred_until)
    return min(due, case.ordered_by) if due and case.ordered_by else due


def _beside(case: Case, reading: ClockReading) -> list[Phrase]:
    """Say which day holds in place of what was counted, and why."""
    said = []
    if reading.due and case.deferred_until and case.deferred_until > reading.due:
        article = cite(REGULATIONS_2019, 35)
        said.append(phrase("延迟到%(day)s答复（%(article)s）。", day=case.deferred_until, article=article))
    if case.ordered_by and case.ordered_by == due_day(case, reading):
        said.append(phrase("复议决定或者判决写明的履行期限是%(day)s，以这一天为准。", day=case.ordered_by))
    return said


def keep_reading(case: Case, reading: ClockReading | None) -> None:
    """Put what lists need of a reading on the case, unsaved."""
    if reading is None:
        case.due_on, case.provisional, case.stopped_by = None, False, ""
        return
    before = case.due_on
    case.statute = regulations_on(case.clock_since).code if case.clock_since else ""
    case.provisional, case.stopped_by = reading.provisional, reading.stopped_by or ""
    case.due_on = due_day(case, reading)
    if case.due_on != before:
        case.warned = 0
