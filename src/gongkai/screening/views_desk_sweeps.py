"""清查的页面 — a sweep is begun and watched; what it came upon is withdrawn from the list, and reported."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.queries import agencies_for, jurisdiction
from gongkai.agencies.requests import Request
from gongkai.disclosure import policies as of_disclosure
from gongkai.disclosure.actions.withdraw import MOST_AT_ONCE
from gongkai.disclosure.models import Document
from gongkai.disclosure.views_desk_tools import (
    REFUSALS,
    Problem,
    once,
    page_number,
    problem,
    problems_of,
    status_of,
)
from gongkai.privacy.ruleset import RULESET
from gongkai.screening import policies
from gongkai.screening.actions.sweep import start_sweep, stop_sweep
from gongkai.screening.forms_sweeps import ListForm, StartForm
from gongkai.screening.models import Sweep, SweepState
from gongkai.screening.queries import sweeps_for, under_way
from gongkai.screening.shown import label_of
from gongkai.screening.sweep_figures import Annotated, Figures, Standing, figures_of, findings_of, in_order
from gongkai.typesetting.delimited import csv_lines
from gongkai.ui.access import requires

PAGE_SIZE = 50
_FEW = 8
_UNDER_WAY = (SweepState.WAITING, SweepState.RUNNING)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.SEE_SWEEPS)
@once
def sweeps(request: Request) -> HttpResponse:
    """List the sweeps; a POST begins one."""
    form = _start_form(request)
    problems = problems_of(form) if form.is_bound else []
    if form.is_bound and not problems:
        agency = form.cleaned_data["agency"]
        try:
            sweep = start_sweep(
                agency.pk if agency else None,
                actor=request.actor,
                now=timezone.now(),
                why=form.cleaned_data["why"],
            )
        except REFUSALS as refusal:
            problems = [problem(refusal)]
        else:
            return HttpResponseRedirect(f"/desk/privacy/sweeps/{sweep.pk}/")
    return _list_page(request, form, problems)


def _start_form(request: Request) -> StartForm:
    here = jurisdiction()
    return StartForm(
        request.POST if request.method == "POST" else None,
        agencies=agencies_for(request.actor, policies.SWEEP),
        everything=bool(here and request.actor.may(policies.SWEEP, here.root)),
    )


def _list_page(request: Request, form: StartForm, problems: list[Problem]) -> HttpResponse:
    page = Paginator(sweeps_for(request.actor), PAGE_SIZE).get_page(page_number(request))
    done = Sweep.objects.filter(agency=None, ruleset=RULESET, state=SweepState.DONE)
    context = {
        "page": page,
        "form": form,
        "may_sweep": bool(request.actor.may(policies.SWEEP)),
        "at_work": under_way().first(),
        "ruleset": RULESET,
        "last": done.order_by("-finished_at").first(),
        "problems": problems,
    }
    return render(request, "screening/desk/sweeps.html", context, status=status_of(problems))


@require_safe
@requires(policies.SEE_SWEEPS)
def sweep(request: Request, sweep_id: int) -> HttpResponse:
    """Show how far a sweep has come and what it came upon; only the former where a script asks for it."""
    one = _sweep(request, sweep_id)
    return _page(request, one, [])


def _sweep(request: Request, sweep_id: int) -> Sweep:
    one = sweeps_for(request.actor).filter(pk=sweep_id).first()
    if one is None:
        raise Http404
    return one


def _page(request: Request, one: Sweep, problems: list[Problem]) -> HttpResponse:
    figures = figures_of(one, request.actor)
    context: dict[str, Any] = {"sweep": one, "figures": figures, "at_work": one.state in _UNDER_WAY}
    if request.headers.get("HX-Request"):
        if context["at_work"]:
            return render(request, "screening/desk/_sweep_now.html", context)
        return HttpResponse(headers={"HX-Refresh": "true"})
    context |= {"problems": problems, "may_stop": _may_stop(request, one), **_listed(request, one, figures)}
    return render(request, "screening/desk/sweep.html", context, status=status_of(problems))


def _may_stop(request: Request, one: Sweep) -> bool:
    here = jurisdiction()
    place = one.agency or (here.root if here else None)
    return one.state in _UNDER_WAY and place is not None and bool(request.actor.may(policies.SWEEP, place))


def _listed(request: Request, one: Sweep, figures: Figures) -> dict[str, Any]:
    """What the list shows: the documents that were asked for, each with its findings, and what may be withdrawn."""
    form = ListForm(request.GET, figures=figures)
    found = findings_of(one, request.actor).filter(form.rule)
    documents = Document.objects.filter(pk__in=found.values("document_id")).order_by(
        "agency__position", "agency_id", "pk"
    )
    page = Paginator(documents.values_list("pk", flat=True), PAGE_SIZE).get_page(page_number(request))
    may_withdraw = _may_withdraw(request, found)
    organs = [row for row in figures.organs if row.found]
    return {
        "organs": organs,
        "few": len(organs) <= _FEW,
        "form": form,
        "page": page,
        "entries": _entries(found, page, may_withdraw),
        "everything": ",".join(map(str, may_withdraw[:MOST_AT_ONCE])),
        "many": min(len(may_withdraw), MOST_AT_ONCE),
        "checked": request.GET.get("all") == "1",
    }


def _may_withdraw(request: Request, found: Annotated) -> list[int]:
    """Return the documents that are still public and that this actor may withdraw, by organ."""
    agencies = agencies_for(request.actor, of_disclosure.WITHDRAW)
    rows = found.filter(standing=Standing.PUBLIC, document__agency__in=agencies)
    return list(
        Document.objects.filter(pk__in=rows.values("document_id"))
        .order_by("agency__position", "agency_id", "pk")
        .values_list("pk", flat=True)
    )


def _entries(found: Annotated, page: "Page[Any]", may_withdraw: list[int]) -> list[dict[str, Any]]:
    """Return the documents of a page, each with its findings."""
    choosable, entries = set(may_withdraw), dict[int, dict[str, Any]]()
    for each in in_order(found.filter(document_id__in=list(page))):
        entry = entries.setdefault(
            each.document_id,
            {"document": each.document, "choose": each.document_id in choosable, "lines": []},
        )
        entry["standing"] = Standing(each.standing)
        entry["title"] = each.finding.version.title
        entry["lines"].append({"finding": each.finding, "label": label_of(each.finding.kind)})
    return list(entries.values())


@require_POST
@requires(policies.SWEEP)
@once
def stop(request: Request, sweep_id: int) -> HttpResponse:
    """Stop a sweep; what it came upon stays."""
    try:
        stop_sweep(sweep_id, actor=request.actor, now=timezone.now())
    except REFUSALS as refusal:
        return _page(request, _sweep(request, sweep_id), [problem(refusal)])
    messages.success(request, _("清查已停止，已经查出的都在。"))
    return HttpResponseRedirect(f"/desk/privacy/sweeps/{sweep_id}/")


@require_safe
@requires(policies.SEE_SWEEPS)
def report(request: Request, sweep_id: int) -> HttpResponse:
    """The report of a sweep, to be printed."""
    one = _sweep(request, sweep_id)
    context = {"sweep": one, "figures": figures_of(one, request.actor), "now": timezone.now()}
    return render(request, "screening/desk/sweep_report.html", context)


@require_safe
@requires(policies.SEE_SWEEPS)
def report_file(request: Request, sweep_id: int) -> HttpResponse:
    """The figures of a sweep by organ as a CSV file, as spreadsheets read it."""
    one = _sweep(request, sweep_id)
    figures = figures_of(one, request.actor)
    organs = ([row.agency.name if row.agency else "", *row.numbers] for row in figures.organs)
    lines = csv_lines([[_("机关"), *headings()], *organs, [_("合计"), *figures.all.numbers]])
    response = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="sweep-{one.pk}.csv"'
    return response


def headings() -> tuple[str, ...]:
    """What the figures of a row are, in their order."""
    return (
        _("查了多少件"),
        _("查了多少个附件"),
        _("没有看全的附件"),
        _("查出问题的件数"),
        _("查出多少处"),
        _("撤回件数"),
        _("改好重新公开件数"),
        _("还公开着的件数"),
    )
