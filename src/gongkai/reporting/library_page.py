"""比较页 — what the pages of reports side by side show, on the portal and at the desk alike."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from gongkai.agencies.requests import Request
from gongkai.reporting.data_files import data_file
from gongkai.reporting.library import newest_of_each
from gongkai.reporting.library_compare import SIDE_BY_SIDE, by_organ, by_year, chart_of, tidy
from gongkai.reporting.library_lists import filtered
from gongkai.reporting.models import LibraryReport

MOST_IN_TABLE = 200
"""How many reports one tidy table holds at most: a whole library is taken year by year."""


def compared(request: Request, reports: QuerySet[LibraryReport]) -> dict[str, Any]:
    """Return what a comparison shows: of `organ` its years, else of `year` its organs; raises Http404 for neither."""
    organ, year = request.GET.get("organ", "")[:100], request.GET.get("year", "")
    reports = reports.defer("text", "said")
    if organ:
        found = newest_of_each(reports.filter(organ=organ).order_by("-year", "-pk")[: 4 * SIDE_BY_SIDE])
        comparison = by_year(found)
    elif year.isdecimal() and len(year) == 4:
        found = newest_of_each(reports.filter(year=int(year)).order_by("organ", "-pk")[: 4 * SIDE_BY_SIDE])
        comparison = by_organ(found)
    else:
        raise Http404
    if not found:
        raise Http404
    line = request.GET.get("line", "0")
    at = int(line) if line.isdecimal() and len(line) < 5 else 0
    return {
        "organ": organ,
        "year": None if organ else int(year),
        "comparison": comparison,
        "chart": chart_of(comparison, at) if organ and len(found) > 1 else None,
        "chart_row": comparison.rows[at] if at < len(comparison.rows) else None,
        "left_out": len(found) - len(comparison.reports),
    }


def tidy_table(request: Request, reports: QuerySet[LibraryReport]) -> HttpResponse:
    """Return the numbers of the reports that are asked for, as CSV or XLSX."""
    found = filtered(reports, request.GET)
    if organ := request.GET.get("organ", "")[:100]:
        found = found.filter(organ=organ)
    headings = (
        *(_("机关"), _("年度"), _("表"), _("行"), _("列"), _("数值"), _("单位"), _("约数")),
        *(_("起"), _("止")),
    )
    rows = tidy(found.defer("text", "said", "findings")[:MOST_IN_TABLE].iterator(100))
    wanted = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    return data_file(_("年报数字"), headings, rows, wanted)
