"""按年份与撤回记录 — everything published by year and month, and everything withdrawn."""

from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.agencies import queries as organs
from gongkai.agencies.requests import Request
from gongkai.core.measures import Period
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import LISTS, SITE
from gongkai.core.permissions import ANYONE
from gongkai.disclosure import queries
from gongkai.disclosure.models import Document
from gongkai.home.organs import groups_of
from gongkai.home.paging import paged
from gongkai.ui.access import requires

_MONTHS = tuple(str(month) for month in range(1, 13))


@require_safe
@requires(ANYONE)
def archive(request: Request) -> HttpResponse:
    """按年份找."""
    rows = (
        queries.published()
        .order_by()
        .annotate(year=ExtractYear("published_at"))
        .values("year")
        .annotate(count=Count("pk"))
        .order_by("-year")
    )
    years = [(row["year"], row["count"]) for row in rows]
    context = {"years": years, "total": sum(count for _year, count in years)}
    return cacheable(render(request, "home/public/archive.html", context), [SITE, LISTS])


@require_safe
@requires(ANYONE)
def archive_year(request: Request, year: int) -> HttpResponse:
    """一年里公开的 — by month, of all organs or one, the newest or the slowest first."""
    if not 1900 <= year <= 2999:
        raise Http404
    site = organs.jurisdiction()
    agencies = list(organs.active_agencies())
    code = request.GET.get("organ", "")
    organ = next((agency for agency in agencies if agency.code == code), None)
    documents = queries.published().filter(Period.of_year(year).holds("published_at"))
    documents = documents.filter(agency=organ) if organ else documents
    month = request.GET.get("month", "")
    shown = _of_month(documents, month) if month in _MONTHS else documents
    slowest = request.GET.get("order") == "slowest"
    if slowest:
        shown = shown.filter(days_taken__isnull=False).order_by("-days_taken", "-published_at", "-id")
    context = {
        "jurisdiction": site,
        "year": year,
        "months": _months(documents),
        "month": month if month in _MONTHS else "",
        "organ": organ,
        "groups": groups_of(agencies, site),
        "slowest": slowest,
        **paged(shown, request),
    }
    return cacheable(render(request, "home/public/archive_year.html", context), [SITE, LISTS])


def _of_month(documents: QuerySet[Document], month: str) -> QuerySet[Document]:
    return documents.annotate(month=ExtractMonth("published_at")).filter(month=int(month))


def _months(documents: QuerySet[Document]) -> list[tuple[int, int]]:
    rows = documents.order_by().annotate(month=ExtractMonth("published_at"))
    counted = dict(rows.values("month").annotate(count=Count("pk")).values_list("month", "count"))
    return [(month, counted[month]) for month in sorted(counted)]


@require_safe
@requires(ANYONE)
def withdrawn(request: Request) -> HttpResponse:
    """撤回记录 — which number, by whom, when and why; never what it said."""
    rows = queries.withdrawn().order_by("-withdrawn_at", "-id")
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and date.min.year < int(wanted[:5]) <= 2999 else None
    if year is not None:
        rows = rows.filter(Period.of_year(year).holds("withdrawn_at"))
    context = {**paged(rows, request), "year": year}
    return cacheable(render(request, "home/public/withdrawn.html", context), [SITE, LISTS])
