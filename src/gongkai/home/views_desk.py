"""工作台首页与留痕 — what I must do now, and what was done."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongkai.agencies.policies import READ_LEDGER, USE_DESK
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request
from gongkai.core.permissions import SIGNED_IN
from gongkai.disclosure import policies
from gongkai.home import ledger
from gongkai.home.forms import LedgerForm
from gongkai.home.today import SCOPES, Day, counts, in_scope
from gongkai.ui.access import requires

MOST_IN_GROUP = 30
LEDGER_PAGE = 100
_LABELS = {"mine": _("我的"), "unit": _("本单位"), "all": _("我管的全部")}


@require_safe
@requires(SIGNED_IN)
def today(request: Request) -> HttpResponse:
    """Show what the actor must do now, under one of three filters."""
    actor = request.actor
    scope = request.GET.get("scope", "mine")
    scope = scope if scope in SCOPES else "mine"
    everything = Day(actor, timezone.now()).groups() if actor.may(USE_DESK) else []
    number = counts(everything)
    groups = in_scope(everything, scope)
    context = {
        "groups": groups,
        "scope": scope,
        "scopes": [(name, _LABELS[name], number[name]) for name in SCOPES],
        "late": sum(todo.late and todo.day is not None for group in groups for todo in group.todos),
        "total": number[scope],
        "most": MOST_IN_GROUP,
        "now": timezone.localtime(),
        "may_draft": actor.may(policies.DRAFT),
    }
    return render(request, "home/desk/today.html", context)


@require_safe
@requires(READ_LEDGER)
def read_ledger(request: Request) -> HttpResponse:
    """Show the ledger of the organs that the actor oversees."""
    form = LedgerForm(request.GET or None, agencies=agencies_for(request.actor, READ_LEDGER))
    asked = request.GET.get("page", "1")
    page = Paginator(ledger.entries_for(request.actor, form.asked), LEDGER_PAGE).get_page(asked)
    context = {"form": form, "page": page, "lines": ledger.lines_of(list(page), request.actor)}
    return render(request, "home/desk/ledger.html", context)
