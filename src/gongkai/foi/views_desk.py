"""申请的列表 — what is mine, due, late, waiting; narrowed down, the nearest deadline first; and all organs side by side."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request
from gongkai.disclosure.views_desk_tools import page_number
from gongkai.foi import desk, desk_lists, desk_organs, policies
from gongkai.foi.forms_desk_list import FilterForm
from gongkai.foi.menu import ADDRESS
from gongkai.foi.models import Case
from gongkai.foi.steps import NextStep, first_step
from gongkai.foi.time_left import TimeLeft, time_left
from gongkai.ui.access import requires

PAGE_SIZE = 30


@require_safe
@requires(policies.SEE_CASES)
def cases(request: Request) -> HttpResponse:
    """Show one list of cases under its filters."""
    actor, today = request.actor, timezone.localdate()
    numbers = desk_lists.numbers(actor, today)
    name = request.GET.get("list", "")
    if name not in desk_lists.LISTS:
        name = "mine" if numbers["mine"] else "unit" if numbers["unit"] else "all"
    organs = agencies_for(actor, policies.SEE_CASES).order_by("level", "position", "pk")
    form = FilterForm(request.GET or None, organs=organs, years=desk_lists.years(today))
    asked = (actor, name, today, form.filters)
    page, ids = _page(asked, page_number(request), None if form.narrowed else numbers.get(name))
    context: dict[str, Any] = {
        "page": page,
        "rows": _rows(actor, desk.listed(actor, ids)),
        "list": name,
        "lists": [(each, label, numbers.get(each)) for each, label in desk_lists.LISTS.items()],
        "form": form,
        "narrowed": form.narrowed,
        "may_file": actor.may(policies.HANDLE),
        "menu_counts": {ADDRESS: numbers[desk_lists.TURNS]},
    }
    return render(request, "foi/desk/cases.html", context)


def _page(asked: desk_lists.Asked, number: int, counted: int | None) -> tuple[Page[int], list[int]]:
    """Return a page of a list and the ids of the cases on it; `counted` is how many there are, where that is known."""
    if counted is None and asked[1] in desk_lists.OF_OPEN:
        # What is found among open cases is little enough to be fetched by the look that counts it.
        page = Paginator(desk_lists.ids(*asked), PAGE_SIZE).get_page(number)
        return page, list(page)
    counted = desk_lists.how_many(*asked) if counted is None else counted
    page = Paginator(range(counted), PAGE_SIZE).get_page(number)
    return page, desk_lists.ids(*asked, page.start_index() - 1, PAGE_SIZE) if counted else []


def _rows(actor: Actor, cases: Sequence[Case]) -> list[tuple[Case, TimeLeft | None, NextStep | None]]:
    """Return cases with what is left and the next step."""
    today, known = timezone.localdate(), calendar()
    # Who leads a case owes it no more than the case itself says.
    others = [case for case in cases if case.lead_id != actor.user_id and case.state in desk.ANSWERED_IN]
    owed = desk.owed_by(actor, others) if others else {}
    return [
        (case, time_left(case, known, today), first_step(case, actor, today, owed.get(case.pk)))
        for case in cases
    ]


@require_safe
@requires(policies.URGE)
def organs(request: Request) -> HttpResponse:
    """Show every organ that the disclosure office oversees with what is open and late there."""
    figures = desk_organs.by_organ(request.actor, timezone.localdate())
    return render(request, "foi/desk/organs.html", {"figures": figures})
