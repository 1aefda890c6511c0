"""办理时钟 — from what happened in a case to the day by which it must be answered, and why that day.

A pure function of the text of the Regulations (chosen by the day of receipt, never mixed), the working-day
calendar and the events of the case. The conventions: the day of receipt is not counted; while others are asked,
the working days after the letter's day up to and including the answer's day are not counted, and two
consultations at once count once; a supplement or a payment begins the count anew with its day as day 0, and what
was extended before falls away (Regulations of 2019 Arts. 30–34; of 2007 Arts. 21–24; 国办函〔2020〕109号 Art. 7).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from gongkai.rules.application_limits import (
    FEE_RESTART,
    FEE_RULES,
    LIMITS_2019,
    ApplicationLimits,
    application_limits,
)
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.citations import REGULATIONS_2007, Citation, Statute, regulations_on
from gongkai.rules.phrases import Phrase, phrase


class EventKind(StrEnum):
    """办理事件 — what may happen in a case that its clock has to know of."""

    SUPPLEMENT_REQUESTED = "supplement_requested"
    SUPPLEMENT_RECEIVED = "supplement_received"
    EXTENDED = "extended"
    THIRD_PARTY_CONSULTED = "third_party_consulted"
    THIRD_PARTY_REPLIED = "third_party_replied"
    ORGANS_CONSULTED = "organs_consulted"
    ORGANS_REPLIED = "organs_replied"
    FEE_NOTIFIED = "fee_notified"
    FEE_PAID = "fee_paid"


EVENT_LABELS = {
    EventKind.SUPPLEMENT_REQUESTED: "发出补正告知",
    EventKind.SUPPLEMENT_RECEIVED: "收到补正",
    EventKind.EXTENDED: "延长答复期限",
    EventKind.THIRD_PARTY_CONSULTED: "征求第三方意见",
    EventKind.THIRD_PARTY_REPLIED: "第三方答复",
    EventKind.ORGANS_CONSULTED: "征求其他机关意见",
    EventKind.ORGANS_REPLIED: "其他机关答复",
    EventKind.FEE_NOTIFIED: "发出收费通知",
    EventKind.FEE_PAID: "缴费",
}

# What ends the waiting that an event begins.
ANSWERED_BY = {
    EventKind.SUPPLEMENT_REQUESTED: EventKind.SUPPLEMENT_RECEIVED,
    EventKind.THIRD_PARTY_CONSULTED: EventKind.THIRD_PARTY_REPLIED,
    EventKind.ORGANS_CONSULTED: EventKind.ORGANS_REPLIED,
    EventKind.FEE_NOTIFIED: EventKind.FEE_PAID,
}
_BEGUN_BY = {answer: begun for begun, answer in ANSWERED_BY.items()}
_CONSULTATIONS = frozenset({EventKind.THIRD_PARTY_CONSULTED, EventKind.ORGANS_CONSULTED})


class ImpossibleEvent(ValueError):
    """事件不成立 — what cannot have happened in this case; the message, a phrase, says why."""


@dataclass(frozen=True, slots=True)
class Event:
    """办理事件 — what happened on which day; `working_days` only for an extension."""

    kind: EventKind
    on: date
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class ClockReading:
    """时钟读数 — where a case stands.

    `due` is None while something is awaited, and `stopped_by` then names what began the waiting. `days_total`
    counts the working days of the limit with its extension, `days_used` those that have run by the day asked
    for (None when no day was asked for). `provisional`: the count reaches into a year whose holidays are not
    announced. `explanation` leads from the receipt to the due day, one sentence a step. The count began on `since`,
    its day 0; of each span of `excluded` the days after its first up to and including its last are not counted.
    """

    statute: Statute
    due: date | None
    provisional: bool
    stopped_by: EventKind | None
    days_total: int
    days_used: int | None
    explanation: tuple[Phrase, ...]
    since: date
    excluded: tuple[tuple[date, date], ...]

    def counts(self, day: date, calendar: WorkCalendar) -> bool:
        """Whether a day after `since` is one of the days of the limit."""
        return calendar.is_workday(day) and not any(after < day <= until for after, until in self.excluded)

    @property
    def days_left(self) -> int | None:
        """Working days that are left, negative when late; None while stopped or when no day was asked for."""
        if self.days_used is None or self.due is None:
            return None
        return self.days_total - self.days_used


@dataclass
class _Count:
    """计数 — the count as it stands after some of the events."""

    limits: ApplicationLimits
    calendar: WorkCalendar
    start: date
    extension: int = 0
    waiting: dict[EventKind, list[date]] = field(default_factory=dict)
    excluded: list[tuple[date, date]] = field(default_factory=list)
    words: list[Phrase] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.limits.reply.workdays + self.extension

    def spans(self) -> Iterator[tuple[date, date]]:
        """Yield what is not counted since the start, each span once: the days after the first up to the second."""
        last = self.start
        for after, until in sorted(self.excluded):
            if until > last:
                yield max(after, last), until
                last = until

    def overlaps(self) -> bool:
        """Whether working days since the start were lost to two spans at once."""
        each = sum(self.calendar.workdays_between(max(after, self.start), to) for after, to in self.excluded)
        return each > sum(self.calendar.workdays_between(after, until) for after, until in self.spans())

    def nth(self, number: int) -> date:
        """Return the day that is the nth of the limit."""
        day = self.calendar.nth_workday(self.start, number)
        for after, until in self.spans():
            if day <= after:
                break
            number += self.calendar.workdays_between(after, until)
            day = self.calendar.nth_workday(self.start, number)
        return day

    def used(self, today: date) -> int:
        """Return how many days of the limit have run by the end of a day."""
        lost = sum(self.calendar.workdays_between(after, min(until, today)) for after, until in self.spans())
        return self.calendar.workdays_between(self.start, today) - lost


def read_clock(
    received: date,
    events: Iterable[Event],
    calendar: WorkCalendar,
    *,
    today: date | None = None,
    on_supplement: str = "",
    anew: bool = False,
) -> ClockReading:
    """Return where a case stands; `on_supplement` sets "pause" for cases under the text of 2007.

    With `anew` the count begins with a new decision that was ordered on the day, not with a receipt.

    Raises ImpossibleEvent for what cannot have happened: before the receipt, an answer that nobody asked for,
    an extension beyond the limit.
    """
    if received < REGULATIONS_2007.in_force_from:
        since, name = REGULATIONS_2007.in_force_from, phrase(REGULATIONS_2007.name)
        raise ImpossibleEvent(
            phrase("《%(name)s》自%(since)s起施行，收到日期不能更早", name=name, since=since)
        )
    statute = regulations_on(received)
    limits = application_limits(statute)
    if on_supplement and statute is REGULATIONS_2007:
        limits = replace(limits, on_supplement=on_supplement)
    count = _Count(limits, calendar, received)
    count.words.append(_received(received, limits, anew))
    for day, happened in groupby(sorted(events, key=lambda event: event.on), key=lambda event: event.on):
        _live(count, list(happened), day < received)
    return _reading(count, today)


_RECEIVED = (
    "%(day)s收到申请，适用%(number)s公布的《%(statute)s》，自收到之日起%(limit)s个工作日内答复（%(article)s）；"
    "收到当日不计入。"
)
_ANEW = (
    "%(day)s起重新办理，适用%(number)s公布的《%(statute)s》，自当日起%(limit)s个工作日内答复（%(article)s）；"
    "当日不计入。"
)


def _received(received: date, limits: ApplicationLimits, anew: bool) -> Phrase:
    return phrase(
        _ANEW if anew else _RECEIVED,
        day=received,
        number=phrase(limits.statute.number),
        statute=phrase(limits.statute.name),
        limit=limits.reply.workdays,
        article=limits.reply.citation,
    )


def _named(kind: EventKind) -> Phrase:
    return phrase(EVENT_LABELS[kind])


def _live(count: _Count, happened: list[Event], too_early: bool) -> None:
    """Apply the events of one day in their order, an answer named before what asked for it after the others."""
    answers = []
    for event in happened:
        if too_early:
            raise ImpossibleEvent(phrase("“%(event)s”的日期早于收到申请的日期", event=_named(event.kind)))
        begun = _BEGUN_BY.get(event.kind)
        if begun and not count.waiting.get(begun):
            answers.append(event)
        else:
            _apply(count, event)
    for event in answers:
        _apply(count, event)


def _apply(count: _Count, event: Event) -> None:
    if event.kind not in _BEGUN_BY and not count.waiting:
        _say_if_late(count, event)
    if event.kind is EventKind.EXTENDED:
        _extend(count, event)
    elif event.kind in ANSWERED_BY:
        _begin_waiting(count, event)
    else:
        _end_waiting(count, event)


def _say_if_late(count: _Count, event: Event) -> None:
    """Add that the limit had run out: what happened since is counted as it came, whatever a court makes of it."""
    due = count.nth(count.total)
    if event.on > due:
        words = "%(day)s%(event)s时，答复期限已于%(due)s届满。"
        count.words.append(phrase(words, day=event.on, event=_named(event.kind), due=due))


def _extend(count: _Count, event: Event) -> None:
    most = count.limits.extension
    if event.working_days < 1:
        raise ImpossibleEvent(phrase("延长答复期限须写明延长几个工作日"))
    if count.extension + event.working_days > most.workdays:
        raise ImpossibleEvent(
            phrase(
                "延长答复期限最多%(days)s个工作日（%(article)s）", days=most.workdays, article=most.citation
            )
        )
    count.extension += event.working_days
    count.words.append(
        phrase(
            "%(day)s决定延长%(days)s个工作日，共%(total)s个工作日（%(article)s）。",
            day=event.on,
            days=event.working_days,
            total=count.total,
            article=most.citation,
        )
    )


def _begin_waiting(count: _Count, event: Event) -> None:
    if event.kind not in _CONSULTATIONS and count.waiting.get(event.kind):
        raise ImpossibleEvent(
            phrase(
                "已经%(event)s，尚未等到“%(answer)s”",
                event=_named(event.kind),
                answer=_named(ANSWERED_BY[event.kind]),
            )
        )
    count.waiting.setdefault(event.kind, []).append(event.on)


def _end_waiting(count: _Count, event: Event) -> None:
    begun = _BEGUN_BY[event.kind]
    since = count.waiting.get(begun)
    if not since:
        raise ImpossibleEvent(
            phrase("“%(event)s”之前没有“%(before)s”", event=_named(event.kind), before=_named(begun))
        )
    asked = since.pop(0)
    if not since:
        del count.waiting[begun]
    if begun in _CONSULTATIONS or (
        count.limits.on_supplement == "pause" and begun is EventKind.SUPPLEMENT_REQUESTED
    ):
        count.excluded.append((asked, event.on))
        count.words.append(_not_counted(count, begun, asked, event))
    else:
        _restart(count, begun, event)


_NOT_COUNTED = "%(asked)s%(begun)s，%(answered)s%(answer)s，其间的%(days)s个工作日不计入（%(article)s）。"
# The text of 2007 leaves out the time of asking third parties and says nothing of anything else that was awaited.
_NOT_COUNTED_EITHER = "%(asked)s%(begun)s，%(answered)s%(answer)s，其间的%(days)s个工作日比照征求第三方意见不计入（%(article)s）。"

_NONE_BETWEEN = "%(asked)s%(begun)s，%(answered)s%(answer)s，其间没有工作日，期限不变。"


def _not_counted(count: _Count, begun: EventKind, asked: date, answer: Event) -> Phrase:
    by_analogy = count.limits.statute is REGULATIONS_2007 and begun is not EventKind.THIRD_PARTY_CONSULTED
    said = {"asked": asked, "begun": _named(begun), "answered": answer.on, "answer": _named(answer.kind)}
    days = count.calendar.workdays_between(asked, answer.on)
    if not days:
        return phrase(_NONE_BETWEEN, **said)
    words = _NOT_COUNTED_EITHER if by_analogy else _NOT_COUNTED
    return phrase(words, days=days, article=count.limits.excluded, **said)


_ANEW_BY = "%(day)s%(event)s，期限自当日起重新计算，当日不计入（%(article)s）。"
# These articles let the organ ask and do not say how the count goes on.
_ANEW_AFTER = "%(day)s%(event)s（%(article)s），期限自当日起重新计算，当日不计入。"
_ANEW_ARTICLES = (LIMITS_2019.supplement, FEE_RESTART)


def _restart(count: _Count, begun: EventKind, event: Event) -> None:
    article = _restarting(count.limits, begun, event.on)
    words = _ANEW_BY if article in _ANEW_ARTICLES else _ANEW_AFTER
    count.words.append(phrase(words, day=event.on, event=_named(event.kind), article=article))
    if count.extension:
        count.words.append(phrase("此前的延长不再适用。"))
    count.start, count.extension = event.on, 0


def _restarting(limits: ApplicationLimits, begun: EventKind, on: date) -> Citation:
    if begun is not EventKind.FEE_NOTIFIED:
        return limits.supplement
    return FEE_RESTART if FEE_RULES.in_force_on(on) and limits.statute is not REGULATIONS_2007 else limits.fee


def _reading(count: _Count, today: date | None) -> ClockReading:
    waits = sorted((day, kind) for kind, days in count.waiting.items() for day in days)
    stopped_on, stopped_by = waits[0] if waits else (None, None)
    due = None if waits else count.nth(count.total)
    words = _counted(count, due) if due else (_still_awaited(*wait) for wait in waits)
    return ClockReading(
        statute=count.limits.statute,
        due=due,
        provisional=due is not None and any(map(count.calendar.is_provisional, _year_days(count.start, due))),
        stopped_by=stopped_by,
        days_total=count.total,
        days_used=None if today is None else count.used(min(today, stopped_on or today)),
        explanation=(*count.words, *words),
        since=count.start,
        excluded=tuple(sorted(count.excluded)),
    )


def _still_awaited(since: date, begun: EventKind) -> Phrase:
    return phrase("%(day)s%(event)s，尚在等待，期限暂不计算。", day=since, event=_named(begun))


def _counted(count: _Count, due: date) -> Iterator[Phrase]:
    yield phrase("%(day)s为第1个工作日。", day=count.nth(1))
    yield from count.calendar.remarks(count.start, due)
    if count.overlaps():
        yield phrase("同时征求的，重叠的工作日只扣除一次。")
    yield phrase(
        "%(day)s为第%(number)s个工作日，应当在这一天以前（含当天）答复。", day=due, number=count.total
    )


def _year_days(start: date, due: date) -> Iterator[date]:
    """Yield one day of each year that the count touches after its first day."""
    yield from (date(year, 12, 31) for year in range((start + timedelta(days=1)).year, due.year + 1))
