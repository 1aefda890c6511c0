"""稿件和文件 — the list of an actor's organs, by tab or by words."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongkai.agencies.calendar import calendar
from gongkai.agencies.requests import Request
from gongkai.disclosure import desk, policies
from gongkai.disclosure.models import Document
from gongkai.disclosure.search import find
from gongkai.disclosure.views_desk_tools import page_number
from gongkai.ui.access import requires

PAGE_SIZE = 50
LABELS = {
    "mine": _("我的在办"),
    "unit": _("本单位在办"),
    "returned": _("退回的"),
    "review": _("保密审查"),
    "sign": _("待签发"),
    "scheduled": _("定时公开"),
    "published": _("已公开"),
    "withdrawn": _("已撤回"),
}


@require_safe
@requires(policies.SEE_UNPUBLISHED)
def documents(request: Request) -> HttpResponse:
    """Show one tab of the documents, or what the search finds among all of them."""
    words = request.GET.get("q", "").strip()[:200]
    context: dict[str, Any] = {
        "words": words,
        "tabs": [(name, LABELS[name], desk.in_tab(request.actor, name).count()) for name in desk.TABS],
        "may_draft": request.actor.may(policies.DRAFT),
    }
    context |= _found(request, words) if words else _listed(request)
    return render(request, "disclosure/desk/documents.html", context)


def _listed(request: Request) -> dict[str, Any]:
    tab = request.GET.get("tab", "mine")
    tab = tab if tab in desk.TABS else "mine"
    page = Paginator(desk.in_tab(request.actor, tab), PAGE_SIZE).get_page(page_number(request))
    return {"page": page, "tab": tab, "rows": [(each, None) for each in page], "left": times_left(list(page))}


def _found(request: Request, words: str) -> dict[str, Any]:
    """Search whatever the actor may see; what is of other organs leads to its public page."""
    results = find(words, actor=request.actor, page=page_number(request), size=PAGE_SIZE, facets=False)
    here = set(policies.agencies_seen_by(request.actor))
    mine = desk.at_desk(request.actor).in_bulk([hit.document.pk for hit in results.hits])
    rows = [
        (mine.get(hit.document.pk, hit.document), hit if hit.document.agency_id not in here else None)
        for hit in results.hits
    ]
    left = times_left([document for document, foreign in rows if foreign is None])
    # The paginator only carries the numbers: the search has already cut its page out.
    page = Paginator(range(results.total), PAGE_SIZE).get_page(results.page)
    return {"page": page, "results": results, "rows": rows, "left": left}


def times_left(documents: list[Document]) -> dict[int, desk.TimeLeft]:
    """Return what is left of the limit for the drafts among some documents, by the document's id."""
    today, known = timezone.localdate(), calendar()
    left = {}
    for document in documents:
        if document.working is not None and document.published_at is None and document.working.formed_on:
            left[document.pk] = desk.TimeLeft(document.working.formed_on, today, known)
    return left
