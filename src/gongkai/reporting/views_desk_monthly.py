"""月度统计页 — a year's grid of organs and months, one organ's month with its numbers, and what is done to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.forms_page import form_page
from gongkai.agencies.models import AgencyStatus
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request, posted
from gongkai.disclosure.views_desk_tools import REFUSALS, once, problem
from gongkai.reporting import monthly, monthly_page, policies
from gongkai.reporting.actions.chase_monthly import chase_monthly
from gongkai.reporting.actions.settle_monthly import (
    confirm_monthly,
    lock_monthly,
    return_monthly,
    submit_monthly,
)
from gongkai.reporting.actions.start_monthly import correct_monthly, note_monthly, start_monthly
from gongkai.reporting.data_files import FORMATS, data_file
from gongkai.reporting.forms_overview import FIRST_YEAR, listed
from gongkai.reporting.forms_reports import ReasonForm
from gongkai.reporting.models import MonthlyStatistics
from gongkai.rules.monthly import monthly_form
from gongkai.ui.access import requires

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
@requires(policies.SEE_MONTHLY)
def grid(request: Request) -> HttpResponse:
    """各机关的月度统计 — which month of a year is how far at each organ."""
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    last_year, last_month = monthly.last_month(today)
    year = int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= today.year else last_year
    organs = agencies_for(request.actor, policies.SEE_MONTHLY).filter(status=AgencyStatus.ACTIVE)
    rows = monthly.grid(listed(organs), year, today)
    newest = [each.found for row in rows for each in row.months]
    missing = monthly.without([row.agency for row in rows], last_year, last_month)
    context = {
        "year": year,
        "years": range(today.year, FIRST_YEAR - 1, -1),
        "rows": rows,
        "months": monthly.months_over(year, today),
        "to_lock": monthly_page.waiting((each for each in newest if each), request.actor),
        "missing": missing if request.actor.may(policies.CHASE_MONTHLY) else [],
        "last": (last_year, last_month),
        "due": monthly_form().due(last_year, last_month),
    }
    return render(request, "reporting/desk/monthly.html", context)


@require_safe
@requires(policies.SEE_MONTHLY)
def month(request: Request, code: str, year: int, month: int) -> HttpResponse:
    """一个月的统计 — as it is counted or as it stands, with the organs below and last year's month beside."""
    versions = _versions(request, code, year, month)
    if not versions:
        return _none(request, code, year, month)
    asked = request.GET.get("version", "")
    found = next((each for each in versions if not asked or str(each.number) == asked), None)
    if found is None:
        raise Http404
    if (wanted := request.GET.get("format", "")) in FORMATS:
        table = monthly_page.table_of(found, monthly.month_of(found))
        return data_file(f"{found}", monthly_page.HEADINGS, table, wanted)
    return _show(request, found, versions)


def _none(
    request: Request, code: str, year: int, month: int, problem: str = "", status: int = 200
) -> HttpResponse:
    agency = monthly.agency_for(request.actor, code)
    context = {
        "agency": agency,
        "year": year,
        "month": month,
        "may_start": request.actor.may(policies.DRAFT_MONTHLY, agency),
        "problem": problem,
    }
    return render(request, "reporting/desk/monthly_none.html", context, status=status)


