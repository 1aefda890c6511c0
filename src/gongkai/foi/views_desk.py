"""申请的列表 — what is mine, due, late, waiting; narrowed down, the nearest deadline first; and all organs side by side."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.calendar import calendar
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request
from gongkai.disclosure.views_desk_tools import page_number
from gongkai.foi import desk, policies
from gongkai.foi.forms_desk_list import FilterForm
from gongkai.foi.menu import ADDRESS
from gongkai.foi.models import Case
from gongkai.foi.steps import NextStep, first_step
from gongkai.foi.time_left import TimeLeft, time_left
from gongkai.ui.access import requires

PAGE_SIZE = 50


@require_safe
@requires(policies.SEE_CASES)
def cases(request: Request) -> HttpResponse:
    """Show one list of cases under its filters."""
    actor, today = request.actor, timezone.localdate()
    numbers = desk.numbers(actor, today)
    name = request.GET.get("list", "")
    if name not in desk.LISTS:
        name = "mine" if numbers["mine"] else "unit" if numbers["unit"] else "all"
    organs = agencies_for(actor, policies.SEE_CASES).order_by("level", "position", "pk")
    form = FilterForm(request.GET or None, organs=organs, years=desk.years(today))
    found = desk.in_list(actor, name, today, form.filters)
    pages = Paginator(found.values_list("pk", flat=True), PAGE_SIZE)
    if name in numbers and not form.narrowed:
        pages.count = numbers[name]  # counted above already
    page = pages.get_page(page_number(request))
    context: dict[str, Any] = {
        "page": page,
        "rows": _rows(request, list(page)),
        "list": name,
        "lists": [(each, label, numbers.get(each)) for each, label in desk.LISTS.items()],
        "form": form,
        "narrowed": form.narrowed,
        "may_file": actor.may(policies.HANDLE),
        "menu_counts": {ADDRESS: numbers[desk.TURNS]},
    }
    return render(request, "foi/desk/cases.html", context)


def _rows(request: Request, ids: list[int]) -> list[tuple[Case, TimeLeft | None, NextStep | None]]:
    """Return the cases of a page in its order, with what is left and the next step."""
    today, known = timezone.localdate(), calendar()
    # A list says nothing of who applied, so nothing that is sealed is fetched and opened for it.
    slim = desk.at_desk(request.actor).select_related(None).select_related("agency", "lead")
    found = slim.defer("access_token", "query_code", "description", "features").in_bulk(ids)
    listed = [found[pk] for pk in ids if pk in found]
    return [(case, time_left(case, known, today), first_step(case, request.actor, today)) for case in listed]


@require_safe
@requires(policies.URGE)
def organs(request: Request) -> HttpResponse:
    """Show every organ that the disclosure office oversees with what is open and late there."""
    figures = desk.by_organ(request.actor, timezone.localdate())
    return render(request, "foi/desk/organs.html", {"figures": figures})
