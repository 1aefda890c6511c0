"""核对报告 — what a batch brought in, by organ, year and column, what it left out and why, and what may be twice."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db.models import Count, F, Min
from django.db.models.functions import Coalesce, ExtractYear

from gongkai.imports.models import Batch, Item, RowProblem
from gongkai.typesetting.delimited import csv_lines

MOST_LISTED = 200
TWIN_WORDS = "请核对是否重复"
"""What every warning of a twin ends in (see `imports.twins`)."""


def report_of(batch: Batch) -> dict[str, Any]:
    """Return the check report of a batch, as the page shows it and `--json` prints it."""
    items = Item.objects.filter(batch=batch, document__isnull=False)
    return {
        "batch": batch.pk,
        "file": batch.file_name,
        "origin": batch.origin,
        "state": batch.state,
        "rows": batch.total,
        "counts": dict(batch.counts),
        "by_organ": _counted(items, "document__agency__name"),
        "by_year": _by_year(items),
        "by_column": _counted(items, "document__column__name"),
        "by_stage": _counted(items.filter(current=True), "version__state"),
        "left_out": _reasons(batch, RowProblem.Weight.ERROR),
        "warned": _reasons(batch, RowProblem.Weight.WARNING),
        "twins": _rows(batch, message__contains=TWIN_WORDS),
        "held": [
            {"row": item.row, "document": item.document_id, "reason": item.note}
            for item in items.exclude(note="").order_by("row")[:MOST_LISTED]
        ],
    }


def _counted(items: Any, field: str) -> list[dict[str, Any]]:
    """Return how many items there are of each value, most first."""
    rows = items.order_by().values(value=F(field)).annotate(count=Count("pk")).order_by("-count", "value")
    return [{"name": row["value"] or "", "count": row["count"]} for row in rows]


def _by_year(items: Any) -> list[dict[str, Any]]:
    """Count by the year of formation, else of publication in the old system."""
    rows = (
        items.order_by()
        .annotate(value=ExtractYear(Coalesce("version__formed_on", "published_on")))
        .values("value")
        .annotate(count=Count("pk"))
        .order_by("value")
    )
    return [{"name": str(row["value"] or ""), "count": row["count"]} for row in rows]


def _reasons(batch: Batch, weight: RowProblem.Weight) -> list[dict[str, Any]]:
    """Return what is wrong with rows: each reason with its column, how many rows, and the first of them."""
    rows = (
        RowProblem.objects.filter(batch=batch, weight=weight)
        .order_by()
        .values("column", "message")
        .annotate(count=Count("row", distinct=True), first=Min("row"))
        .order_by("-count", "first")
    )
    return [
        {"column": r["column"], "reason": r["message"], "rows": r["count"], "first_row": r["first"]}
        for r in rows[:MOST_LISTED]
    ]


def _rows(batch: Batch, **which: str) -> list[dict[str, Any]]:
    problems = RowProblem.objects.filter(batch=batch, **which).order_by("row", "pk")[:MOST_LISTED]
    return [{"row": p.row, "value": p.value, "message": p.message} for p in problems]


COLUMNS = ("row", "column", "value", "weight", "message")


def problem_lines(problems: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """Return a CSV file of problems (row, column, value, weight, message) line by line, as spreadsheets read it."""
    weights = dict(RowProblem.Weight.choices)
    rows = ((*place, str(weights[weight]), message) for *place, weight, message in problems)
    return csv_lines(chain([("行号", "列", "原值", "轻重", "问题")], rows))


def problems_of(batch: Batch) -> Iterator[tuple[Any, ...]]:
    """Yield the problems of a batch as rows of that file, in the order of the table."""
    return RowProblem.objects.filter(batch=batch).order_by("row", "pk").values_list(*COLUMNS).iterator()