def _show(
    request: Request,
    row: MonthlyStatistics,
    versions: list[MonthlyStatistics],
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    found = monthly.month_of(row)
    newest = row == versions[0]
    context = {
        "row": row,
        "agency": row.agency,
        "found": found,
        "lines": list(monthly_page.shown(found)),
        "below": bool(found.units or found.missing),
        "progress": monthly_page.progress(row),
        "deeds": monthly_page.deeds(row, request.actor) if newest else [],
        "versions": versions,
        "newest": newest,
        "due": monthly_form().due(row.year, row.month),
        "problem": problem,
        "formats": FORMATS,
    }
    return render(request, "reporting/desk/monthly_month.html", context, status=status)


@require_POST
@requires(policies.DRAFT_MONTHLY)
@once
def start(request: Request, code: str, year: int, month: int) -> HttpResponse:
    """起草."""
    agency = monthly.agency_for(request.actor, code)
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    try:
        row = start_monthly(agency, year, month, actor=request.actor, now=timezone.now())
    except REFUSALS as refused:
        found = problem(refused)
        return _none(request, code, year, month, found.message, found.status)
    return HttpResponseRedirect(row.address)


@require_POST
@requires(policies.DRAFT_MONTHLY)
def note(request: Request, code: str, year: int, month: int) -> HttpResponse:
    """说明."""
    words = request.POST.get("note", "")
    return _done(request, (code, year, month), note_monthly, _("已保存。"), note=words)


@require_POST
@requires(policies.CONFIRM_MONTHLY)
@once
def confirm(request: Request, code: str, year: int, month: int) -> HttpResponse:
    """确认."""
    return _done(request, (code, year, month), confirm_monthly, _("已确认，数字已经固定，等待报送。"))


@require_POST
@requires(policies.DRAFT_MONTHLY)
@once
def submit(request: Request, code: str, year: int, month: int) -> HttpResponse:
    """报送."""
    return _done(request, (code, year, month), submit_monthly, _("已报送。"))


@require_http_methods(GET_POST)
@requires(policies.RETURN_MONTHLY)
def send_back(request: Request, code: str, year: int, month: int) -> HttpResponse:
    """退回 — with what is to be looked at again."""
    told = _("退回以后，数字重新按系统记录计算。")
    return _with_reason(request, (code, year, month), return_monthly, _("退回月度统计"), told)


@require_http_methods(GET_POST)
@requires(policies.DRAFT_MONTHLY)
def correct(request: Request, code: str, year: int, month: int) -> HttpResponse:
    """更正 — a new version, with its reason."""
    told = _("建立新的一版，数字按系统记录重新计算；已经报送的一版不变。")
    return _with_reason(request, (code, year, month), correct_monthly, _("更正月度统计"), told)


@require_POST
@requires(policies.LOCK_MONTHLY)
def lock(request: Request) -> HttpResponse:
    """锁定 — what was chosen, all of it or nothing."""
    chosen = [int(pk) for pk in request.POST.getlist("row") if pk.isdecimal()]
    try:
        locked = lock_monthly(chosen, actor=request.actor, now=timezone.now())
        messages.success(request, _("已锁定 %(n)d 份。") % {"n": len(locked)})
    except REFUSALS as refused:
        messages.warning(request, problem(refused).message)
    return HttpResponseRedirect("/desk/monthly/")


@require_POST
@requires(policies.CHASE_MONTHLY)
def chase(request: Request) -> HttpResponse:
    """催报 — every organ below that has handed in nothing of the last month."""
    year, month = monthly.last_month(timezone.localdate())
    organs = agencies_for(request.actor, policies.CHASE_MONTHLY).filter(status=AgencyStatus.ACTIVE)
    late = [each.pk for each in monthly.without(list(organs), year, month)]
    try:
        told = chase_monthly(late, year=year, month=month, actor=request.actor, now=timezone.now())
        messages.success(request, _("已催报 %(n)d 个机关。") % {"n": len(told)})
    except REFUSALS as refused:
        messages.info(request, problem(refused).message)
    return HttpResponseRedirect("/desk/monthly/")


Place = tuple[str, int, int]
"""An organ's code, a year, a month."""


def _versions(request: Request, code: str, year: int, month: int) -> list[MonthlyStatistics]:
    """Return the versions of a month, the newest first; raises Http404 for what there cannot be."""
    agency = monthly.agency_for(request.actor, code)
    if year < FIRST_YEAR or month not in monthly.months_over(year, timezone.localdate()):
        raise Http404
    rows = MonthlyStatistics.objects.filter(agency=agency, year=year, month=month)
    people = ("agency", "drafted_by", "confirmed_by", "submitted_by", "locked_by")
    return list(rows.select_related(*people).order_by("-number"))


def _newest(request: Request, place: Place) -> MonthlyStatistics:
    versions = _versions(request, *place)
    if not versions:
        raise Http404
    return versions[0]


def _done(request: Request, place: Place, deed: Callable[..., Any], words: str, **given: Any) -> HttpResponse:
    """Do something to the newest version; show its page with the reason where it is refused."""
    row = _newest(request, place)
    try:
        deed(row.pk, actor=request.actor, now=timezone.now(), **given)
    except REFUSALS as refused:
        found, versions = problem(refused), _versions(request, *place)
        return _show(request, versions[0], versions, found.message, found.status)
    messages.success(request, words)
    return HttpResponseRedirect(row.address)


def _with_reason(
    request: Request, place: Place, deed: Callable[..., Any], title: str, consequence: str
) -> HttpResponse:
    row = _newest(request, place)
    form = ReasonForm(posted(request))
    if form.is_valid():
        with form.refusals():
            deed(row.pk, reason=form.cleaned_data["reason"], actor=request.actor, now=timezone.now())
            return HttpResponseRedirect(row.address)
    crumbs = [(_("月度统计"), "/desk/monthly/"), (str(row), row.address)]
    return form_page(request, form, title=title, button=title, crumbs=crumbs, consequences=[consequence])
