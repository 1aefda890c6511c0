"""放下一段 — what a sweep came upon in some documents, how many it looked at, and where it stands.

A reading, no fact about anything that is published: it leaves no ledger entry.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.privacy.ruleset import RULESET
from gongkai.screening.actions.settle import facts_of_row
from gongkai.screening.models import Finding, FindingState, Part, Sweep, SweepFinding, SweepState, SweepUnit
from gongkai.screening.scanning import Found
from gongkai.screening.settling import Duty, Item
from gongkai.screening.sweep_pieces import Piece


@dataclass(frozen=True, slots=True)
class Come:
    """所遇 — something found in a version of a document."""

    document_id: int
    version_id: int
    found: Found


def begin(sweep_id: int, total: int, *, now: datetime) -> None:
    """开始清查 — so many documents are to be looked at."""
    Sweep.objects.filter(pk=sweep_id, state=SweepState.WAITING).update(
        state=SweepState.RUNNING, total=total, started_at=now
    )


def put_down(sweep_id: int, piece: Piece, come: Iterable[Come], *, now: datetime) -> bool:
    """放下一段 — return whether it was: a sweep that was stopped, or stands elsewhere by now, takes nothing.

    What somebody has already settled, and what that still settles under these rules, is not found again.
    """
    found = list(come)
    with transaction.atomic():
        sweep = (
            Sweep.objects.select_for_update()
            .filter(pk=sweep_id, state=SweepState.RUNNING, cursor=piece.after)
            .first()
        )
        if sweep is None:
            return False
        rows = _rows(found, now)
        SweepFinding.objects.bulk_create(
            SweepFinding(sweep=sweep, finding=row, document_id=document_id) for document_id, row in rows
        )
        _count(sweep, piece, found)
        sweep.cursor = piece.last
        sweep.done += len(piece.agencies)
        sweep.save(update_fields=["cursor", "done"])
    return True


def _rows(come: list[Come], now: datetime) -> list[tuple[int, Finding]]:
    """Return the rows of what is open, each with its document: those that are there, and new ones."""
    there = {
        (row.version_id, row.key): row
        for row in Finding.objects.filter(version_id__in={each.version_id for each in come})
    }
    old: list[tuple[int, Finding]] = []
    new: list[tuple[int, Finding]] = []
    for each in come:
        row = there.get((each.version_id, each.found.key))
        if row is None:
            facts = facts_of_row(each.found)
            new.append(
                (
                    each.document_id,
                    Finding(version_id=each.version_id, key=each.found.key, found_at=now, **facts),
                )
            )
        elif Item(each.found, row).duty is not Duty.NOTHING:
            old.append((each.document_id, _opened(row, each.found)))
    Finding.objects.bulk_create([row for _, row in new])
    return [*old, *new]


def _opened(row: Finding, found: Found) -> Finding:
    """Bring a row level with what the rules of today say; what does not settle it under these is past."""
    if row.ruleset != RULESET or row.state != FindingState.OPEN:
        for name, value in facts_of_row(found).items():
            setattr(row, name, value)
        row.state, row.settled_at, row.settled_by, row.words = FindingState.OPEN, None, None, ""
        row.save()
    return row


def _count(sweep: Sweep, piece: Piece, come: list[Come]) -> None:
    """Add what was looked at to each organ's count."""
    documents = Counter(piece.agencies.values())
    files = Counter(piece.agencies[one.document_id] for one in piece.files)
    broken = {
        (one.document_id, one.found.file)
        for one in come
        if not one.found.kind and one.found.part == Part.FILE
    }
    unread = Counter(piece.agencies[document_id] for document_id, _ in broken)
    there = {unit.agency_id: unit for unit in SweepUnit.objects.filter(sweep=sweep, agency_id__in=documents)}
    units = [there.get(agency_id) or SweepUnit(sweep=sweep, agency_id=agency_id) for agency_id in documents]
    for unit in units:
        unit.documents += documents[unit.agency_id]
        unit.files += files[unit.agency_id]
        unit.unread += unread[unit.agency_id]
    SweepUnit.objects.bulk_create([unit for unit in units if unit.agency_id not in there])
    SweepUnit.objects.bulk_update(there.values(), ["documents", "files", "unread"])
