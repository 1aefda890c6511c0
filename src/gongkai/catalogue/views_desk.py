"""栏目页 — an organ's columns as a tree with counts, duty and overdue marks; making new ones."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.forms_page import Crumbs, form_page
from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request, posted
from gongkai.catalogue import policies
from gongkai.catalogue.actions.column_facts import FACTS
from gongkai.catalogue.actions.load_structure import load_structure
from gongkai.catalogue.actions.new_column import new_column
from gongkai.catalogue.forms import NewColumnForm, StructureForm
from gongkai.catalogue.models import ColumnStatus
from gongkai.catalogue.queries import Branch, overdue, overdue_for, tree_of
from gongkai.rules.catalogue import Section, structure
from gongkai.ui.access import requires

PAGE_SIZE = 100
GET_POST = ["GET", "HEAD", "POST"]


def crumbs_of(agency: Agency) -> Crumbs:
    """Return the way to an organ's columns at the desk."""
    return [(_("栏目"), "/desk/catalogue/"), (agency.short_name, f"/desk/catalogue/organs/{agency.code}/")]


@require_safe
@requires(policies.EDIT_COLUMN)
def catalogue(request: Request) -> HttpResponse:
    """Show the organs whose columns the actor keeps, with what is overdue."""
    active = Q(columns__status=ColumnStatus.ACTIVE)
    organs = (
        agencies_for(request.actor, policies.EDIT_COLUMN)
        .filter(status=AgencyStatus.ACTIVE)
        .annotate(
            columns_kept=Count("columns", filter=active),
            published=Sum("columns__published_count", filter=active),
        )
        .order_by("position", "id")
    )
    late: dict[int, int] = {}
    for agency_id in overdue_for(request.actor, timezone.localdate()).values_list("agency_id", flat=True):
        late[agency_id] = late.get(agency_id, 0) + 1
    context = {
        "rows": [(agency, late.get(agency.pk, 0)) for agency in organs],
        "may_reshape": request.actor.may(policies.MANAGE_COLUMNS),
    }
    return render(request, "catalogue/desk/catalogue.html", context)


@require_safe
@requires(policies.EDIT_COLUMN)
def overdue_columns(request: Request) -> HttpResponse:
    """Show what is overdue at the actor's organs, the longest first."""
    late = overdue_for(request.actor, timezone.localdate()).order_by(
        Coalesce("last_published_on", "opened_on"), "agency_id", "position"
    )
    page = Paginator(late, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "catalogue/desk/overdue.html", {"page": page})


def _kept(request: Request, code: str) -> Agency:
    found: Agency = get_object_or_404(agencies_for(request.actor, policies.EDIT_COLUMN), code=code)
    return found


def _managed(request: Request, code: str) -> Agency:
    found: Agency = get_object_or_404(agencies_for(request.actor, policies.MANAGE_COLUMNS), code=code)
    return found


def flat(branches: list[Branch]) -> list[Branch]:
    """Return branches with all below them, parents first."""
    return [row for branch in branches for row in (branch, *flat(branch.branches))]


@require_safe
@requires(policies.EDIT_COLUMN)
def columns(request: Request, code: str) -> HttpResponse:
    """Show an organ's columns as a tree, by section; `?overdue=1` only those that are overdue."""
    agency = _kept(request, code)
    late = set(overdue(timezone.localdate()).filter(agency=agency).values_list("pk", flat=True))
    only_late = request.GET.get("overdue") == "1"
    sections: list[tuple[Section, list[Branch]]] = []
    for section, branches in tree_of(agency, staff=True).items():
        rows = [row for row in flat(branches) if not only_late or row.column.pk in late]
        if rows:
            sections.append((section, rows))
    context = {
        "agency": agency,
        "sections": sections,
        "late": late,
        "only_late": only_late,
        "may_manage": request.actor.may(policies.MANAGE_COLUMNS, agency),
    }
    return render(request, "catalogue/desk/columns.html", context)


@require_http_methods(GET_POST)
@requires(policies.MANAGE_COLUMNS)
def column_new(request: Request, code: str) -> HttpResponse:
    """新建栏目."""
    agency = _managed(request, code)
    initial = {"proactive": True, "audience": "public", "parent": request.GET.get("under")}
    form = NewColumnForm(posted(request), agency=agency, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with form.refusals():
            made = new_column(
                agency.pk,
                actor=request.actor,
                now=timezone.now(),
                code=values["code"],
                section=Section(values["section"]),
                parent_id=values["parent"].pk if values["parent"] else None,
                facts={name: values[name] for name in FACTS if name in values},
            )
            messages.success(request, _("栏目“%(name)s”已建好") % {"name": made.name})
            return redirect("desk_columns", code)
    title = _("新建栏目")
    return form_page(request, form, title=title, button=title, crumbs=crumbs_of(agency))


@require_http_methods(GET_POST)
@requires(policies.MANAGE_COLUMNS)
def structure_load(request: Request, code: str) -> HttpResponse:
    """载入结构样表."""
    agency = _managed(request, code)
    form = StructureForm(posted(request), initial={"structure": agency.kind})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            chosen = structure(form.cleaned_data["structure"])
            made = load_structure(agency, chosen, actor=request.actor, now=timezone.now())
            messages.success(
                request, _("“%(name)s”已载入，新建 %(n)d 个栏目") % {"name": chosen.name, "n": len(made)}
            )
            return redirect("desk_columns", code)
    happens = [
        _("按样表建栏目，带上公开依据、更新周期和默认的公开属性"),
        _("已有的同代码栏目不动；重复载入只补缺少的"),
        _("可以在“目录调整”里撤销，只要新栏目里还没有放文件"),
    ]
    return form_page(
        request,
        form,
        title=_("载入结构样表"),
        button=_("载入"),
        crumbs=crumbs_of(agency),
        consequences=happens,
    )
