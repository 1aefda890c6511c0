"""采集来源和接口令牌页 — what comes in from other sites and systems, and who let it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.forms_page import form_page
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request, posted
from gongkai.disclosure.views_desk_tools import REFUSALS, page_number, problem
from gongkai.imports import policies
from gongkai.imports.actions.issue_token import issue_token, revoke_token
from gongkai.imports.actions.keep_source import add_source, change_source, set_source_state, source_for
from gongkai.imports.forms_sources import FIELDS_OF_SOURCE, NewSourceForm, SourceForm, TokenForm
from gongkai.imports.models import Fetched, Source, Token
from gongkai.ui.access import requires

GET_POST = ["GET", "HEAD", "POST"]
SOURCES = "/desk/imports/sources/"
TOKENS = "/desk/imports/tokens/"
PAGE_SIZE = 50


@require_safe
@requires(policies.HARVEST)
def sources(request: Request) -> HttpResponse:
    """Show the sources that an actor keeps, with what came of them."""
    waiting = Count("fetched", filter=Q(fetched__status=Fetched.Status.WAITING))
    taken = Count("fetched", filter=Q(fetched__item__isnull=False))
    troubled = Count("fetched", filter=Q(fetched__status__in=[Fetched.Status.REFUSED, Fetched.Status.FAILED]))
    found = Source.objects.filter(agency__in=agencies_for(request.actor, policies.HARVEST))
    found = found.select_related("agency", "column").annotate(waiting=waiting, taken=taken, troubled=troubled)
    agencies = agencies_for(request.actor, policies.HARVEST).filter(status="active")
    return render(
        request, "imports/desk/sources.html", {"sources": found, "form": NewSourceForm(agencies=agencies)}
    )


@require_http_methods(GET_POST)
@requires(policies.HARVEST)
def new_source(request: Request) -> HttpResponse:
    """Name a source; the first page asks for which organ, the second for the rest."""
    agencies = agencies_for(request.actor, policies.HARVEST).filter(status="active")
    agency = agencies.filter(pk=asked if (asked := request.GET.get("agency", "")).isdecimal() else 0).first()
    crumbs = [(_("采集来源"), SOURCES)]
    if agency is None:
        return HttpResponseRedirect(SOURCES)
    form = SourceForm(posted(request), agency=agency)
    if form.is_valid():
        with form.refusals():
            source = add_source(agency, actor=request.actor, now=timezone.now(), values=form.cleaned_data)
            return HttpResponseRedirect(f"{SOURCES}{source.pk}/")
    title = _("新建采集来源：%(organ)s") % {"organ": agency.short_name}
    return form_page(request, form, title=title, button=_("建立并开始采集"), crumbs=crumbs)


@require_safe
@requires(policies.HARVEST)
def source(request: Request, source_id: int) -> HttpResponse:
    """Show a source: when it was read, what it named, what came of it."""
    kept = source_for(request.actor, source_id)
    fetched = kept.fetched.select_related("item")
    if (status := request.GET.get("status", "")) in Fetched.Status.values:
        fetched = fetched.filter(status=status)
    page = Paginator(fetched, PAGE_SIZE).get_page(page_number(request))
    counts = {
        row["status"]: row["n"] for row in kept.fetched.order_by().values("status").annotate(n=Count("pk"))
    }
    tabs = [(value, label, counts[value]) for value, label in Fetched.Status.choices if value in counts]
    return render(
        request, "imports/desk/source.html", {"source": kept, "page": page, "tabs": tabs, "status": status}
    )


@require_http_methods(GET_POST)
@requires(policies.HARVEST)
def edit_source(request: Request, source_id: int) -> HttpResponse:
    """Change how a source is read."""
    kept = source_for(request.actor, source_id)
    initial = {name: getattr(kept, name) for name in FIELDS_OF_SOURCE}
    form = SourceForm(posted(request), agency=kept.agency, initial=initial)
    if form.is_valid():
        with form.refusals():
            change_source(kept.pk, actor=request.actor, now=timezone.now(), values=form.cleaned_data)
            messages.success(request, _("已保存。"))
            return HttpResponseRedirect(f"{SOURCES}{kept.pk}/")
    crumbs = [(_("采集来源"), SOURCES), (kept.name, f"{SOURCES}{kept.pk}/")]
    return form_page(request, form, title=_("更改采集来源"), button=_("保存"), crumbs=crumbs)


@require_POST
@requires(policies.HARVEST)
def source_state(request: Request, source_id: int) -> HttpResponse:
    """Pause a source, or read it now."""
    active = request.POST.get("active") == "1"
    set_source_state(source_id, actor=request.actor, now=timezone.now(), active=active)
    messages.success(request, _("马上开始采集。") if active else _("已暂停，不再采集。"))
    return HttpResponseRedirect(f"{SOURCES}{source_id}/")


@require_safe
@requires(policies.ISSUE_TOKENS)
def tokens(request: Request) -> HttpResponse:
    """Show the tokens that an actor manages; never their secrets."""
    found = Token.objects.filter(agency__in=agencies_for(request.actor, policies.ISSUE_TOKENS))
    return render(
        request,
        "imports/desk/tokens.html",
        {"tokens": found.select_related("agency", "made_by"), "now": timezone.now()},
    )


@never_cache
@require_http_methods(GET_POST)
@requires(policies.ISSUE_TOKENS)
def new_token(request: Request) -> HttpResponse:
    """发放令牌 — the secret is shown once, in the answer itself, and stands nowhere."""
    agencies = agencies_for(request.actor, policies.ISSUE_TOKENS).filter(status="active")
    form = TokenForm(posted(request), agencies=agencies)
    if form.is_valid():
        with form.refusals():
            token, secret = issue_token(actor=request.actor, now=timezone.now(), **form.cleaned_data)
            return render(request, "imports/desk/token_once.html", {"token": token, "secret": secret})
    return form_page(
        request, form, title=_("发放接口令牌"), button=_("发放"), crumbs=[(_("接口令牌"), TOKENS)]
    )


@require_POST
@requires(policies.ISSUE_TOKENS)
def end_token(request: Request, token_id: int) -> HttpResponse:
    """Take a token back."""
    try:
        revoke_token(token_id, actor=request.actor, now=timezone.now())
        messages.success(request, _("已收回，马上失效。"))
    except REFUSALS as refusal:
        messages.error(request, problem(refusal).message)
    return HttpResponseRedirect(TOKENS)
