"""办理年报 — begin, write, submit, return, sign, hand on to publication, correct; and chase who has not submitted."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.forms_page import form_page
from gongkai.agencies.requests import Request, posted
from gongkai.disclosure.actions.submit import submit as submit_document
from gongkai.disclosure.views_desk_tools import REFUSALS, once, problem
from gongkai.reporting import policies, queries
from gongkai.reporting.actions.chase_reports import chase_reports
from gongkai.reporting.actions.release_report import release_report
from gongkai.reporting.actions.save_report import add_section, redraft_section, remove_section, save_report
from gongkai.reporting.actions.settle_report import return_report, sign_report, submit_report
from gongkai.reporting.actions.start_report import correct_report, start_report
from gongkai.reporting.forms_reports import ReasonForm, SectionForm, TextForm
from gongkai.reporting.models import AnnualReport
from gongkai.reporting.numbers import numbers_of
from gongkai.reporting.report_page import available
from gongkai.reporting.views_desk_reports import existing_year, newest_of, show, year_in
from gongkai.ui.access import requires

GET_POST = ["GET", "HEAD", "POST"]


@require_POST
@requires(policies.DRAFT_REPORT)
@once
def start(request: Request, code: str, year: int) -> HttpResponse:
    """起草 — from the figures of the year."""
    agency = queries.agency_for(request.actor, code)
    try:
        report = start_report(agency, existing_year(year), actor=request.actor, now=timezone.now())
    except REFUSALS as refused:
        found = problem(refused)
        context = {"agency": agency, "year": year, "may_start": False, "problem": found.message}
        return render(request, "reporting/desk/report_none.html", context, status=found.status)
    messages.success(request, _("已按系统里的数字起草，请核对后补写文字。"))
    return HttpResponseRedirect(report.address)


@require_http_methods(GET_POST)
@requires(policies.DRAFT_REPORT)
def edit(request: Request, code: str, year: int) -> HttpResponse:
    """修改文字 — all sections on one page, with the figures that they may refer to."""
    report = newest_of(request, code, year)
    if report.frozen:
        return HttpResponseRedirect(report.address)
    form = TextForm(posted(request), sections=report.sections.all(), seen=report.saved_at.isoformat())
    if form.is_valid():
        with form.refusals():
            save_report(
                report.pk,
                form.written,
                actor=request.actor,
                now=timezone.now(),
                seen=parse_datetime(form.cleaned_data["seen"]) if form.cleaned_data["seen"] else None,
            )
            messages.success(request, _("已保存。"))
            return HttpResponseRedirect(report.address)
    context = {
        "report": report,
        "agency": report.agency,
        "form": form,
        "figures": available(numbers_of(report)),
    }
    return render(request, "reporting/desk/report_edit.html", context, status=form.http_status)


@require_http_methods(GET_POST)
@requires(policies.DRAFT_REPORT)
def new_section(request: Request, code: str, year: int) -> HttpResponse:
    """添加一部分."""
    report = newest_of(request, code, year)
    form = SectionForm(posted(request))
    if form.is_valid():
        with form.refusals():
            heading = form.cleaned_data["heading"]
            add_section(report.pk, heading=heading, actor=request.actor, now=timezone.now())
            return HttpResponseRedirect(f"{report.address}edit/")
    return form_page(request, form, title=_("添加一部分"), button=_("添加"), crumbs=_crumbs(report))


@require_POST
@requires(policies.DRAFT_REPORT)
def section(request: Request, code: str, year: int, section_id: int) -> HttpResponse:
    """移除或者重新起草一部分."""
    report = newest_of(request, code, year)
    deeds: dict[str, Callable[..., Any]] = {"remove": remove_section, "redraft": redraft_section}
    deed = deeds.get(request.POST.get("do", ""))
    if not report.sections.filter(pk=section_id).exists():
        raise Http404
    if deed is None:
        return HttpResponseRedirect(f"{report.address}edit/")
    return _done(
        request,
        report,
        lambda: deed(section_id, report_id=report.pk, actor=request.actor, now=timezone.now()),
        f"{report.address}edit/",
        _("已办好。"),
    )


@require_POST
@requires(policies.DRAFT_REPORT)
@once
def submit(request: Request, code: str, year: int) -> HttpResponse:
    """提交 — to who signs."""
    report = newest_of(request, code, year)
    return _done(
        request,
        report,
        lambda: submit_report(report.pk, actor=request.actor, now=timezone.now()),
        report.address,
        _("已提交，数字已经定稿，等待签发。"),
    )


@require_POST
@requires(policies.SIGN_REPORT)
@once
def sign(request: Request, code: str, year: int) -> HttpResponse:
    """签发."""
    report = newest_of(request, code, year)
    return _done(
        request,
        report,
        lambda: sign_report(report.pk, actor=request.actor, now=timezone.now()),
        report.address,
        _("已签发。下一步由起草人转公开。"),
    )


@require_http_methods(GET_POST)
@requires(policies.SEE_REPORTS)
def send_back(request: Request, code: str, year: int) -> HttpResponse:
    """退回 — with what is to be mended."""
    report = newest_of(request, code, year)
    form = ReasonForm(posted(request))
    if form.is_valid():
        with form.refusals():
            reason = form.cleaned_data["reason"]
            return_report(report.pk, reason=reason, actor=request.actor, now=timezone.now())
            messages.success(request, _("已退回。"))
            return HttpResponseRedirect(report.address)
    told = [_("年报回到起草，数字重新按系统计算。")]
    title = _("退回年报")
    return form_page(request, form, title=title, button=title, crumbs=_crumbs(report), consequences=told)


@require_http_methods(GET_POST)
@requires(policies.DRAFT_REPORT)
def correct(request: Request, code: str, year: int) -> HttpResponse:
    """更正 — a new version, with its reason."""
    report = newest_of(request, code, year)
    form = ReasonForm(posted(request))
    if form.is_valid():
        with form.refusals():
            correct_report(
                report.pk, reason=form.cleaned_data["reason"], actor=request.actor, now=timezone.now()
            )
            return HttpResponseRedirect(report.address)
    told = [_("建立新的一版，数字按系统重新计算；已经签发的一版不变。"), _("理由会随更正后的年报公开。")]
    title = _("更正年报")
    return form_page(request, form, title=title, button=title, crumbs=_crumbs(report), consequences=told)


@require_POST
@requires(policies.DRAFT_REPORT)
@once
def release(request: Request, code: str, year: int) -> HttpResponse:
    """转公开 — the document is drafted and sent to confidentiality review; what that still asks for, its page says."""
    report = newest_of(request, code, year)
    try:
        version = release_report(report.pk, actor=request.actor, now=timezone.now())
    except REFUSALS as refused:
        return _refused(request, report, refused)
    try:
        submit_document(version.pk, actor=request.actor, now=timezone.now())
        messages.success(request, _("已转为政府信息稿件，送保密审查。"))
    except REFUSALS as refused:
        messages.warning(request, _("稿件已经建好，还不能送审：%(why)s") % {"why": problem(refused).message})
    return HttpResponseRedirect(f"/desk/documents/{version.document_id}/")


@require_POST
@requires(policies.CHASE_REPORTS)
def chase(request: Request) -> HttpResponse:
    """催报 — every organ below whose report of the year is not submitted."""
    year = year_in(request.POST)
    rows = queries.standings(request.actor, year)
    late = [
        row.agency.pk
        for row in rows
        if not row.submitted and request.actor.may(policies.CHASE_REPORTS, row.agency)
    ]
    try:
        told = chase_reports(late, year=year, actor=request.actor, now=timezone.now())
        messages.success(request, _("已催报 %(n)d 个机关。") % {"n": len(told)})
    except REFUSALS as refused:
        messages.info(request, problem(refused).message)
    return HttpResponseRedirect(f"/desk/reports/?year={year}")


def _done(
    request: Request, report: AnnualReport, deed: Callable[[], Any], address: str, words: str
) -> HttpResponse:
    """Do something to a report; show its page with the reason where it is refused."""
    try:
        deed()
    except REFUSALS as refused:
        return _refused(request, report, refused)
    messages.success(request, words)
    return HttpResponseRedirect(address)


def _refused(request: Request, report: AnnualReport, refused: Exception) -> HttpResponse:
    found = problem(refused)
    versions = list(queries.versions(report.agency, report.year))
    return show(request, versions[0], versions, found.message, found.status)


def _crumbs(report: AnnualReport) -> list[tuple[Any, str]]:
    return [(_("年报"), "/desk/reports/"), (str(report), report.address)]
