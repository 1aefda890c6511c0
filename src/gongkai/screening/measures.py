"""隐私筛查的取数 — the findings that each indicator of privacy counts."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from gongkai.core.measures import By, Measure, Organs, Period, Rows
from gongkai.disclosure.measures import ORGANS
from gongkai.disclosure.models import Version
from gongkai.screening.models import Finding, FindingState, SweepFinding, SweepUnit


def _at(rows: QuerySet[Finding], organs: Organs) -> QuerySet[Finding]:
    # The findings of the period are looked up, not every document of the organs.
    theirs = Version.objects.filter(pk=OuterRef("version_id"), document__agency_id__in=organs or ())
    rows = rows if organs is None else rows.filter(Exists(theirs))
    return rows.select_related("version__document__agency")


def _settled(state: FindingState) -> Rows:
    """Findings that were settled in a way within the period, before anything of them was public."""

    def rows(period: Period, organs: Organs) -> QuerySet[Finding]:
        found = Finding.objects.filter(period.holds("settled_at"), state=state)
        return _at(found, organs).order_by("-settled_at", "-id")

    return rows


def _found_public(period: Period, organs: Organs) -> QuerySet[Finding]:
    """Findings that a sweep came upon for the first time within the period, in what was public."""
    come_upon = SweepFinding.objects.order_by().values("finding")
    found = Finding.objects.filter(period.holds("found_at"), pk__in=come_upon)
    return _at(found, organs).order_by("-found_at", "-id")


def _swept(period: Period, organs: Organs) -> QuerySet[SweepUnit]:
    """What sweeps that began within the period have looked through, organ by organ."""
    rows = SweepUnit.objects.filter(period.holds("sweep__started_at")).select_related("sweep", "agency")
    rows = rows if organs is None else rows.filter(agency_id__in=organs)
    return rows.order_by("-sweep__started_at", "agency__position", "agency_id")


def _withdrawn_for(period: Period, organs: Organs) -> QuerySet[Version]:
    """Versions that were withdrawn within the period after a sweep came upon something in their document."""
    rows = Version.objects.filter(period.holds("withdrawn_at"), document__in=_documents_come_upon())
    return (
        _of(rows, organs).filter(_come_upon("document_id", "withdrawn_at")).order_by("-withdrawn_at", "-id")
    )


def _put_right(period: Period, organs: Organs) -> QuerySet[Version]:
    """Versions that were published within the period in the place of one that was withdrawn for a sweep."""
    before = Version.objects.filter(
        document_id=OuterRef("document_id"), number__lt=OuterRef("number"), published_at__isnull=False
    ).order_by("-number")
    rows = Version.objects.filter(period.holds("published_at"), document__in=_documents_come_upon())
    rows = rows.annotate(gone_at=Subquery(before.values("withdrawn_at")[:1])).filter(gone_at__isnull=False)
    return _of(rows, organs).filter(_come_upon("document_id", "gone_at")).order_by("-published_at", "-id")


def _documents_come_upon() -> QuerySet[SweepFinding, Any]:
    """The few documents in which sweeps came upon something, so that not every version is looked at."""
    return SweepFinding.objects.order_by().values("document")


def _come_upon(document: str, until: str) -> Exists:
    """Whether a sweep that was asked for before a moment came upon something in a document."""
    return Exists(
        SweepFinding.objects.filter(document_id=OuterRef(document), sweep__asked_at__lte=OuterRef(until))
    )


def _of(rows: QuerySet[Version], organs: Organs) -> QuerySet[Version]:
    rows = rows if organs is None else rows.filter(document__agency_id__in=organs)
    return rows.select_related("document__agency").defer("body_html", "body_text", "evidence")


_VERSION = "version__document__agency"
_FINDING: Mapping[str, By] = {
    "organ": f"{_VERSION}__code",
    "organ_kind": f"{_VERSION}__kind",
    "organ_level": f"{_VERSION}__level",
    "data": "kind",
    "certainty": "certainty",
}
_OF_DOCUMENT: Mapping[str, By] = {name: f"document__{lookup}" for name, lookup in ORGANS.items()}


_measured = partial(Measure, rooms=("agencies", "catalogue", "disclosure", "screening"))


def _before(state: FindingState) -> Measure:
    return _measured(_settled(state), _FINDING, organ=f"{_VERSION}_id", moment="settled_at")


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "privacy.masked": _before(FindingState.MASKED),
        "privacy.removed": _before(FindingState.REMOVED),
        "privacy.justified": _before(FindingState.JUSTIFIED),
        "privacy.found_public": _measured(_found_public, _FINDING, organ=f"{_VERSION}_id", moment="found_at"),
        "privacy.swept": _measured(
            _swept, ORGANS, amount="documents", moment="sweep__started_at", summed=True
        ),
        "privacy.withdrawn_for": _measured(
            _withdrawn_for, _OF_DOCUMENT, organ="document__agency_id", moment="withdrawn_at"
        ),
        "privacy.put_right": _measured(
            _put_right, _OF_DOCUMENT, organ="document__agency_id", moment="published_at"
        ),
    }
)
"""By the keys of `rules.indicators`."""
