"""留痕 — appending to the hash-chained ledger, and proving that it is whole."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

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


def append(
    *,
    at: datetime,
    actor_id: int | None,
    action: str,
    subject_type: str,
    subject_id: int | None,
    agency_id: int | None,
    citation: str,
    detail: dict[str, Any],
    note: str,
    group: UUID,
) -> LedgerEntry:
    """Append one entry inside the caller's transaction; only `core.change` calls this."""
    head = hold()
    if note:
        detail = {**detail, "note_digest": digest_of(note)}
    entry = LedgerEntry(
        at=at,
        actor_id=actor_id,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        agency_id=agency_id,
        citation=citation,
        detail=detail,
        group=group,
        previous=head.digest,
    )
    entry.digest = _entry_digest(entry)
    entry.save(force_insert=True)
    if note:
        LedgerNote.objects.create(entry=entry, text=note)
    head.digest, head.entries = entry.digest, head.entries + 1
    head.save(update_fields=["digest", "entries"])
    return entry


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
