"""带走的数据 — a table as CSV, XLSX or JSON, with nothing in it that a spreadsheet takes for a formula."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain
from urllib.parse import quote

from django.http import HttpResponse

from gongkai.typesetting.delimited import csv_lines
from gongkai.typesetting.workbook import Sheet, Value, workbook

FORMATS = ("csv", "xlsx", "json")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = Sequence[object]


def data_file(name: str, headings: Row, rows: Iterable[Row], wanted: str) -> HttpResponse:
    """Return rows as one of `FORMATS`, to be saved under a name; CSV for anything else."""
    if wanted == "json":
        told = [dict(zip(headings, map(_plain, row), strict=True)) for row in rows]
        return json_file(name, {"figures": told})
    if wanted == "xlsx":
        sheet = Sheet(name, [tuple(map(_value, row)) for row in (headings, *rows)])
        return _saved(HttpResponse(workbook([sheet]), content_type=_XLSX), f"{name}.xlsx")
    lines = csv_lines(chain([headings], rows))
    return _saved(HttpResponse(lines, content_type="text/csv; charset=utf-8"), f"{name}.csv")


def json_file(name: str, told: object) -> HttpResponse:
    """Return what can be written as JSON, to be saved under a name."""
    words = json.dumps(told, ensure_ascii=False, indent=1)
    return _saved(HttpResponse(words, content_type="application/json; charset=utf-8"), f"{name}.json")


def _saved(answer: HttpResponse, name: str) -> HttpResponse:
    """Let an answer be saved under a name, and be taken for nothing else than it is."""
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _plain(value: object) -> object:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _value(cell: object) -> Value:
    if isinstance(cell, float):
        return Decimal(str(cell))
    return cell if cell is None or isinstance(cell, (int, Decimal)) else str(cell)
