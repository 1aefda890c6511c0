"""检索页 — search what is public, and suggestions while typing."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies.policies import PUBLIC
from gongkai.agencies.requests import Request
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import INDEX, LISTS, SITE
from gongkai.core.permissions import ANYONE
from gongkai.core.rates import seconds_to_wait
from gongkai.disclosure.search import DEEPEST, Order, Results, find
from gongkai.disclosure.search_facets import FacetValue, validity_names
from gongkai.disclosure.search_help import help_with, suggestions
from gongkai.search.index import Filters
from gongkai.ui.access import requires

SEARCHES_A_MINUTE = 60
SUGGESTIONS_A_MINUTE = 240
SIZE = 10
_LONGEST = 300
_FOLDED = 5
"""Values of a facet that are shown at once; the others open on request."""

_TAGS = (SITE, LISTS, INDEX)


@dataclass(frozen=True, slots=True)
class Facet:
    """筛选组 — one facet as the form shows it: several values at once, or one organ or column."""

    name: str
    label: str
    many: bool
    shown: list[FacetValue]
    more: list[FacetValue]

    @property
    def chosen(self) -> bool:
        """Whether one of its values is chosen."""
        return any(value.chosen for value in self.shown)


@dataclass(frozen=True, slots=True)
class Chip:
    """已选条件 — a chosen value, and the address of the same search without it."""

    label: str
    address: str
    name: str
    code: str


def filters_of(query: QueryDict) -> Filters:
    """Return the filters of an address; what makes no sense is left out."""
    agency, column = query.get("agency", ""), query.get("column", "")[:60]
    years = [int(year) for year in query.getlist("year") if year.isdecimal() and len(year) == 4]
    return Filters(
        agency=int(agency) if agency.isdecimal() and len(agency) < 12 else None,
        column=column or None,
        year=tuple(years) or None,
        genre=_codes(query, "genre"),
        subject=_codes(query, "subject"),
        validity=_codes(query, "validity"),
    )


def _codes(query: QueryDict, name: str) -> tuple[str, ...] | None:
    return tuple(value[:40] for value in query.getlist(name) if value) or None


@require_safe
@requires(ANYONE)
def search(request: Request) -> HttpResponse:
    """检索页."""
    if wait := seconds_to_wait(request, "search", limit=SEARCHES_A_MINUTE, window=60):
        response = render(request, "disclosure/public/too_many.html", {"wait": wait}, status=429)
        response["Retry-After"] = str(wait)
        return response
    text = request.GET.get("q", "")[:_LONGEST].strip()
    order: Order = "newest" if request.GET.get("order") == "newest" else "relevance"
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    results = find(text, actor=PUBLIC, filters=filters_of(request.GET), page=page, size=SIZE, order=order)
    context = {
        "q": text,
        "results": results,
        "facets": _facets(results),
        "chips": _chips(request.GET, results),
        "help": help_with(results) if not results.total else None,
        "deepest": DEEPEST,
        "feed": f"/feeds/search.atom?{urlencode({'q': text})}" if text else "",
        "numbers": _numbers(results),
    }
    response = render(
        request, "disclosure/public/search.html", context, status=503 if results.broken else 200
    )
    return response if results.broken else cacheable(response, _TAGS)


@require_safe
@requires(ANYONE)
def suggest(request: Request) -> HttpResponse:
    """联想 — as JSON: what to search for, and how many documents it finds."""
    if wait := seconds_to_wait(request, "suggest", limit=SUGGESTIONS_A_MINUTE, window=60):
        return JsonResponse({"suggestions": []}, status=429, headers={"Retry-After": str(wait)})
    found = suggestions(request.GET.get("q", "")[:40])
    address = reverse("search")
    rows = [
        {"text": text, "count": count, "url": f"{address}?{urlencode({'q': text})}"} for text, count in found
    ]
    return cacheable(JsonResponse({"suggestions": rows}), _TAGS)


def _labels() -> dict[str, str]:
    return {
        "validity": _("有效性"),
        "agency": _("机关"),
        "column": _("栏目"),
        "genre": _("体裁"),
        "subject": _("主题"),
        "year": _("年份"),
    }


def _facets(results: Results) -> list[Facet]:
    facets = []
    for name, label in _labels().items():
        values = results.facets.get(name, [])
        if not values:
            continue
        first = [value for place, value in enumerate(values) if place < _FOLDED or value.chosen]
        rest = [value for value in values if value not in first]
        facets.append(Facet(name, label, name not in ("agency", "column"), first, rest))
    return facets


def _chips(query: QueryDict, results: Results) -> list[Chip]:
    """The chosen values, also those that nothing has: a reader must be able to drop them."""
    chips = []
    for name, label in _labels().items():
        known = {value.code: value.label for value in results.facets.get(name, [])}
        for code in dict.fromkeys(value for value in query.getlist(name) if value):
            without = query.copy()
            without.setlist(name, [value for value in query.getlist(name) if value != code])
            without.pop("page", None)
            fallback = code if name == "year" else validity_names().get(code, label)
            chips.append(Chip(known.get(code, fallback), f"?{without.urlencode()}", name, code))
    return chips


def _numbers(results: Results) -> list[int | None]:
    """The pages that the pager offers: the ends, and those around this one; None for a gap."""
    near = {1, results.pages, *range(results.page - 2, results.page + 3)}
    pages: list[int | None] = []
    for number in sorted(number for number in near if 1 <= number <= results.pages):
        if pages and number - (pages[-1] or 0) > 1:
            pages.append(None)
        pages.append(number)
    return pages
