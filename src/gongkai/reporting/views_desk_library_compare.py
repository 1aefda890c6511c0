"""年报比较 — at the desk: reports side by side, those included that only the desk sees."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.agencies.requests import Request
from gongkai.reporting import policies
from gongkai.reporting.library import library_of
from gongkai.reporting.library_page import compared, tidy_table
from gongkai.ui.access import requires


@require_safe
@requires(policies.SEE_REPORTS)
def compare(request: Request) -> HttpResponse:
    """年报比较."""
    context = compared(request, library_of(request.actor))
    return render(request, "reporting/desk/library_compare.html", context)


@require_safe
@requires(policies.SEE_REPORTS)
def table(request: Request) -> HttpResponse:
    """年报数字表."""
    return tidy_table(request, library_of(request.actor))
