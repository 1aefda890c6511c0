"""资料库的列表 — narrowing kept reports to an organ's name and a year."""

from collections.abc import Mapping

from django.db.models import QuerySet

from gongkai.reporting.models import LibraryReport

_NAME_MOST = 100


def filtered(reports: QuerySet[LibraryReport], asked: Mapping[str, str]) -> QuerySet[LibraryReport]:
    """Return the reports that a page asks for: `q` is part of an organ's name, `year` a year."""
    if words := asked.get("q", "").strip()[:_NAME_MOST]:
        reports = reports.filter(organ__icontains=words)
    year = asked.get("year", "")
    if year.isdecimal() and len(year) == 4:
        reports = reports.filter(year=int(year))
    return reports.order_by("-year", "organ", "-pk")
