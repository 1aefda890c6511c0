"""数字的来源页 — a figure's definition and the rows that it counts, on the page, as CSV and as XLSX."""

import csv
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies.requests import Request
from gongkai.disclosure.views_desk_tools import page_number
from gongkai.reporting import policies
from gongkai.reporting.addresses import declared_path, rows_path
from gongkai.reporting.figure_rows import Opened, asked_in, opened
from gongkai.reporting.numbers import plain
from gongkai.rules.indicators import ORIGIN_LABELS, Origin
from gongkai.typesetting.workbook import Sheet, workbook
from gongkai.ui.access import requires

PAGE_SIZE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for another encoding."""


@require_safe
@requires(policies.SEE_REPORTS)
def rows(request: Request) -> HttpResponse:
    """一个数的来源."""
    asked = asked_in(request.GET, request.actor)
    found = opened(asked, request.actor)
    wanted = request.GET.get("format", "")
    if wanted == "csv":
        return _csv(found)
    if wanted == "xlsx":
        return _xlsx(found)
    page = Paginator(found.rows, PAGE_SIZE).get_page(page_number(request))
    year = asked.period.year or asked.period.last.year
    parts = [
        (
            name,
            plain(number) if number is not None else "",
            rows_path(part, asked.agency, year, below=asked.below),
        )
        for part, name, number in found.parts
    ]
    context = {
        "asked": asked,
        "found": found,
        "number": plain(found.number) if found.number is not None else "",
        "parts": parts,
        "origin": ORIGIN_LABELS[asked.indicator.origin],
        "declared": declared_path(asked.agency, year) if asked.indicator.origin is Origin.DECLARED else "",
        "headings": [heading for heading, _lookup in found.kind.columns],
        "rows": list(found.listed(page)),
        "page": page,
    }
    return render(request, "reporting/desk/rows.html", context)


def _csv(found: Opened) -> HttpResponse:
    answer = HttpResponse(_BOM, content_type="text/csv; charset=utf-8")
    writer = csv.writer(answer)
    writer.writerow([str(heading) for heading, _lookup in found.kind.columns])
    writer.writerows(
        [_harmless(cell) for cell in cells] for _address, cells in found.listed(found.rows.iterator(1000))
    )
    return _named(answer, found, "csv")


def _harmless(cell: str) -> str:
    """Return what a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell


def _xlsx(found: Opened) -> HttpResponse:
    heading = tuple(str(each) for each, _lookup in found.kind.columns)
    lines = [tuple(cells) for _address, cells in found.listed(found.rows.iterator(1000))]
    sheet = Sheet(_("明细"), (heading, *lines))
    return _named(HttpResponse(workbook([sheet]), content_type=_XLSX), found, "xlsx")


def _named(answer: HttpResponse, found: Opened, ending: str) -> HttpResponse:
    name = quote(f"{found.asked.agency.short_name}{found.asked.name}.{ending}")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
