"""依申请公开 — the front page: what is public already, what this door is for, whom to ask and how long it takes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.queries import active_agencies, jurisdiction
from gongkai.agencies.requests import Request
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import SITE
from gongkai.core.permissions import ANYONE
from gongkai.core.rates import seconds_to_wait
from gongkai.foi.beforehand import already_public, answered_before, durations
from gongkai.home.organs import groups_of
from gongkai.rules.applications import OTHER_DOORS, other_doors
from gongkai.rules.catalogue import Section
from gongkai.ui.access import requires

SEARCHES_A_MINUTE = 60
_LONGEST = 200


@require_safe
@requires(ANYONE)
def application(request: Request) -> HttpResponse:
    """依申请公开 — how to ask for what is not published, and whom."""
    q = request.GET.get("q", "").strip()[:_LONGEST]
    wait = q and seconds_to_wait(request, "application-search", limit=SEARCHES_A_MINUTE, window=60)
    site = jurisdiction()
    context = {
        "jurisdiction": site,
        "groups": groups_of(list(active_agencies()), site),
        "q": q,
        "searched": bool(q) and not wait,
        "hits": already_public(q) if q and not wait else (),
        "answered": answered_before(q) if q and not wait else (),
        "named": other_doors(q),
        "doors": OTHER_DOORS,
        "durations": durations(timezone.localdate()) if q else None,
        "section": Section.APPLICATION.value,
    }
    response = render(request, "home/public/application.html", context)
    if not q:
        return cacheable(response, [SITE])
    # What somebody is about to ask for is their own affair.
    response["Cache-Control"] = "no-store"
    return response
