"""相似的申请 — which cases ask for about the same, judged by the pairs of characters in their titles."""

from collections.abc import Iterable
from itertools import pairwise

from django.db.models import QuerySet

from gongkai.foi.models import Case
from gongkai.search.analysis import plain

SHOWN = 5
_MOST_CASES = 2000
"""The newest so many cases are compared: a title is short, the rest is arithmetic."""
_ALIKE = 0.5


def alike(one: str, other: str) -> float:
    """Return how much of the shorter of two texts stands in the other, from 0 to 1."""
    first, second = _pairs(one), _pairs(other)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def likely(title: str, cases: QuerySet[Case], most: int = SHOWN) -> list[Case]:
    """Return the cases whose title is about the same, the closest first; only id and title are compared."""
    newest = cases.order_by("-id").values_list("pk", "title")[:_MOST_CASES]
    return _in_order(cases, _closest(title, newest)[:most])


def _closest(title: str, known: Iterable[tuple[int, str]]) -> list[int]:
    scored = [(alike(title, other), pk) for pk, other in known]
    return [pk for score, pk in sorted(scored, reverse=True) if score >= _ALIKE]


def _in_order(cases: QuerySet[Case], ids: list[int]) -> list[Case]:
    found = cases.select_related("agency").in_bulk(ids)
    return [found[pk] for pk in ids]


def _pairs(text: str) -> set[str]:
    return {"".join(pair) for pair in pairwise(plain(text))}
