"""隐私筛查的取数 — the findings that each indicator of privacy counts."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import QuerySet

from gongkai.disclosure.measures import Measure, Organs, Period
from gongkai.screening.models import Finding, FindingState


def _at(rows: QuerySet[Finding], organs: Organs) -> QuerySet[Finding]:
    rows = rows if organs is None else rows.filter(version__document__agency_id__in=organs)
    return rows.select_related("version__document__agency")


def _settled(state: FindingState) -> Measure:
    """Findings that were settled in a way within the period, before anything of them was public."""

    def rows(period: Period, organs: Organs) -> QuerySet[Finding]:
        found = Finding.objects.filter(period.holds("settled_at"), state=state)
        return _at(found, organs).order_by("-settled_at", "-id")

    return rows


def _found_public(period: Period, organs: Organs) -> QuerySet[Finding]:
    """Findings that a sweep came upon for the first time within the period, in what was public."""
    found = Finding.objects.filter(period.holds("found_at"), sweeps__isnull=False).distinct()
    return _at(found, organs).order_by("-found_at", "-id")


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "privacy.masked": _settled(FindingState.MASKED),
        "privacy.removed": _settled(FindingState.REMOVED),
        "privacy.justified": _settled(FindingState.JUSTIFIED),
        "privacy.found_public": _found_public,
    }
)
"""By the keys of `rules.indicators`."""
