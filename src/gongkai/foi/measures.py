"""依申请公开指标的取数 — for each indicator the rows that it counts, so that every figure can be opened.

The table of applications of the annual report (国办公开办函〔2021〕30号): received in the year, carried over from the
one before, concluded, carried on to the next. A case counts once, with its first answer, whatever is decided anew
later, and at the organ that has it on the day of the question.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from math import ceil
from types import MappingProxyType
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from gongkai.agencies.calendar import calendar
from gongkai.disclosure.measures import Organs, Period
from gongkai.foi.models import Case, DecisionPart, Letter, Remedy
from gongkai.rules.application_process import OPEN_STATES, CaseState
from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019
from gongkai.rules.replies import counts_at, reply_of

Measure = Callable[[Period, Organs], QuerySet[Any]]
_STATUTES = {statute.code: statute for statute in (REGULATIONS_2007, REGULATIONS_2019)}
_GIVEN_UP = (CaseState.CLOSED, CaseState.ARCHIVED)
_WITHDRAWN = "withdrawn"  # the reply under which what was given up counts, under either text


def percentile(cases: QuerySet[Case], percent: int) -> int | None:
    """Return within how many working days that many percent of cases were answered; None for none.

    From the day of receipt to that of the answer, whatever did not count meanwhile: as long as somebody waited.
    """
    known = calendar()
    days = cases.filter(received_on__isnull=False, first_answered_on__isnull=False).order_by()
    pairs = days.values_list("received_on", "first_answered_on")
    took = sorted(
        known.workdays_between(received, answered) for received, answered in pairs if received and answered
    )
    return took[max(ceil(len(took) * percent / 100), 1) - 1] if took else None


def report_rows(cases: QuerySet[Case], year: int) -> Mapping[str, list[int]]:
    """Return the ids of concluded cases by the line of that year's annual report where each counts.

    Under "" stand those for which the form of the year has no line.
    """
    facts = dict(cases.order_by().values_list("pk", "statute"))
    replies = _replies(facts)
    rows: dict[str, list[int]] = defaultdict(list)
    for pk, code in facts.items():
        statute = _STATUTES.get(code, REGULATIONS_2019)
        parts = [reply_of(statute, reply) for reply in replies.get(pk) or [_WITHDRAWN]]
        rows[counts_at(parts, year)].append(pk)
    return rows


def _replies(cases: Mapping[int, str]) -> Mapping[int, list[str]]:
    """Return the kinds of reply in the first decision that each case was answered by, its own or a common one."""
    letters = Letter.objects.filter(case__in=cases, decision__isnull=False, frozen_at__isnull=False)
    decided = dict(letters.order_by("-id").values_list("case_id", "decision_id"))
    parts = DecisionPart.objects.filter(decision__in=set(decided.values())).order_by("position", "id")
    found: dict[int, list[str]] = defaultdict(list)
    for decision, reply in parts.values_list("decision_id", "reply"):
        found[decision].append(reply)
    return {case: found[decision] for case, decision in decided.items()}


def _at(rows: QuerySet[Case], organs: Organs) -> QuerySet[Case]:
    rows = rows if organs is None else rows.filter(agency_id__in=organs)
    return rows.defer("access_token", "query_code").order_by("-received_on", "-id")


def _days(name: str, period: Period) -> Q:
    return Q(**{f"{name}__gte": period.first, f"{name}__lte": period.last})


def _concluded_before(period: Period) -> Q:
    return Q(first_answered_on__lt=period.first) | Q(state__in=_GIVEN_UP, closed_at__lt=period.moments[0])


def _received(period: Period, organs: Organs) -> QuerySet[Case]:
    return _at(Case.objects.filter(_days("received_on", period)), organs)


def _carried_over(period: Period, organs: Organs) -> QuerySet[Case]:
    rows = Case.objects.filter(received_on__lt=period.first).exclude(_concluded_before(period))
    return _at(rows, organs)


def _concluded(period: Period, organs: Organs) -> QuerySet[Case]:
    given_up = Q(period.holds("closed_at"), state__in=_GIVEN_UP, first_answered_on=None)
    return _at(Case.objects.filter(_days("first_answered_on", period) | given_up), organs)


def _carried_on(period: Period, organs: Organs) -> QuerySet[Case]:
    after = Q(first_answered_on__gt=period.last) | Q(first_answered_on=None, closed_at__gte=period.moments[1])
    still = Q(state__in=sorted(OPEN_STATES), first_answered_on=None)
    return _at(Case.objects.filter(still | after, received_on__lte=period.last), organs)


def _answered(period: Period, organs: Organs) -> QuerySet[Case]:
    return _at(Case.objects.filter(_days("first_answered_on", period)), organs)


def _in_time(period: Period, organs: Organs) -> QuerySet[Case]:
    return _answered(period, organs).filter(
        Q(first_due_on=None) | Q(first_answered_on__lte=F("first_due_on"))
    )


def _late(period: Period, organs: Organs) -> QuerySet[Case]:
    return _answered(period, organs).filter(first_answered_on__gt=F("first_due_on"))


def _overdue(period: Period, organs: Organs) -> QuerySet[Case]:
    """What is open and was due by the last day of the period."""
    rows = Case.objects.filter(state__in=sorted(OPEN_STATES), due_on__lt=period.last)
    return _at(rows, organs).order_by("due_on", "id")


def _remedies(rows: QuerySet[Remedy], organs: Organs) -> QuerySet[Remedy]:
    rows = rows if organs is None else rows.filter(case__agency_id__in=organs)
    return (
        rows.select_related("case").defer("case__access_token", "case__query_code").order_by("filed_on", "id")
    )


def _remedies_closed(period: Period, organs: Organs) -> QuerySet[Remedy]:
    return _remedies(Remedy.objects.filter(_days("closed_on", period)), organs)


def _remedies_pending(period: Period, organs: Organs) -> QuerySet[Remedy]:
    pending = Q(closed_on=None) | Q(closed_on__gt=period.last)
    return _remedies(Remedy.objects.filter(pending, filed_on__lte=period.last), organs)


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "foi.received": _received,
        "foi.carried_over": _carried_over,
        "foi.concluded": _concluded,
        "foi.carried_on": _carried_on,
        "foi.answered": _answered,
        "foi.in_time": _in_time,
        "foi.late": _late,
        "foi.overdue": _overdue,
        "foi.days_to_answer": _answered,
        "foi.remedies.closed": _remedies_closed,
        "foi.remedies.pending": _remedies_pending,
    }
)
"""By the keys of `rules.indicators`."""


def by_channel(cases: QuerySet[Case]) -> Mapping[str, int]:
    """Return how many cases came through each channel."""
    return _counts(cases, "channel")


def by_applicant(cases: QuerySet[Case]) -> Mapping[str, int]:
    """Return how many cases each kind of applicant filed."""
    return _counts(cases, "applicant__kind")


def _counts(cases: QuerySet[Case], name: str) -> Mapping[str, int]:
    return dict(cases.order_by(name).values_list(name).annotate(Count("pk")))
