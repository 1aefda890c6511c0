"""目录调整页 — one column's facts; changes at many organs: choose, preview, reason, do, undo."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.forms import ReasonForm
from gongkai.agencies.forms_page import form_page
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request, posted
from gongkai.catalogue import policies
from gongkai.catalogue.forms import ColumnForm
from gongkai.catalogue.models import CatalogueChange, Column
from gongkai.catalogue.views_desk import crumbs_of
from gongkai.disclosure.actions.edit_column import edit_column
from gongkai.disclosure.actions.reshape_catalogue import preview, reshape_catalogue
from gongkai.disclosure.actions.undo_reshape import in_the_way, undo_reshape
from gongkai.disclosure.forms_catalogue import FORMS, code_choices
from gongkai.ui.access import requires

PAGE_SIZE = 50
GET_POST = ["GET", "HEAD", "POST"]
HINTS = {
    "rename": _l("换名称，需要时换代码"),
    "move": _l("换到另一个栏目下面"),
    "merge": _l("文件和下级栏目归到一个栏目，其余停用"),
    "split": _l("按标题里的词分出新栏目"),
    "retire": _l("不再使用，文件移到别的栏目"),
}


@require_http_methods(GET_POST)
@requires(policies.EDIT_COLUMN)
def column(request: Request, column_id: int) -> HttpResponse:
    """维护栏目."""
    kept = agencies_for(request.actor, policies.EDIT_COLUMN)
    it = get_object_or_404(Column.objects.select_related("agency"), pk=column_id, agency__in=kept)
    whole = bool(request.actor.may(policies.MANAGE_COLUMNS, it.agency))
    facts = {name: getattr(it, name) for name in ColumnForm.base_fields}
    form = ColumnForm(posted(request), whole=whole, initial=facts)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            edit_column(it.pk, actor=request.actor, now=timezone.now(), facts=form.cleaned_data)
            messages.success(request, _("栏目“%(name)s”已保存") % {"name": it.name})
            return redirect("desk_columns", it.agency.code)
    happens = (
        [_("改“谁能看”，栏目里的 %(n)d 件公开文件马上跟着变") % {"n": it.published_count}] if whole else []
    )
    return form_page(
        request,
        form,
        title=_("栏目“%(name)s”") % {"name": it.name},
        button=_("保存"),
        crumbs=crumbs_of(it.agency),
        consequences=happens,
    )


def office_of(request: Request) -> Agency:
    """Return the organ below which the actor shapes the catalogue: the highest; raises Http404."""
    posts = [post for post in request.actor.posts if post.role in policies.MANAGE_COLUMNS.roles]
    if not posts:
        raise Http404
    return Agency.objects.get(pk=min(posts, key=lambda post: len(post.agency_path)).agency_id)


def _changes(request: Request) -> QuerySet[CatalogueChange]:
    offices = agencies_for(request.actor, policies.MANAGE_COLUMNS)
    return CatalogueChange.objects.filter(office__in=offices).select_related("office", "made_by")


@require_safe
@requires(policies.MANAGE_COLUMNS)
def changes(request: Request) -> HttpResponse:
    """Show what can be done, and what was done, newest first."""
    kinds = [(CatalogueChange.Kind(kind), HINTS[kind]) for kind in FORMS]
    page = Paginator(_changes(request), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "disclosure/desk/catalogue/changes.html", {"kinds": kinds, "page": page})


@require_http_methods(GET_POST)
@requires(policies.MANAGE_COLUMNS)
def reshape(request: Request, kind: str) -> HttpResponse:
    """Choose a column, say what shall happen, see what would, give the reason, do it."""
    if kind not in FORMS:
        raise Http404
    office, sent = office_of(request), request.POST if request.method == "POST" else request.GET
    codes, code = code_choices(office), sent.get("code", "")
    context: dict[str, Any] = {"kind": CatalogueChange.Kind(kind), "codes": codes, "code": code}
    if code not in dict(codes):
        return render(request, "disclosure/desk/catalogue/choose.html", context)
    bound = sent if request.method == "POST" or "preview" in sent else None
    form = FORMS[kind](bound, office=office, code=code)
    context |= {"form": form, "name": dict(codes)[code]}
    if bound is not None and form.is_valid():
        organs = [agency.pk for agency in form.cleaned_data["organs"]]
        with form.refusals():
            context["plan"] = preview(form.operation, actor=request.actor, office=office, agency_ids=organs)
            if request.method == "POST":
                made = reshape_catalogue(
                    form.operation,
                    actor=request.actor,
                    now=timezone.now(),
                    office_id=office.pk,
                    reason=form.cleaned_data["reason"],
                    agency_ids=organs,
                )
                messages.success(request, _("已办理：%(summary)s") % {"summary": made.summary})
                return redirect("desk_change", made.pk)
    return render(request, "disclosure/desk/catalogue/reshape.html", context, status=form.http_status)


@require_http_methods(GET_POST)
@requires(policies.MANAGE_COLUMNS)
def change(request: Request, change_id: int) -> HttpResponse:
    """Show one change, and undo it."""
    made = get_object_or_404(_changes(request), pk=change_id)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            undo_reshape(made.pk, actor=request.actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("已撤销，恢复到调整以前"))
            return redirect("desk_change", made.pk)
    context = {
        "change": made,
        "form": form,
        "obstacles": [] if made.undone_at else in_the_way(made),
        "documents": sum(len(moved["documents"]) for moved in made.before.get("moved", [])),
        "columns": len(set(made.before.get("before", {})) | set(made.before.get("made", []))),
    }
    return render(request, "disclosure/desk/catalogue/change.html", context, status=form.http_status)
