"""填报页 — an organ's year in one form, its table from elsewhere, the second person's confirmation, who is missing."""

from collections.abc import Sequence
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.forms import DeskForm
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request, posted
from gongkai.core import files
from gongkai.core.files import SANDBOX
from gongkai.intake import FileRefused
from gongkai.reporting import declared_tables, policies
from gongkai.reporting.actions.chase_declared import chase_declared
from gongkai.reporting.actions.confirm_declared import confirm_declared
from gongkai.reporting.actions.declare import declare
from gongkai.reporting.declared_sheet import FIRST_YEAR, counts_of, sheet, year_to_declare
from gongkai.reporting.declared_tables import BadCell
from gongkai.reporting.forms_declared import DeclareForm, TableForm
from gongkai.reporting.models import DeclaredFigure
from gongkai.rules.indicators import INDICATORS
from gongkai.rules.process import RuleViolation
from gongkai.rules.slices import parsed
from gongkai.ui.access import requires
from gongkai.ui.wording import named

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _organ(request: Request, code: str, year: int) -> Agency:
    """Return an organ whose figures the actor sees; raises Http404, also for a year that cannot be declared."""
    agency = get_object_or_404(agencies_for(request.actor, policies.SEE_DECLARED), code=code)
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    return agency


def _year(request: Request) -> int:
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    return (
        int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= today.year else year_to_declare(today)
    )


