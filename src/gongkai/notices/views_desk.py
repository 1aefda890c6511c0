"""通知的页面 — what an official was told, and, for who looks after it, what waits, went, or did not go."""

from django.contrib import messages as flash
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.policies import USE_DESK
from gongkai.agencies.requests import Request
from gongkai.notices import policies
from gongkai.notices.actions.read_messages import read_messages
from gongkai.notices.actions.send_again import send_again
from gongkai.notices.models import Notice, NoticeState
from gongkai.notices.queries import messages_for, notices_for, unread
from gongkai.notices.subjects import described
from gongkai.rules.process import RuleViolation
from gongkai.ui.access import requires
from gongkai.ui.wording import told

PAGE_SIZE = 50
TABS = {
    "failed": (NoticeState.FAILED,),
    "waiting": (NoticeState.WAITING, NoticeState.HELD, NoticeState.SENDING),
    "sent": (NoticeState.SENT,),
}


@require_safe
@requires(policies.MANAGE_NOTICES)
def notices(request: Request) -> HttpResponse:
    """List what did not go, what waits, or what went, without addresses and words."""
    return _list(request)


@require_POST
@requires(policies.MANAGE_NOTICES)
def again(request: Request, notice_id: int) -> HttpResponseBase:
    """Send one that failed once more."""
    try:
        send_again(notice_id, actor=request.actor, now=timezone.now())
    except RuleViolation as violation:
        return _list(request, problem=told(violation.message))
    flash.success(request, _("已重新排队，马上再发一次。"))
    return redirect("desk_notices")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(USE_DESK)
def messages(request: Request) -> HttpResponseBase:
    """Show what the signed-in official was told; a POST marks all of it as read."""
    if request.method == "POST":
        read_messages(actor=request.actor, now=timezone.now())
        return redirect("desk_messages")
    person = request.actor.person
    page = Paginator(messages_for(person), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notices/desk/messages.html", {"page": page, "waiting": unread(person).exists()})


def _list(request: Request, problem: str = "") -> HttpResponse:
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "failed"
    mine = notices_for(request.actor)
    page = _described(
        Paginator(mine.filter(state__in=TABS[tab]), PAGE_SIZE).get_page(request.GET.get("page"))
    )
    counts = {name: mine.filter(state__in=TABS[name]).count() for name in ("failed", "waiting")}
    context = {"page": page, "tab": tab, "counts": counts, "problem": problem}
    return render(request, "notices/desk/notices.html", context, status=409 if problem else 200)


def _described(page: Page[Notice]) -> Page[Notice]:
    things = described(page)
    for notice in page:
        notice.thing = things.get(notice.pk)  # type: ignore[attr-defined]
    return page
