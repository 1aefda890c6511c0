"""工作日历的页面 — the years, a year as twelve months, and loading the next one after a look at what it changes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies import policies
from gongkai.agencies.actions.load_year import load_year, unload_year
from gongkai.agencies.calendar import calendar, calendar_with, missing_year
from gongkai.agencies.calendar_changes import changes_of, check_year, doubts_of
from gongkai.agencies.calendar_page import (
    WEEKDAYS,
    days_in_words,
    months_of,
    periods_of,
    table_to_copy,
    year_rows,
)
from gongkai.agencies.forms import ReasonForm
from gongkai.agencies.forms_calendar import ConfirmForm, YearFileForm, YearForm, facts_of, facts_to_fill
from gongkai.agencies.forms_page import form_page
from gongkai.agencies.holiday_files import toml_of
from gongkai.agencies.models import CalendarScope, HolidayYear
from gongkai.agencies.queries import jurisdiction
from gongkai.agencies.requests import Request, posted
from gongkai.rules.calendar import YearTable
from gongkai.ui.access import requires

AYear = YearFileForm | ConfirmForm | YearForm
"""Whatever a year comes in; each gives its `table()`."""


def _may_load(request: Request) -> bool:
    here = jurisdiction()
    return here is not None and bool(request.actor.may(policies.LOAD_CALENDAR, here.root))


def _scope(request: Request) -> str:
    asked = request.GET.get("scope", "")
    return asked if asked in CalendarScope.values else CalendarScope.NATIONAL


@require_safe
@requires(policies.USE_DESK)
def years(request: Request) -> HttpResponse:
    """工作日历 — every year that is known, where it comes from, and whether one is missing."""
    known = calendar()
    context = {
        "rows": year_rows(known),
        "missing": missing_year(timezone.localdate(), known),
        "may_load": _may_load(request),
    }
    return render(request, "agencies/desk/calendar.html", context)


@require_safe
@requires(policies.USE_DESK)
def year(request: Request, year: int) -> HttpResponse:
    """一年的工作日 — as twelve months, with the days off and the make-up days as a list."""
    known = calendar()
    if year not in known.years:
        raise Http404
    table = known.years[year]
    context = {
        "year": year,
        "table": table,
        "months": months_of(year, known),
        "weekdays": WEEKDAYS,
        "periods": periods_of(table),
        "make_up": days_in_words(table.make_up_workdays),
        "loaded": HolidayYear.objects.filter(year=year).select_related("loaded_by"),
        "others": {"before": year - 1 in known.years, "after": year + 1 in known.years},
        "today": timezone.localdate(),
        "may_load": _may_load(request),
    }
    return render(request, "agencies/desk/calendar_year.html", context)


@require_safe
@requires(policies.USE_DESK)
def year_file(request: Request, year: int) -> HttpResponse:
    """一年的文件 — to keep, or to copy the next one from."""
    scope = _scope(request)
    table = table_to_copy(year, scope)
    if table is None:
        raise Http404
    name = f"{year}.toml" if scope == CalendarScope.NATIONAL else f"{year}-{scope}.toml"
    answer = HttpResponse(toml_of(table), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.LOAD_CALENDAR)
def load(request: Request) -> HttpResponse:
    """载入一年 — from a file or filled in; nothing changes before it is confirmed."""
    if not _may_load(request):
        raise Http404
    step = request.POST.get("step", "")
    data = posted(request)
    file_form = YearFileForm(*((data, request.FILES) if step == "file" else (None,)))
    filled = YearForm(data if step not in ("file", "confirm") else None, initial=_beginning(request))
    confirmed = ConfirmForm(data if step == "confirm" else None)
    forms: dict[str, AYear] = {"file": file_form, "confirm": confirmed}
    asked = forms.get(step, filled)
    if request.method == "POST" and asked.is_valid():
        with asked.refusals():
            table, scope = asked.table(), asked.cleaned_data["scope"]
            if step != "confirm":
                return _preview(request, table, scope)
            load_year(table, actor=request.actor, now=timezone.now(), scope=scope)
            messages.success(request, _("已载入，相关的期限正在重新计算"))
            return redirect("desk_calendar_year", table.year)
    context = {"form": asked, "file_form": file_form, "year_form": filled}
    return render(request, "agencies/desk/calendar_load.html", context, status=asked.http_status)


def _beginning(request: Request) -> dict[str, object]:
    """What the form begins with: the year that is corrected, else the names of the holidays of the one to come."""
    known, scope = calendar(), _scope(request)
    asked = request.GET.get("year", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else max(known.years) + 1
    if (table := table_to_copy(number, scope)) is not None:
        return {**facts_of(table), "scope": scope}
    return {"year": number, "scope": scope} if scope == CalendarScope.LOCAL else facts_to_fill(number, known)


def _preview(request: Request, table: YearTable, scope: str) -> HttpResponse:
    """Show what loading a table would change; raises RuleViolation for one that cannot stand."""
    known = calendar()
    check_year(table, scope, known, timezone.localdate())
    changes = changes_of(table.year, known, calendar_with(table, scope))
    national = scope == CalendarScope.NATIONAL
    context = {
        "table": table,
        "scope": CalendarScope(scope).label,
        "periods": periods_of(table),
        "make_up": days_in_words(table.make_up_workdays),
        "changes": changes,
        "off": days_in_words(changes.became_off),
        "working": days_in_words(changes.became_working),
        "doubts": doubts_of(table, known) if national else [],
        "form": ConfirmForm(initial={"text": toml_of(table), "scope": scope}),
    }
    return render(request, "agencies/desk/calendar_preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.LOAD_CALENDAR)
def unload(request: Request, year: int) -> HttpResponse:
    """撤销载入的一年."""
    scope = _scope(request)
    if not _may_load(request) or not HolidayYear.objects.filter(year=year, scope=scope).exists():
        raise Http404
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            reason = form.cleaned_data["reason"]
            unload_year(year, actor=request.actor, now=timezone.now(), reason=reason, scope=scope)
            messages.success(request, _("已撤销，相关的期限正在重新计算"))
            return redirect("desk_calendar")
    return form_page(
        request,
        form,
        title=_("撤销 %(year)d 年%(scope)s") % {"year": year, "scope": CalendarScope(scope).label},
        button=_("撤销"),
        crumbs=[(_("工作日历"), "/desk/calendar/"), (str(year), f"/desk/calendar/{year}/")],
        consequences=[
            _("这一年回到程序自带的安排；程序没有的，按周一至周五推算，期限都标为暂定")
            if scope == CalendarScope.NATIONAL
            else _("这一年只按全国安排计算"),
            _("相关的期限重新计算"),
        ],
        danger=True,
    )
