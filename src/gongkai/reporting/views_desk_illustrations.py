"""插图页 — the pictures and charts of a section between its paragraphs: add, move, describe, take out."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.forms_page import form_page
from gongkai.agencies.requests import Request, posted
from gongkai.core import files
from gongkai.disclosure.views_desk_tools import REFUSALS, once, problem
from gongkai.reporting import policies, queries
from gongkai.reporting.actions.illustrate_report import (
    add_chart,
    add_picture,
    describe_illustration,
    move_illustration,
    remove_illustration,
)
from gongkai.reporting.content import content_of
from gongkai.reporting.forms_illustrations import ChartForm, PictureForm, WordsForm
from gongkai.reporting.models import AnnualReport, Illustration, ReportSection
from gongkai.reporting.report_page import links_of
from gongkai.reporting.views_desk_reports import existing_year, newest_of
from gongkai.rules.report_charts import charts_of
from gongkai.ui.access import requires

GET_POST = ["GET", "HEAD", "POST"]
logger = logging.getLogger(__name__)


@require_safe
@requires(policies.DRAFT_REPORT)
def illustrations(request: Request, code: str, year: int, section_id: int) -> HttpResponse:
    """图片和图表 — a section as it reads, with what can be done to each of its illustrations."""
    report, section = _section(request, code, year, section_id)
    return _page(request, report, section)


@require_http_methods(GET_POST)
@requires(policies.DRAFT_REPORT)
@once
def new_picture(request: Request, code: str, year: int, section_id: int) -> HttpResponse:
    """添加图片."""
    report, section = _section(request, code, year, section_id)
    form = PictureForm(posted(request), request.FILES or None, section=section)
    if form.is_valid():
        said, sent = form.cleaned_data, form.cleaned_data["file"]
        with form.refusals():
            facts = {"alt": said["alt"], "caption": said["caption"], "after": said["after"]}
            add_picture(section.pk, name=sent.name, data=sent.read(), **_by(request, report), **facts)
            return HttpResponseRedirect(_address(report, section))
    context = {"report": report, "section": section, "form": form}
    return render(request, "reporting/desk/report_new_picture.html", context, status=form.http_status)


@require_http_methods(GET_POST)
@requires(policies.DRAFT_REPORT)
def new_chart(request: Request, code: str, year: int, section_id: int) -> HttpResponse:
    """添加图表 — of the figures of the form."""
    report, section = _section(request, code, year, section_id)
    offered = charts_of(report.form_key, report.year)
    form = ChartForm(posted(request), section=section, offered=offered)
    if form.is_valid():
        with form.refusals():
            add_chart(section.pk, **_by(request, report), **form.cleaned_data)
            return HttpResponseRedirect(_address(report, section))
    crumbs = _crumbs(report, section)
    return form_page(request, form, title=_("添加图表"), button=_("添加"), crumbs=crumbs)


@require_http_methods(GET_POST)
@requires(policies.DRAFT_REPORT)
def words(request: Request, code: str, year: int, illustration_id: int) -> HttpResponse:
    """修改图题 — and what a picture shows."""
    report, row = _illustration(request, code, year, illustration_id)
    form = WordsForm(posted(request), initial={"caption": row.caption, "alt": row.alt})
    if row.chart:
        del form.fields["alt"]
    if form.is_valid():
        with form.refusals():
            describe_illustration(row.pk, **_by(request, report), **form.cleaned_data)
            return HttpResponseRedirect(_address(report, row.section))
    crumbs = _crumbs(report, row.section)
    return form_page(request, form, title=_("修改图题"), button=_("保存"), crumbs=crumbs)


@require_POST
@requires(policies.DRAFT_REPORT)
def arrange(request: Request, code: str, year: int, illustration_id: int) -> HttpResponse:
    """上移、下移或者移除一张图."""
    report, row = _illustration(request, code, year, illustration_id)
    by = _by(request, report)
    deeds: dict[str, Callable[[], Any]] = {
        "up": lambda: move_illustration(row.pk, down=False, **by),
        "down": lambda: move_illustration(row.pk, down=True, **by),
        "remove": lambda: remove_illustration(row.pk, **by),
    }
    deed = deeds.get(request.POST.get("do", ""))
    try:
        if deed is not None:
            deed()
    except REFUSALS as refused:
        messages.info(request, problem(refused).message)
    moved = f"#illustration-{row.pk}" if row.pk else ""
    return HttpResponseRedirect(f"{_address(report, row.section)}{moved}")


@require_safe
@requires(policies.SEE_REPORTS)
def picture(request: Request, code: str, year: int, illustration_id: int) -> HttpResponseBase:
    """图片 — the file of a picture of any version; it can execute nothing."""
    agency = queries.agency_for(request.actor, code)
    rows = Illustration.objects.filter(section__report__agency=agency, section__report__year=year)
    row = rows.filter(pk=illustration_id, chart="").select_related("file").first()
    if row is None or row.file is None:
        raise Http404
    try:
        answer = FileResponse(files.opened(row.file.pk), content_type=row.file.media_type)
    except files.FileDamaged as damaged:
        logger.exception("the picture of illustration %d is damaged", row.pk)
        raise Http404 from damaged
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = files.SANDBOX
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _page(request: Request, report: AnnualReport, section: ReportSection) -> HttpResponse:
    content = content_of(report)
    context = {
        "report": report,
        "section": next(each for each in content.sections if each.section == section),
        "links": links_of(report, content),
    }
    return render(request, "reporting/desk/report_illustrations.html", context)


def _section(request: Request, code: str, year: int, section_id: int) -> tuple[AnnualReport, ReportSection]:
    """Return the newest version, a draft, and a section of it; raises Http404."""
    report = newest_of(request, code, existing_year(year))
    section = report.sections.filter(pk=section_id).first()
    if section is None or report.frozen:
        raise Http404
    return report, section


def _illustration(
    request: Request, code: str, year: int, illustration_id: int
) -> tuple[AnnualReport, Illustration]:
    row = Illustration.objects.select_related("section").filter(pk=illustration_id).first()
    if row is None:
        raise Http404
    report, _of = _section(request, code, year, row.section_id)
    return report, row


def _by(request: Request, report: AnnualReport) -> dict[str, Any]:
    return {"report_id": report.pk, "actor": request.actor, "now": timezone.now()}


def _address(report: AnnualReport, section: ReportSection) -> str:
    return f"{report.address}sections/{section.pk}/illustrations/"


def _crumbs(report: AnnualReport, section: ReportSection) -> list[tuple[Any, str]]:
    return [
        (_("年报"), "/desk/reports/"),
        (str(report), report.address),
        (section.heading, _address(report, section)),
    ]
