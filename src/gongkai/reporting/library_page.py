"""比较页 — what the pages of reports side by side show, on the portal and at the desk alike."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from gongkai.agencies.requests import Request
from gongkai.reporting.data_files import data_file
from gongkai.reporting.library import newest_of_each
from gongkai.reporting.library_compare import SIDE_BY_SIDE, Shows, by_organ, by_year, chart_of, tidy
from gongkai.reporting.library_lists import filtered
from gongkai.reporting.models import LibraryReport

MOST_IN_TABLE = 200
"""How many reports one tidy table holds at most: a whole library is taken year by year."""
_MOST_ORGANS = 100
_NAME_MOST = 100


def compared(request: Request, reports: QuerySet[LibraryReport]) -> dict[str, Any]:
    """Return what a comparison shows: of `organ` its years, else of `year` its organs; without either what there is to
    choose from. Raises Http404 for an organ or a year that no report is of."""
    organ, year = request.GET.get("organ", "")[:_NAME_MOST], request.GET.get("year", "")
    if not organ and not year:
        return to_choose(reports)
    reports = reports.defer("text", "said")
    if organ:
        found = newest_of_each(reports.filter(organ=organ).order_by("-year", "-pk")[: 4 * SIDE_BY_SIDE])
    elif year.isdecimal() and len(year) == 4:
        found = newest_of_each(reports.filter(year=int(year)).order_by("organ", "-pk")[: 4 * SIDE_BY_SIDE])
    else:
        raise Http404
    if not found:
        raise Http404
    return {
        "organ": organ,
        "year": None if organ else int(year),
        **_beside(request, found, years=bool(organ)),
    }


def _beside(request: Request, found: list[LibraryReport], *, years: bool) -> dict[str, Any]:
    """The rows that are asked for, with how many there are of each choice, and the bars of one of them."""
    whole = by_year(found) if years else by_organ(found)
    offered = [(one, whole.showing(one)) for one in Shows if years or one != Shows.CHANGED]
    asked = request.GET.get("show", "")
    shows, comparison = next((each for each in offered if each[0] == asked), offered[0])
    line = request.GET.get("line", "")
    moved = next((at for at, row in enumerate(comparison.rows) if row.changed), 0)
    at = int(line) if line.isdecimal() and len(line) < 5 else moved
    labels = {Shows.MAIN: _("合计和正文"), Shows.CHANGED: _("有变动的"), Shows.ALL: _("全部")}
    return {
        "comparison": comparison,
        "shows": [(one, labels[one], len(each.rows), one == shows) for one, each in offered],
        "chart": chart_of(comparison, at) if years and len(found) > 1 else None,
        "chart_row": comparison.rows[at] if at < len(comparison.rows) else None,
        "left_out": len(found) - len(comparison.reports),
    }


def to_choose(reports: QuerySet[LibraryReport]) -> dict[str, Any]:
    """Return the years with how many organs each has, and the organs with several years, those with most first."""
    of_years, of_organs = Counter[int](), Counter[str]()
    for organ, year in set(reports.order_by().values_list("organ", "year")):
        of_years[year] += 1
        of_organs[organ] += 1
    organs = [(organ, count) for organ, count in of_organs.most_common(_MOST_ORGANS) if count > 1]
    return {"choose": True, "years": sorted(of_years.items(), reverse=True), "organs": organs}


def tidy_table(request: Request, reports: QuerySet[LibraryReport]) -> HttpResponse:
    """Return the numbers of the reports that are asked for, as CSV or XLSX."""
    found = filtered(reports, request.GET)
    if organ := request.GET.get("organ", "")[:_NAME_MOST]:
        found = found.filter(organ=organ)
    headings = (
        *(_("机关"), _("年度"), _("表"), _("行"), _("列"), _("数值"), _("单位"), _("约数")),
        *(_("起"), _("止")),
    )
    rows = tidy(found.defer("text", "said", "findings")[:MOST_IN_TABLE].iterator(100))
    wanted = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    return data_file(_("年报数字"), headings, rows, wanted)
