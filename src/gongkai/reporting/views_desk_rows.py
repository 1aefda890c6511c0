"""数字的来源页 — a figure's definition and the rows that it counts, on the page, as CSV, as XLSX and as JSON."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.agencies.requests import Request
from gongkai.disclosure.views_desk_tools import page_number
from gongkai.reporting import policies
from gongkai.reporting.addresses import declared_path, rows_path
from gongkai.reporting.data_files import FORMATS, data_file
from gongkai.reporting.figure_rows import Opened, asked_in, opened
from gongkai.reporting.numbers import plain
from gongkai.rules.indicators import ORIGIN_LABELS, Origin
from gongkai.ui.access import requires

PAGE_SIZE = 50


@require_safe
@requires(policies.SEE_REPORTS)
def rows(request: Request) -> HttpResponse:
    """一个数的来源."""
    asked = asked_in(request.GET, request.actor)
    found = opened(asked, request.actor)
    if (wanted := request.GET.get("format", "")) in FORMATS:
        return _data_file(found, wanted)
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
        "formats": FORMATS,
    }
    return render(request, "reporting/desk/rows.html", context)


def _data_file(found: Opened, wanted: str) -> HttpResponse:
    headings = [str(heading) for heading, _lookup in found.kind.columns]
    rows = (cells for _address, cells in found.listed(found.rows.iterator(1000)))
    return data_file(f"{found.asked.agency.short_name}{found.asked.name}", headings, rows, wanted)
