"""下载 — rows as CSV and XLSX, with what no spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from urllib.parse import quote

from django.http import HttpResponse

from gongkai.typesetting.workbook import Sheet, Value, workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for another encoding."""


def csv_answer(rows: Iterable[Sequence[object]], name: str) -> HttpResponse:
    """Return rows, their headings first, as a CSV file of this name without ending."""
    answer = HttpResponse(_BOM, content_type="text/csv; charset=utf-8")
    csv.writer(answer).writerows([_harmless(cell) for cell in row] for row in rows)
    return named(answer, f"{name}.csv")


def xlsx_answer(rows: Iterable[Sequence[object]], name: str) -> HttpResponse:
    """Return rows, their headings first, as an XLSX file of this name without ending."""
    sheet = Sheet(name, tuple(tuple(_value(cell) for cell in row) for row in rows))
    return named(HttpResponse(workbook([sheet]), content_type=_XLSX), f"{name}.xlsx")


def named(answer: HttpResponse, name: str) -> HttpResponse:
    """Let an answer be saved under a name, and be taken for nothing else than it is."""
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return "" if cell is None else cell


def _value(cell: object) -> Value:
    if isinstance(cell, float):
        return Decimal(str(cell))
    return cell if cell is None or isinstance(cell, (int, Decimal)) else str(cell)
