"""依申请公开指标的取数 — for each indicator of applications the rows that it counts, and what breaks them down.

The table of applications of the annual report (国办公开办函〔2021〕30号): received in the year, carried over from the
one before, concluded, carried on to the next. A case counts once, with its first answer, whatever is decided anew
later, and at the organ that has it on the day of the question.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value, When, expressions

from gongkai.agencies.calendar import calendar
from gongkai.core.measures import By, Measure, Only, Organs, Period, Rows, Split, at
from gongkai.disclosure.measures import ORGANS
from gongkai.foi.models import Case, FeeNotice, Remedy, Supplement
from gongkai.rules.application_process import OPEN_STATES
from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019
from gongkai.rules.receiving import CHANNEL_GROUPS, Channel
from gongkai.rules.remedies import Finding, Route
from gongkai.rules.replies import counts_at, reply_of

_STATUTES = {statute.code: statute for statute in (REGULATIONS_2007, REGULATIONS_2019)}
_WITHDRAWN = "withdrawn"  # the reply under which what was given up counts, under either text
_ALREADY_PUBLIC = "already-public"


def row_of(period: Period, statute: str, replies: str) -> str:
    """Return the line of the annual report where a first answer counts; "" where the form of the year has none.

    `replies` is as `Case.first_replies` keeps them, "" for what was given up.
    """
    text = _STATUTES.get(statute, REGULATIONS_2019)
    parts = [reply_of(text, reply) for reply in (replies or _WITHDRAWN).split(",")]
    return counts_at(parts, period.last.year)


def _rows(period: Period) -> Callable[..., str]:
    return cache(partial(row_of, period))


def _group(_period: Period) -> Callable[..., str]:
    return lambda channel: CHANNEL_GROUPS[Channel(channel)]


def _route_group(_period: Period) -> Callable[..., str]:
    """The statistical table of 2014–2018 does not tell litigation with and without reconsideration apart."""
    return lambda route: route if route == Route.RECONSIDERATION else Route.LITIGATION


def _timing(_period: Period) -> Callable[..., str]:
    def timing(extended: bool, answered: date | None, due: date | None) -> str:
        late = answered is not None and due is not None and answered > due
        return "extended" if extended or late else "in_time"

    return timing


def _days(_period: Period) -> Callable[..., int]:
    """Working days as long as somebody waited, whatever did not count meanwhile."""
    # Days are few and pairs of them many: the count up to a day is what is kept.
    until = cache(partial(calendar().workdays_between, date.min))

    def days(received: date, answered: date) -> int:
        between = until(answered) - until(received)
        return between if between > 0 else 0

    return days


_CASE: Mapping[str, By] = MappingProxyType(
    {
        **ORGANS,
        "applicant": "applicant_kind",
        "channel": "channel",
        "channel_group": Split(("channel",), _group),
        "result": "result",
        "row": Split(("statute", "first_replies"), _rows),
        "timing": Split(("first_extended", "first_answered_on", "first_due_on"), _timing),
    }
)
_REMEDY: Mapping[str, By] = {
    **{name: f"case__{lookup}" for name, lookup in ORGANS.items()},
    "route": "kind",
    "route_group": Split(("kind",), _route_group),
    "finding": "counts_as",
}


def _of(organs: Organs, condition: Q) -> QuerySet[Case]:
    rows = Case.objects.filter(condition, at("agency_id", organs))
    return rows.defer("access_token", "query_code").order_by("-received_on", "-id")


def _carried(organs: Organs, *, received: Q, concluded: Q) -> QuerySet[Case]:
    """Return what was received by a day and not concluded by then.

    The organs stand in both alternatives: each is then a stretch of `case_concluded`, and what was concluded long ago
    is not gone through.
    """
    whose = at("agency_id", organs)
    open_still = whose & received & Q(concluded_on=None)
    return _of(None, open_still | (whose & received & concluded))


def _received(period: Period, organs: Organs) -> QuerySet[Case]:
    return _of(organs, period.holds_day("received_on"))


def _carried_over(period: Period, organs: Organs) -> QuerySet[Case]:
    received, concluded = Q(received_on__lt=period.first), Q(concluded_on__gte=period.first)
    return _carried(organs, received=received, concluded=concluded)


def _concluded(period: Period, organs: Organs) -> QuerySet[Case]:
    return _of(organs, period.holds_day("concluded_on"))


def _carried_on(period: Period, organs: Organs) -> QuerySet[Case]:
    received, concluded = Q(received_on__lte=period.last), Q(concluded_on__gt=period.last)
    return _carried(organs, received=received, concluded=concluded)


def _answered(period: Period, organs: Organs) -> QuerySet[Case]:
    return _of(organs, period.holds_day("first_answered_on"))


def _in_time(_period: Period) -> Q:
    return Q(first_due_on=None) | Q(first_answered_on__lte=F("first_due_on"))


def _late(_period: Period) -> Q:
    return Q(first_answered_on__gt=F("first_due_on"))


def _overdue(period: Period, organs: Organs) -> QuerySet[Case]:
    """What is open and was due by the last day of the period."""
    return _of(organs, Q(state__in=sorted(OPEN_STATES), due_on__lt=period.last)).order_by("due_on", "id")


def _extended(_period: Period) -> Q:
    return Q(first_extended=True)


def _supplemented(period: Period, organs: Organs) -> QuerySet[Case]:
    return _received(period, organs).filter(Exists(Supplement.objects.filter(case=OuterRef("pk"))))


def _already_public(_period: Period) -> Q:
    return Q(first_replies=_ALREADY_PUBLIC)


def _of_cases(rows: QuerySet[Any], organs: Organs) -> QuerySet[Any]:
    """Return what belongs to cases of some organs: its own few rows are gone through, not all cases of the organs."""
    theirs = Case.objects.filter(at("agency_id", organs), pk=OuterRef("case_id"))
    return rows if organs is None else rows.filter(Exists(theirs))


def _remedies(rows: QuerySet[Remedy], period: Period, organs: Organs) -> QuerySet[Remedy]:
    """Rows with the column of the annual report where each counts on the last day of the period."""
    rows = _of_cases(rows, organs)
    decided = When(closed_on__lte=period.last, then=F("outcome_class"))
    counts_as = expressions.Case(decided, default=Value(Finding.PENDING.value), output_field=CharField())
    told = rows.select_related("case").defer("case__access_token", "case__query_code")
    return told.annotate(counts_as=counts_as).order_by("filed_on", "id")


def _pending(period: Period) -> Q:
    return (Q(closed_on=None) | Q(closed_on__gt=period.last)) & Q(filed_on__lte=period.last)


def _remedies_of_the_period(period: Period, organs: Organs) -> QuerySet[Remedy]:
    rows = Remedy.objects.filter(period.holds_day("closed_on") | _pending(period))
    return _remedies(rows, period, organs)


def _remedies_filed(period: Period, organs: Organs) -> QuerySet[Remedy]:
    return _remedies(Remedy.objects.filter(period.holds_day("filed_on")), period, organs)


def _remedies_closed(period: Period, organs: Organs) -> QuerySet[Remedy]:
    return _remedies(Remedy.objects.filter(period.holds_day("closed_on")), period, organs)


def _remedies_pending(period: Period, organs: Organs) -> QuerySet[Remedy]:
    return _remedies(Remedy.objects.filter(_pending(period)), period, organs)


def _fee_notices(period: Period, organs: Organs) -> QuerySet[FeeNotice]:
    rows = FeeNotice.objects.filter(period.holds_day("notified_on"))
    return _of_cases(rows, organs).select_related("case").order_by("notified_on", "id")


_measured = partial(Measure, rooms=("agencies", "foi"))


def _objections(rows: Rows, *, day: str = "") -> Measure:
    return _measured(rows, _REMEDY, organ="case__agency_id", day=day)


def _cases(rows: Rows, day: str = "", amount: By | None = None, only: Only | None = None) -> Measure:
    return _measured(rows, _CASE, amount=amount, day=day, only=only)


_OF_CASE: Mapping[str, By] = {name: f"case__{lookup}" for name, lookup in ORGANS.items()}
_FIRST = "first_answered_on"
_DAYS = _cases(_answered, _FIRST, Split(("received_on", _FIRST), _days))
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "foi.received": _cases(_received, "received_on"),
        "foi.carried_over": _cases(_carried_over),
        "foi.concluded": _cases(_concluded, "concluded_on"),
        "foi.carried_on": _cases(_carried_on),
        "foi.answered": _cases(_answered, _FIRST),
        "foi.answered.already_public": _cases(_answered, _FIRST, only=_already_public),
        "foi.in_time": _cases(_answered, _FIRST, only=_in_time),
        "foi.late": _cases(_answered, _FIRST, only=_late),
        "foi.overdue": _cases(_overdue),
        "foi.extended": _cases(_answered, _FIRST, only=_extended),
        "foi.supplemented": _cases(_supplemented, "received_on"),
        "foi.days_to_answer": _DAYS,
        "foi.days_to_answer.p90": _DAYS,
        "foi.remedies": _objections(_remedies_of_the_period),
        "foi.remedies.filed": _objections(_remedies_filed, day="filed_on"),
        "foi.remedies.closed": _objections(_remedies_closed, day="closed_on"),
        "foi.remedies.pending": _objections(_remedies_pending),
        "foi.fee_notices": _measured(_fee_notices, _OF_CASE, organ="case__agency_id", day="notified_on"),
        "foi.fees_noticed": _measured(
            _fee_notices, _OF_CASE, amount="yuan", organ="case__agency_id", day="notified_on", summed=True
        ),
    }
)
"""By the keys of `rules.indicators`."""
