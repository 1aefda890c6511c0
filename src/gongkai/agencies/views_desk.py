"""机关页 — the tree of organs at the desk, and the forms that keep it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies import policies
from gongkai.agencies.actions.agency_facts import FACTS
from gongkai.agencies.actions.create_agency import create_agency
from gongkai.agencies.actions.move_agency import move_agency
from gongkai.agencies.actions.rename_agency import rename_agency
from gongkai.agencies.actions.set_guide_text import set_guide_text
from gongkai.agencies.actions.update_agency import update_agency
from gongkai.agencies.forms import FactsForm, GuideForm, MoveForm, NewAgencyForm, RenameForm
from gongkai.agencies.forms_page import Crumbs, form_page
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import active_agencies, agencies_for, posts_at
from gongkai.agencies.requests import Request, posted
from gongkai.ui.access import requires

GET_POST = ["GET", "HEAD", "POST"]


def managed(request: Request) -> QuerySet[Agency]:
    """Return the organs in use that the actor manages."""
    return active_agencies() & agencies_for(request.actor, policies.MANAGE_AGENCIES)


def seen(request: Request, code: str) -> Agency:
    """Return an organ whose guide or facts the actor keeps; raises Http404."""
    found: Agency = get_object_or_404(agencies_for(request.actor, policies.EDIT_GUIDE), code=code)
    return found


def manages(request: Request, code: str) -> Agency:
    """Return an organ that the actor manages; raises Http404."""
    found: Agency = get_object_or_404(agencies_for(request.actor, policies.MANAGE_AGENCIES), code=code)
    return found


def crumbs_of(agency: Agency) -> Crumbs:
    """Return the way to an organ's page at the desk."""
    return [(_("机关"), "/desk/organs/"), (agency.short_name, f"/desk/organs/{agency.code}/")]


@require_safe
@requires(policies.EDIT_GUIDE)
def organs(request: Request) -> HttpResponse:
    """Show the organs of the actor as a tree."""
    rows = list(agencies_for(request.actor, policies.EDIT_GUIDE).order_by("position", "id"))
    ids = {agency.pk for agency in rows}
    children: dict[int | None, list[Agency]] = {}
    for agency in rows:
        children.setdefault(agency.parent_id if agency.parent_id in ids else None, []).append(agency)
    tree: list[tuple[int, Agency]] = []

    def walk(parent: int | None, level: int) -> None:
        for agency in children.get(parent, []):
            tree.append((level, agency))
            walk(agency.pk, level + 1)

    walk(None, 1)
    may_manage = request.actor.may(policies.MANAGE_AGENCIES)
    return render(request, "agencies/desk/organs.html", {"tree": tree, "may_manage": may_manage})


@require_safe
@requires(policies.EDIT_GUIDE)
def organ(request: Request, code: str) -> HttpResponse:
    """Show what is kept of an organ, and what can be done."""
    agency = seen(request, code)
    context = {
        "agency": agency,
        "former_names": agency.former_names.all(),
        "posts": posts_at(agency, timezone.localdate()),
        "may_manage": request.actor.may(policies.MANAGE_AGENCIES, agency),
        "may_appoint": request.actor.may(policies.MANAGE_PEOPLE, agency),
    }
    return render(request, "agencies/desk/organ.html", context)


@require_http_methods(GET_POST)
@requires(policies.MANAGE_AGENCIES)
def new_organ(request: Request) -> HttpResponse:
    """新设机关."""
    form = NewAgencyForm(posted(request), initial={"parent": request.GET.get("parent"), "position": 0})
    form.fields["parent"].queryset = managed(request)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with form.refusals():
            agency = create_agency(
                actor=request.actor,
                now=timezone.now(),
                parent_id=values["parent"].pk,
                code=values["code"],
                name=values["name"],
                short_name=values["short_name"],
                facts={name: values[name] for name in FACTS},
            )
            messages.success(request, _("%(name)s已新设，可以载入栏目、任命人员") % {"name": agency.name})
            return redirect("desk_organ", agency.code)
    title = _("新设机关")
    return form_page(request, form, title=title, button=title, crumbs=[(_("机关"), "/desk/organs/")])


@require_http_methods(GET_POST)
@requires(policies.MANAGE_AGENCIES)
def organ_facts(request: Request, code: str) -> HttpResponse:
    """维护机关信息."""
    agency = manages(request, code)
    form = FactsForm(posted(request), initial={name: getattr(agency, name) for name in FACTS})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            update_agency(agency.pk, actor=request.actor, now=timezone.now(), facts=form.cleaned_data)
            messages.success(request, _("机关信息已保存，所有页面同时更新"))
            return redirect("desk_organ", code)
    return form_page(request, form, title=_("维护机关信息"), button=_("保存"), crumbs=crumbs_of(agency))


@require_http_methods(GET_POST)
@requires(policies.EDIT_GUIDE)
def organ_guide(request: Request, code: str) -> HttpResponse:
    """补充公开指南."""
    agency = seen(request, code)
    form = GuideForm(posted(request), initial={"guide_text": agency.guide_text})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            text = form.cleaned_data["guide_text"]
            set_guide_text(agency.pk, actor=request.actor, now=timezone.now(), text=text)
            messages.success(request, _("公开指南已更新"))
            return redirect("desk_organ", code)
    return form_page(request, form, title=_("公开指南补充内容"), button=_("保存"), crumbs=crumbs_of(agency))


@require_http_methods(GET_POST)
@requires(policies.MANAGE_AGENCIES)
def organ_rename(request: Request, code: str) -> HttpResponse:
    """机关更名."""
    agency = manages(request, code)
    form = RenameForm(posted(request), initial={"name": agency.name, "short_name": agency.short_name})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            rename_agency(agency.pk, actor=request.actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("更名已办理，原名称记为曾用名"))
            return redirect("desk_organ", code)
    happens = [
        _("所有页面立即显示新名称；“%(name)s”记为曾用名，旧文件里的旧名称仍能认出") % {"name": agency.name},
        _("网址和文件都不变；更名前文件的正文不改"),
    ]
    return form_page(
        request, form, title=_("机关更名"), button=_("更名"), crumbs=crumbs_of(agency), consequences=happens
    )


@require_http_methods(GET_POST)
@requires(policies.MANAGE_AGENCIES)
def organ_move(request: Request, code: str) -> HttpResponse:
    """调整隶属关系."""
    agency = manages(request, code)
    form = MoveForm(posted(request), initial={"parent": agency.parent_id})
    form.fields["parent"].queryset = managed(request).exclude(  # type: ignore[attr-defined]
        path__startswith=agency.path
    )
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            values = form.cleaned_data
            move_agency(
                agency.pk,
                actor=request.actor,
                now=timezone.now(),
                parent_id=values["parent"].pk,
                reason=values["reason"],
            )
            messages.success(request, _("隶属关系已调整"))
            return redirect("desk_organ", code)
    below = Agency.objects.filter(path__startswith=agency.path).exclude(pk=agency.pk).count()
    happens = [
        _("连同下级 %(n)d 个机关一起移动；网址不变") % {"n": below},
        _("按上级机关查找时，这些机关的文件算在新的上级之下；新上级的政务公开办和系统管理员管到它们"),
    ]
    return form_page(
        request,
        form,
        title=_("调整隶属关系"),
        button=_("调整"),
        crumbs=crumbs_of(agency),
        consequences=happens,
    )