@require_safe
@requires(policies.SEE_DECLARED)
def overview(request: Request) -> HttpResponse:
    """填报情况 — the organs that the actor sees, what each has declared and confirmed, and what is missing."""
    year = _year(request)
    organs = list(agencies_for(request.actor, policies.SEE_DECLARED).order_by("position", "id"))
    rows = counts_of(organs, year)
    context = {
        "year": year,
        "years": range(timezone.localdate().year, FIRST_YEAR - 1, -1),
        "rows": rows,
        "late": sum(1 for row in rows if row.missing),
        "may_chase": request.actor.may(policies.CHASE_DECLARED),
    }
    return render(request, "reporting/desk/declared.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.SEE_DECLARED)
def organ_year(request: Request, code: str, year: int) -> HttpResponse:
    """填报一年的数字 — all that the year's form asks for, last year's value beside."""
    agency = _organ(request, code, year)
    if request.method == "POST" and not request.actor.may(policies.DECLARE, agency):
        raise Http404
    form = DeclareForm(sheet(agency, year), posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            new = declare(
                agency.pk,
                form.statements(),
                year=year,
                evidence=form.evidence(),
                actor=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("已保存 %(n)s 项，等另一人确认") % {"n": len(new)})
            return redirect("desk_declared_year", code, year)
    return _show(request, agency, year, form)


def _show(
    request: Request,
    agency: Agency,
    year: int,
    form: DeclareForm,
    *,
    table: TableForm | None = None,
    refusal: DeskForm | None = None,
    bad_cells: Sequence[BadCell] = (),
) -> HttpResponse:
    """Show an organ's year; of the three forms the page answers for the one that was sent."""
    waiting = [line for line in form.lines if line.now and not line.now.confirmed_at]
    others = [line for line in waiting if line.now and line.now.declared_by_id != request.actor.user_id]
    sent = table or refusal or form
    context = {
        "agency": agency,
        "year": year,
        "form": form,
        "sent": sent,
        "table_form": table or TableForm(),
        "bad_cells": bad_cells,
        "missing": [line for line in form.lines if line.asked and line.now is None],
        "to_confirm": others if request.actor.may(policies.CONFIRM_DECLARED, agency) else [],
        "may_declare": request.actor.may(policies.DECLARE, agency),
    }
    return render(request, "reporting/desk/declared_year.html", context, status=sent.http_status)


@require_safe
@requires(policies.SEE_DECLARED)
def template(request: Request, code: str, year: int) -> HttpResponse:
    """填报表 — an organ's year as XLSX, to be filled in elsewhere."""
    agency = _organ(request, code, year)
    answer = HttpResponse(declared_tables.template(sheet(agency, year), agency, year), content_type=_XLSX)
    name = quote(_("%(organ)s%(year)s年填报表") % {"organ": agency.short_name, "year": year})
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.xlsx"
    return answer


@require_POST
@requires(policies.DECLARE)
def load_table(request: Request, code: str, year: int) -> HttpResponse:
    """载入填报表 — all of it or, where a cell cannot be taken, nothing, with every such cell."""
    agency = _organ(request, code, year)
    lines = sheet(agency, year)
    form = TableForm(request.POST, request.FILES)
    bad: list[BadCell] = []
    if form.is_valid():
        with form.refusals():
            file = form.cleaned_data["table"]
            try:
                stated, bad = declared_tables.read(file.name, file.read(), lines, agency, year)
            except FileRefused as refused:
                raise RuleViolation(refused.message, field="table") from refused
            if not bad:
                new = declare(agency.pk, stated, year=year, actor=request.actor, now=timezone.now())
                messages.success(request, _("已载入 %(n)s 项，等另一人确认") % {"n": len(new)})
                return redirect("desk_declared_year", code, year)
            form.add_error("table", _("有 %(n)s 格要改，改好后再载入") % {"n": len(bad)})
    return _show(request, agency, year, DeclareForm(lines), table=form, bad_cells=bad)


@require_POST
@requires(policies.CONFIRM_DECLARED)
def confirm(request: Request, code: str, year: int) -> HttpResponse:
    """确认 — the figures that were looked at."""
    agency = _organ(request, code, year)
    chosen = [int(pk) for pk in request.POST.getlist("figure") if pk.isdecimal()]
    own = DeclaredFigure.objects.filter(pk__in=chosen, agency=agency, year=year).values_list("pk", flat=True)
    if set(own) != set(chosen):
        raise Http404
    form = DeskForm({})
    with form.refusals():
        confirmed = confirm_declared(chosen, actor=request.actor, now=timezone.now())
        messages.success(request, _("已确认 %(n)s 项") % {"n": len(confirmed)})
        return redirect("desk_declared_year", code, year)
    return _show(request, agency, year, DeclareForm(sheet(agency, year)), refusal=form)


@require_POST
@requires(policies.CHASE_DECLARED)
def chase(request: Request) -> HttpResponse:
    """催报 — every organ below that misses a figure of the year."""
    year = _year(request)
    organs = list(agencies_for(request.actor, policies.CHASE_DECLARED).order_by("position", "id"))
    late = [row.agency.pk for row in counts_of(organs, year) if row.missing]
    try:
        told = chase_declared(late, year=year, actor=request.actor, now=timezone.now())
        messages.success(request, _("已催报 %(n)s 个机关") % {"n": len(told)})
    except RuleViolation:
        messages.info(request, _("没有要催报的机关，或者今天已经催过"))
    return redirect(f"/desk/figures/declared/?year={year}")


@require_safe
@requires(policies.SEE_DECLARED)
def history(request: Request, figure_id: int) -> HttpResponse:
    """一个数字的来历 — every value that was declared for it, by whom, with what evidence, and why it was corrected."""
    figure = _figure(request, figure_id)
    rows = DeclaredFigure.objects.filter(
        agency=figure.agency, slice=figure.slice, year=figure.year, month=figure.month
    )
    told = parsed(figure.slice)
    context = {
        "figure": figure,
        "name": named(told),
        "indicator": INDICATORS[told.indicator],
        "rows": rows.select_related("declared_by", "confirmed_by").order_by("-pk"),
    }
    return render(request, "reporting/desk/declared_history.html", context)


@require_safe
@requires(policies.SEE_DECLARED)
def evidence(request: Request, figure_id: int) -> HttpResponse:
    """凭据 — the file that bears out a figure, to be saved."""
    figure = _figure(request, figure_id)
    if figure.evidence is None:
        raise Http404
    answer = HttpResponse(files.read(figure.evidence.digest), content_type=figure.evidence.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(figure.evidence_name)}"
    return answer


def _figure(request: Request, figure_id: int) -> DeclaredFigure:
    seen = DeclaredFigure.objects.filter(agency__in=agencies_for(request.actor, policies.SEE_DECLARED))
    return get_object_or_404(seen.select_related("agency", "evidence"), pk=figure_id)
