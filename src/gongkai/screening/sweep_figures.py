"""清查的数 — what a sweep came upon, what became of it since, by organ and by kind; read, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.disclosure.models import Version
from gongkai.rules.privacy import Certainty, Kind
from gongkai.screening import policies
from gongkai.screening.models import FindingState, Sweep, SweepFinding, SweepUnit
from gongkai.screening.shown import label_of

# Annotated rows: types know nothing of what a query adds.
Annotated = QuerySet[Any]


class Standing(models.TextChoices):
    """去向 — what became of something that a sweep came upon."""

    PUBLIC = "public", _("还公开着")
    SETTLED = "settled", _("看过，保留公开")
    WITHDRAWN = "withdrawn", _("已撤回")
    PUT_RIGHT = "put_right", _("改好重新公开")


_SURENESS = Case(
    *(When(finding__certainty=sure.value, then=Value(place)) for place, sure in enumerate(Certainty)),
    default=Value(len(Certainty)),
    output_field=models.IntegerField(),
)


def findings_of(sweep: Sweep, actor: Actor) -> Annotated:
    """Return what a sweep came upon at an actor's organs, each with its `standing`."""
    gone = Version.objects.filter(document_id=OuterRef("document_id"), withdrawn_at__gte=sweep.asked_at)
    found: Annotated = SweepFinding.objects.filter(
        sweep=sweep, document__agency__in=agencies_for(actor, policies.SEE_SWEEPS)
    ).annotate(
        gone=Exists(gone),
        standing=Case(
            When(Q(gone=True, document__open_to_public=True), then=Value(Standing.PUT_RIGHT.value)),
            When(Q(gone=True), then=Value(Standing.WITHDRAWN.value)),
            When(finding__state=FindingState.OPEN, then=Value(Standing.PUBLIC.value)),
            default=Value(Standing.SETTLED.value),
            output_field=models.CharField(),
        ),
    )
    return found


def in_order(found: Annotated) -> Annotated:
    """Return findings by organ, document and certainty, with what a list shows of them."""
    shown: Annotated = found.select_related("document__agency", "finding__version", "finding__attachment")
    shown = shown.defer(
        "finding__version__body_html", "finding__version__body_text", "finding__version__evidence"
    )
    shown = shown.annotate(sureness=_SURENESS).order_by(
        "document__agency__position", "document__agency_id", "document_id", "sureness", "finding_id"
    )
    return shown


@dataclass(slots=True)
class Row:
    """一行 — the figures of an organ, or of all: documents and files looked at, documents found and what became."""

    agency: Agency | None
    documents: int = 0
    files: int = 0
    unread: int = 0
    places: int = 0
    found: int = 0
    public: int = 0
    withdrawn: int = 0
    put_right: int = 0

    @property
    def numbers(self) -> tuple[int, ...]:
        """The figures in the order of the report."""
        return (
            self.documents,
            self.files,
            self.unread,
            self.found,
            self.places,
            self.withdrawn,
            self.put_right,
            self.public,
        )


@dataclass(frozen=True, slots=True)
class KindRow:
    """一种 — how many of a kind were found, in how many documents, and in how many that are still public."""

    kind: str
    label: str
    places: int
    documents: int
    public: int


@dataclass(frozen=True, slots=True)
class Figures:
    """清查的数 — by organ, in all, and by kind."""

    organs: list[Row]
    all: Row
    kinds: list[KindRow]


def figures_of(sweep: Sweep, actor: Actor) -> Figures:
    """Return the figures of a sweep for the organs of which an actor sees sweeps."""
    found = findings_of(sweep, actor).order_by()
    rows = _looked_at(sweep, actor)
    for agency_id, documents, places in _counted(found):
        rows[agency_id].found, rows[agency_id].places = documents, places
    for agency_id, standing, documents in (
        found.values("document__agency_id", "standing")
        .annotate(documents=Count("document_id", distinct=True))
        .values_list("document__agency_id", "standing", "documents")
    ):
        _add(rows[agency_id], standing, documents)
    organs = list(rows.values())
    return Figures(organs, _sum(organs), _kinds(found))


def _looked_at(sweep: Sweep, actor: Actor) -> dict[int, Row]:
    units = SweepUnit.objects.filter(sweep=sweep, agency__in=agencies_for(actor, policies.SEE_SWEEPS))
    return {
        unit.agency_id: Row(unit.agency, unit.documents, unit.files, unit.unread)
        for unit in units.select_related("agency").order_by("agency__position", "agency_id")
    }


def _counted(found: Annotated) -> Iterable[tuple[int, int, int]]:
    rows: Annotated = found.values("document__agency_id").annotate(
        documents=Count("document_id", distinct=True), places=Count("pk")
    )
    counted: Annotated = rows.values_list("document__agency_id", "documents", "places")
    return counted


def _add(row: Row, standing: str, documents: int) -> None:
    if standing == Standing.PUBLIC:
        row.public = documents
    elif standing == Standing.PUT_RIGHT:
        row.put_right = documents
        row.withdrawn += documents
    elif standing == Standing.WITHDRAWN:
        row.withdrawn += documents


def _sum(rows: list[Row]) -> Row:
    total = Row(None)
    for row in rows:
        for name in ("documents", "files", "unread", "places", "found", "public", "withdrawn", "put_right"):
            setattr(total, name, getattr(total, name) + getattr(row, name))
    return total


def _kinds(found: Annotated) -> list[KindRow]:
    public = Count("document_id", distinct=True, filter=Q(standing=Standing.PUBLIC))
    rows: Any = (
        found.values("finding__kind")
        .annotate(places=Count("pk"), documents=Count("document_id", distinct=True), still=public)
        .values_list("finding__kind", "places", "documents", "still")
    )
    order = ["", *Kind]
    return [
        KindRow(kind, label_of(kind), places, documents, still)
        for kind, places, documents, still in sorted(rows, key=lambda row: order.index(row[0]))
    ]
