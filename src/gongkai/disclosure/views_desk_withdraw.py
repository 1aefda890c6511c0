"""撤回 — chosen by search, said in advance, done at once."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request
from gongkai.core.models import LedgerEntry
from gongkai.disclosure import desk, policies
from gongkai.disclosure.actions.withdraw import MOST_AT_ONCE, withdraw
from gongkai.disclosure.forms import FilterForm
from gongkai.disclosure.models import Document
from gongkai.disclosure.search import ids_of
from gongkai.disclosure.views_desk_tools import REFUSALS, Problem, once, page_number, problem, status_of
from gongkai.rules.disclosure import DocumentStatus
from gongkai.ui.access import requires

PAGE_SIZE = 100


def _agencies(request: Request) -> QuerySet[Agency]:
    return agencies_for(request.actor, policies.WITHDRAW)


def _published(request: Request) -> QuerySet[Document]:
    return (
        Document.objects.filter(status=DocumentStatus.PUBLISHED, agency__in=_agencies(request))
        .select_related("agency", "column", "public")
        .defer("public__body_html", "public__body_text", "public__evidence")
        .order_by("-published_at", "-pk")
    )


def _found(request: Request, form: FilterForm) -> QuerySet[Document]:
    documents = _published(request).filter(form.rule)
    words = form.cleaned_data.get("q", "") if form.is_valid() else ""
    if not words:
        return documents
    # To the letter as the database has it, and as readers find it: in the other script, by a converter's words.
    rule = desk.matches(words) | Q(pk__in=ids_of(words, actor=request.actor))
    return documents.filter(rule).distinct()


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.WITHDRAW)
@once
def select(request: Request) -> HttpResponse:
    """Choose what to withdraw, by search; a POST, sent by the confirm page, withdraws it."""
    if request.method == "POST":
        return _withdraw(request)
    form = FilterForm(request.GET or None, agencies=_agencies(request))
    one = _whole_numbers(request.GET.get("ids", ""))
    asked = bool(form.is_bound and any(form.data.get(name) for name in form.fields))
    found = _published(request).filter(pk__in=one) if one else _found(request, form)
    page = Paginator(found if one or asked else found.none(), PAGE_SIZE).get_page(page_number(request))
    context = {
        "form": form,
        "page": page,
        "asked": asked or bool(one),
        "ids": ",".join(map(str, one)),
        "checked": bool(one) or request.GET.get("all") == "1",
        "most": MOST_AT_ONCE,
    }
    return render(request, "disclosure/desk/withdraw.html", context)


@require_POST
@requires(policies.WITHDRAW)
def confirm(request: Request) -> HttpResponse:
    """Say what will happen to what was chosen; nothing happens yet."""
    return _confirm_page(request, _chosen(request), [])


def _chosen(request: Request) -> list[Document]:
    """Return what was chosen: listed, ticked, or everything that the search found."""
    if request.POST.get("everything"):
        return list(
            _found(request, FilterForm(request.POST, agencies=_agencies(request)))[: MOST_AT_ONCE + 1]
        )
    ids = _whole_numbers(",".join([request.POST.get("ids", ""), *request.POST.getlist("document")]))
    return list(_published(request).filter(pk__in=ids))


def _confirm_page(request: Request, documents: list[Document], problems: list[Problem]) -> HttpResponse:
    if not problems and not documents:
        problems = [Problem(_("请先选择要撤回的信息"))]
    if len(documents) > MOST_AT_ONCE:
        problems = [Problem(_("一次最多撤回 %(n)d 件，请把范围缩小") % {"n": MOST_AT_ONCE})]
    context = {
        "documents": documents,
        "ids": ",".join(str(document.pk) for document in documents),
        "reason": request.POST.get("reason", ""),
        "problems": problems,
        "readable": sum(document.open_to_public for document in documents),
    }
    return render(request, "disclosure/desk/withdraw_confirm.html", context, status=status_of(problems))


def _withdraw(request: Request) -> HttpResponse:
    ids = _whole_numbers(request.POST.get("ids", ""))
    try:
        documents = withdraw(
            ids, actor=request.actor, now=timezone.now(), reason=request.POST.get("reason", "")[:500]
        )
    except Http404:
        return _confirm_page(
            request, _chosen(request), [Problem(_("其中有的信息不在了，请重新选择"), status=409)]
        )
    except REFUSALS as refusal:
        return _confirm_page(request, _chosen(request), [problem(refusal)])
    group = (
        LedgerEntry.objects.filter(action="disclosure.withdraw", subject_id=documents[0].pk)
        .order_by("-id")
        .values_list("group", flat=True)[0]
    )
    messages.success(request, _("已撤回 %(n)d 件。") % {"n": len(documents)})
    return HttpResponseRedirect(f"/desk/withdraw/done/{group}/")


@require_safe
@requires(policies.WITHDRAW)
def done(request: Request, group: UUID) -> HttpResponse:
    """Show what one withdrawal took from the public, and where each now is."""
    ids = LedgerEntry.objects.filter(group=group, action="disclosure.withdraw").values("subject_id")
    documents = desk.at_desk(request.actor).filter(pk__in=ids).order_by("pk")
    if not documents:
        raise Http404
    return render(request, "disclosure/desk/withdraw_done.html", {"documents": documents})


def _whole_numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part.isdecimal() and len(part) <= 18]
