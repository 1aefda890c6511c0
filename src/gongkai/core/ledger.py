"""留痕 — appending to the hash-chained ledger, and proving that it is whole."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models

from gongkai.core.models import LedgerEntry, LedgerHead, LedgerNote


def digest_of(text: str) -> str:
    """Return the SHA-256 digest of a text, as it stands in the ledger instead of the text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _entry_digest(entry: LedgerEntry) -> str:
    facts = [
        entry.previous,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor_id,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        entry.agency_id,
        entry.citation,
        entry.detail,
        str(entry.group),
    ]
    return digest_of(json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def hold() -> LedgerHead:
    """Lock the head of the chain until the caller's transaction ends, and return it."""
    head, _ = LedgerHead.objects.select_for_update().get_or_create(pk=1)
    return head


@dataclass(frozen=True, slots=True)
class Line:
    """一条留痕 — what one entry says: of what, at which organ, with which references, and a person's words."""

    action: str
    subject_type: str
    subject_id: int | None
    agency_id: int | None
    citation: str
    detail: dict[str, Any]
    note: str = ""


class ChainMoved(Exception):
    """留痕的链头变了 — the head that a change holds is no longer the stored one; nothing may be appended to it."""


def append(
    head: LedgerHead, lines: Sequence[Line], *, at: datetime, actor_id: int | None, group: UUID
) -> list[LedgerEntry]:
    """Append entries in their order, chained one to the next, to the head that the caller's transaction holds.

    Only `core.change` calls this. Raises ChainMoved when what was appended to this head has been rolled back since.
    """
    before, entries = head.digest, []
    for line in lines:
        entry = LedgerEntry(
            at=at,
            actor_id=actor_id,
            action=line.action,
            subject_type=line.subject_type,
            subject_id=line.subject_id,
            agency_id=line.agency_id,
            citation=line.citation,
            detail={**line.detail, "note_digest": digest_of(line.note)} if line.note else line.detail,
            group=group,
            previous=head.digest,
        )
        entry.digest = head.digest = _entry_digest(entry)
        entries.append(entry)
    # Rows of one statement are numbered in its order, and the order of numbers is the order of the chain.
    LedgerEntry.objects.bulk_create(entries)
    LedgerNote.objects.bulk_create(
        LedgerNote(entry=entry, text=line.note)
        for entry, line in zip(entries, lines, strict=True)
        if line.note
    )
    head.entries += len(entries)
    stored = LedgerHead.objects.filter(pk=head.pk, digest=before)
    if not stored.update(digest=head.digest, entries=head.entries):
        raise ChainMoved
    return entries


def forget_notes(subject: models.Model, tells: Callable[[str], bool]) -> None:
    """Erase those notes of entries about a thing that tell of a person; the entries and their chain stay as they are.

    Called inside the change that anonymises the thing.
    """
    about = LedgerNote.objects.filter(
        entry__subject_type=subject._meta.model_name, entry__subject_id=subject.pk
    ).exclude(text="")
    LedgerNote.objects.filter(pk__in=[note.pk for note in about if tells(note.text)]).update(text="")


def breaks() -> Iterator[str]:
    """Yield a sentence for each place where the chain, its notes or its head do not fit."""
    previous, count = "", 0
    for entry in LedgerEntry.objects.select_related("note").order_by("id").iterator(chunk_size=2000):
        count += 1
        if entry.previous != previous:
            yield f"留痕第 {entry.id} 条与上一条不相接"
        if entry.digest != _entry_digest(entry):
            yield f"留痕第 {entry.id} 条的内容与摘要不符"
        note = getattr(entry, "note", None)
        if note and note.text and digest_of(note.text) != entry.detail.get("note_digest"):
            yield f"留痕第 {entry.id} 条的附言与摘要不符"
        previous = entry.digest
    head = LedgerHead.objects.filter(pk=1).first()
    if (head.digest, head.entries) != (previous, count) if head else count:
        yield "留痕的链头与最后一条不符"
