"""机关撤并页 — merging and closing an organ, which takes its columns along."""

from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.agencies import policies
from gongkai.agencies.forms import MergeForm, ReasonForm
from gongkai.agencies.forms_page import form_page
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import posts_at
from gongkai.agencies.requests import Request, posted
from gongkai.agencies.views_desk import crumbs_of, managed, manages
from gongkai.catalogue.actions.end_agency import close_agency, merge_agency
from gongkai.catalogue.models import Column, ColumnStatus
from gongkai.ui.access import requires

GET_POST = ["GET", "HEAD", "POST"]


def _what_ends(agency: Agency) -> list[Any]:
    columns = Column.objects.filter(agency=agency, status=ColumnStatus.ACTIVE)
    documents = columns.aggregate(n=Sum("published_count"))["n"] or 0
    posts = posts_at(agency, timezone.localdate()).count()
    return [
        _("%(n)d 个岗位今天起结束，委托一并收回") % {"n": posts},
        _("%(n)d 个栏目停用") % {"n": columns.count()},
        _("已公开的 %(n)d 件文件仍在原机关名下，网址不变，照样查得到") % {"n": documents},
        _("没有公开的稿件不能再办理，请先办完或者作废"),
    ]


@require_http_methods(GET_POST)
@requires(policies.MANAGE_AGENCIES)
def organ_merge(request: Request, code: str) -> HttpResponse:
    """机关合并."""
    agency = manages(request, code)
    form = MergeForm(posted(request))
    form.fields["successor"].queryset = managed(request).exclude(pk=agency.pk)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with form.refusals():
            merge_agency(
                agency.pk,
                actor=request.actor,
                now=timezone.now(),
                successor_id=values["successor"].pk,
                reason=values["reason"],
            )
            messages.success(request, _("%(name)s已合并") % {"name": agency.name})
            return redirect("desk_organ", code)
    happens = [*_what_ends(agency), _("机关和栏目的旧网址转到并入的机关"), _("合并不能撤销")]
    title = _("合并%(name)s") % {"name": agency.name}
    return form_page(
        request,
        form,
        title=title,
        button=_("合并"),
        crumbs=crumbs_of(agency),
        consequences=happens,
        danger=True,
    )


@require_http_methods(GET_POST)
@requires(policies.MANAGE_AGENCIES)
def organ_close(request: Request, code: str) -> HttpResponse:
    """机关撤销."""
    agency = manages(request, code)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            close_agency(agency.pk, actor=request.actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("%(name)s已撤销") % {"name": agency.name})
            return redirect("desk_organ", code)
    happens = [*_what_ends(agency), _("机关的页面保留，注明已撤销；撤销后不能恢复")]
    title = _("撤销%(name)s") % {"name": agency.name}
    return form_page(
        request,
        form,
        title=title,
        button=_("撤销"),
        crumbs=crumbs_of(agency),
        consequences=happens,
        danger=True,
    )
