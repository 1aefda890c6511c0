"""年报页 — every organ's report on a year, one report with its checks, its units, what has moved since it was frozen."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Agency
from gongkai.agencies.requests import Request
from gongkai.reporting import policies, queries, rollup
from gongkai.reporting.checks import checks_of
from gongkai.reporting.checks_numbers import place_of, rows_of
from gongkai.reporting.content import content_of
from gongkai.reporting.exports import FORMAT_WORDS, Format
from gongkai.reporting.models import AnnualReport
from gongkai.reporting.numbers import fresh_numbers, numbers_of, parts_of
from gongkai.reporting.report_page import check_list, deeds, links_of, moved, progress
from gongkai.rules.report_forms import Cell, form_of
from gongkai.rules.report_process import ReportScope
from gongkai.ui.access import requires


@require_safe
@requires(policies.SEE_REPORTS)
def reports(request: Request) -> HttpResponse:
    """各机关的年报 — who is at which step, and who is late."""
    today = timezone.localdate()
    year = year_in(request.GET)
    rows = queries.standings(request.actor, year)
    context = {
        "year": year,
        "years": range(today.year, queries.FIRST_YEAR - 1, -1),
        "rows": [
            (row, row.late(today), bool(request.actor.may(policies.DRAFT_REPORT, row.agency))) for row in rows
        ],
        "missing": [row for row in rows if not row.submitted],
        "form": form_of(year),
        "may_chase": request.actor.may(policies.CHASE_REPORTS),
    }
    return render(request, "reporting/desk/reports.html", context)


@require_safe
@requires(policies.SEE_REPORTS)
def report(request: Request, code: str, year: int) -> HttpResponse:
    """一份年报 — its sections with their tables, last year beside, every number a link, its checks, the next step."""
    agency = queries.agency_for(request.actor, code)
    versions = list(queries.versions(agency, existing_year(year)))
    if not versions:
        context = {
            "agency": agency,
            "year": year,
            "may_start": request.actor.may(policies.DRAFT_REPORT, agency),
        }
        return render(request, "reporting/desk/report_none.html", context)
    return show(request, version_in(request, versions), versions)


def show(
    request: Request, shown: AnnualReport, versions: list[AnnualReport], problem: str = "", status: int = 200
) -> HttpResponse:
    """Show a report, with why something could not be done, if so."""
    content = content_of(shown)
    newest = shown == versions[0]
    context: dict[str, Any] = {
        "report": shown,
        "agency": shown.agency,
        "content": content,
        "links": links_of(shown, content),
        "checks": check_list(checks_of(shown, timezone.localdate(), content)),
        "deadline": queries.deadline_of(shown.agency, shown.year),
        "progress": progress(shown),
        "deeds": deeds(shown, request.actor) if newest else [],
        "versions": versions,
        "newest": newest,
        "downloads": [(each.value, FORMAT_WORDS[each]) for each in Format],
        "consolidated": shown.scope == ReportScope.CONSOLIDATED,
        "problem": problem,
    }
    return render(request, "reporting/desk/report.html", context, status=status)


@require_safe
@requires(policies.SEE_REPORTS)
def units(request: Request, code: str, year: int) -> HttpResponse:
    """汇总的来源 — who has submitted, and a cell taken apart into its units; of an organ's own report into its parts."""
    shown = newest_of(request, code, year)
    cells = {cell.key: cell for cell in shown.form.cells()}
    asked = cells.get(request.GET.get("cell", ""))
    if shown.scope != ReportScope.CONSOLIDATED:
        return _parts(request, shown, asked)
    slices = [cells[key].shows for key in _leaves(shown, asked)] if asked else []
    result = rollup.rolled_up([one for one in slices if one], shown.agency, year)
    rows = [(unit, rollup.added(unit.values.get(one) for one in slices if one)) for unit in result.units]
    context = {
        "report": shown,
        "agency": shown.agency,
        "cell": asked,
        "place": place_of(shown, asked) if asked else "",
        "rows": rows,
        "missing": result.missing,
        "total": rollup.added(number for _unit, number in rows),
        "frozen": numbers_of(shown).now.get(asked.key) if asked and shown.frozen else None,
        "rows_address": rows_of(shown, asked.shows) if asked and asked.shows else "",
    }
    return render(request, "reporting/desk/report_units.html", context)


def _parts(request: Request, shown: AnnualReport, asked: Cell | None) -> HttpResponse:
    """A total of an organ's own report with the cells that it adds up, each leading to its rows."""
    if asked is None or not parts_of(shown.form, asked):
        raise Http404
    content = content_of(shown)
    links, told = links_of(shown, content), {each.cell.key: each for each in content.cells()}
    rows = [
        (place_of(shown, told[key].cell), told[key].text, links.get(key, "")) for key in _leaves(shown, asked)
    ]
    context = {"report": shown, "cell": asked, "place": place_of(shown, asked), "rows": rows}
    context["total"] = told[asked.key].text
    return render(request, "reporting/desk/report_parts.html", context)


@require_safe
@requires(policies.SEE_REPORTS)
def differences(request: Request, code: str, year: int) -> HttpResponse:
    """定稿与今天 — what the facts say today where they say something else than the frozen report."""
    agency = queries.agency_for(request.actor, code)
    shown = version_in(request, list(queries.versions(agency, existing_year(year))))
    if not shown.frozen:
        raise Http404
    rows = list(moved(shown, numbers_of(shown), fresh_numbers(shown)))
    return render(
        request, "reporting/desk/report_differences.html", {"report": shown, "agency": agency, "rows": rows}
    )


def newest_of(request: Request, code: str, year: int) -> AnnualReport:
    """Return the newest version of a report that an actor sees; raises Http404."""
    agency: Agency = queries.agency_for(request.actor, code)
    found = queries.versions(agency, existing_year(year)).first()
    if found is None:
        raise Http404
    return found


def existing_year(year: int) -> int:
    """Return a year of which there can be a report; raises Http404 for others."""
    if not queries.FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    return year


def _leaves(shown: AnnualReport, cell: Cell) -> list[str]:
    """Return the keys of the cells that a cell adds up in the end, itself where it adds up none."""
    cells = {each.key: each for each in shown.form.cells()}
    parts = parts_of(shown.form, cell)
    return [leaf for part in parts for leaf in _leaves(shown, cells[part])] if parts else [cell.key]


def version_in(request: Request, versions: list[AnnualReport]) -> AnnualReport:
    """Return the version that is asked for, else the newest; raises Http404."""
    asked = request.GET.get("version", "")
    found = [each for each in versions if not asked or str(each.number) == asked]
    if not found:
        raise Http404
    return found[0]


def year_in(query: QueryDict) -> int:
    """Return the year that is asked for, else the one on which reports are written these days."""
    asked = query.get("year", "")
    if asked.isdecimal() and len(asked) == 4:
        return existing_year(int(asked))
    return queries.year_at_hand(timezone.localdate())
