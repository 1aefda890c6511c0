"""申请之前 — what is public already, what was answered to others, and how long it takes here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil

from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import PUBLIC
from gongkai.disclosure.search import Hit, find
from gongkai.disclosure.search_help import help_with
from gongkai.foi.models import Case
from gongkai.foi.queries import shown_to_all
from gongkai.search.analysis import plain

LONGEST_SEARCH = 100
"""Characters of a description that are searched for: its beginning says what is wanted."""
SHOWN = 5
ENOUGH_CASES = 20
"""With fewer answered cases, a median says more about chance than about the organ."""
_YEARS_BACK = 2
_MOST_CASES = 2000
_ALIKE = 0.5


def already_public(text: str) -> Sequence[Hit]:
    """Return public documents for what somebody wants: those that have every word, else the nearest."""
    wanted = text.strip()[:LONGEST_SEARCH]
    if not wanted:
        return ()
    results = find(wanted, actor=PUBLIC, size=SHOWN, facets=False)
    return results.hits or help_with(results).related


def answered_before(text: str) -> Sequence[Case]:
    """Return answered applications of the public register whose subject is about the same, the closest first."""
    wanted = _pairs(text[:LONGEST_SEARCH])
    if not wanted:
        return ()
    cases = shown_to_all().select_related("agency", "made_public").order_by("-answered_on", "-id")
    scored = []
    for case in cases[:_MOST_CASES]:
        title = _pairs(case.title)
        alike = len(wanted & title) / min(len(wanted), len(title)) if title else 0
        if alike >= _ALIKE:
            scored.append((alike, case))
    scored.sort(key=lambda pair: -pair[0])
    return [case for _, case in scored[:SHOWN]]


def _pairs(text: str) -> set[str]:
    folded = plain(text)
    return {"".join(pair) for pair in pairwise(folded)}


@dataclass(frozen=True, slots=True)
class Durations:
    """办理用时 — working days from receipt to the first answer: half of the cases took at most `median`, 9 in 10 `ninetieth`."""

    cases: int
    median: int
    ninetieth: int


def durations(today: date, agency: Agency | None = None) -> Durations | None:
    """Return how long cases took lately, at one organ or everywhere; None while there are too few to tell."""
    answered = Case.objects.filter(
        first_answered_on__gte=today - timedelta(days=365 * _YEARS_BACK), received_on__isnull=False
    )
    if agency is not None:
        answered = answered.filter(agency=agency)
    days = answered.order_by("-first_answered_on").values_list("received_on", "first_answered_on")[
        :_MOST_CASES
    ]
    known = calendar()
    took = sorted(known.workdays_between(received, on) for received, on in days if received and on)
    if len(took) < ENOUGH_CASES:
        return None
    return Durations(len(took), _at(took, 0.5), _at(took, 0.9))


def _at(ordered: list[int], share: float) -> int:
    """The smallest value that at least this share of the values does not exceed."""
    return ordered[ceil(share * len(ordered)) - 1]
