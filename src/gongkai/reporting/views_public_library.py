"""年报资料库 — for everyone: the kept reports that were published, what they say, and reports side by side."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gongkai.agencies.policies import PUBLIC
from gongkai.agencies.requests import Request
from gongkai.core.permissions import ANYONE
from gongkai.disclosure.views_desk_tools import page_number
from gongkai.reporting.library import library_of, light
from gongkai.reporting.library_lists import filtered
from gongkai.reporting.library_page import MOST_IN_TABLE, compared, tidy_table
from gongkai.reporting.library_shown import shown_report
from gongkai.rules.catalogue import Section
from gongkai.ui.access import requires

_PAGE_SIZE = 30


@require_safe
@requires(ANYONE)
def library(request: Request) -> HttpResponse:
    """年报资料库."""
    found = filtered(light(library_of(PUBLIC)), request.GET)
    context = {
        "page": Paginator(found, _PAGE_SIZE).get_page(page_number(request)),
        "asked": request.GET,
        "most": MOST_IN_TABLE,
        "section": Section.REPORT.value,
    }
    return render(request, "reporting/public/library.html", context)


@require_safe
@requires(ANYONE)
def report(request: Request, library_id: int) -> HttpResponse:
    """资料库年报 — its findings, figures and tables; its words are where it was published."""
    kept = get_object_or_404(library_of(PUBLIC), pk=library_id)
    one = shown_report(kept, whole=False)
    context = {"report": kept, "one": one, "section": Section.REPORT.value}
    return render(request, "reporting/public/library_report.html", context)


@require_safe
@requires(ANYONE)
def compare(request: Request) -> HttpResponse:
    """年报比较."""
    context = {**compared(request, library_of(PUBLIC)), "section": Section.REPORT.value}
    return render(request, "reporting/public/library_compare.html", context)


@require_safe
@requires(ANYONE)
def table(request: Request) -> HttpResponse:
    """年报数字表."""
    return tidy_table(request, library_of(PUBLIC))
