"""带走的数据 — a table as CSV, XLSX or JSON."""

import csv
import json
from collections.abc import Sequence
from urllib.parse import quote

from django.http import HttpResponse

from gongkai.typesetting.workbook import Sheet, Value, workbook

FORMATS = ("csv", "xlsx", "json")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for another encoding."""


def data_file(
    name: str, headings: Sequence[str], rows: Sequence[Sequence[Value]], wanted: str
) -> HttpResponse:
    """Return rows as one of `FORMATS`, to be saved under a name."""
    if wanted == "json":
        told = [dict(zip(headings, map(_plain, row), strict=True)) for row in rows]
        words = json.dumps({"figures": told}, ensure_ascii=False)
        answer = HttpResponse(words, content_type="application/json; charset=utf-8")
    elif wanted == "xlsx":
        answer = HttpResponse(workbook([Sheet(name, (headings, *rows))]), content_type=_XLSX)
    else:
        answer = HttpResponse(_BOM, content_type="text/csv; charset=utf-8")
        csv.writer(answer).writerows([headings, *([_harmless(cell) for cell in row] for row in rows)])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{wanted}')}"
    return answer


def _plain(value: Value) -> str | int | float | None:
    if value is None or isinstance(value, (str, int)):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _harmless(value: Value) -> Value:
    """Return what a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {*"=+-@\t\r"} else value
