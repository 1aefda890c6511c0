"""建批次 — a table is taken in, its header known again where it was seen before; nothing is loaded yet."""

import hashlib
from datetime import datetime
from pathlib import Path

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core import files
from gongkai.core.change import changing
from gongkai.disclosure import policies
from gongkai.imports.headers import signature
from gongkai.imports.layout import Layout
from gongkai.imports.models import Batch, Mapping
from gongkai.imports.tables import opened


def open_batch(
    path: Path,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    agency: Agency,
    layout: Layout | None = None,
    keep: bool = False,
    beside: bytes = b"",
) -> Batch:
    """建一个批次 — return it, with a layout: the one given, else as it was remembered, else as guessed.

    With `keep` the table (and the zip with files beside it) is stored, so that the worker can load it; without, it
    is read where it lies. Raises Denied, FileRefused for what is no table, FileNotKept.
    """
    actor.require(policies.DRAFT, agency)
    with opened(path, name) as table:
        header = table.header
    layout = layout or remembered(agency, header) or Layout.guessed(header)
    digest = digest_of(path)
    stored = files.keep(path.read_bytes(), media_type="application/octet-stream", now=now) if keep else None
    zipped = files.keep(beside, media_type="application/zip", now=now) if beside else None
    with changing(actor, now) as change:
        batch = Batch.objects.create(
            kind=Batch.Kind.TABLE,
            agency=agency,
            origin=layout.origin,
            file=stored,
            file_name=name[:200],
            file_digest=digest,
            beside=zipped,
            mapping=layout.facts(),
            made_by=actor.user,
            made_at=now,
        )
        batch.organs.add(agency)
        change.record("imports.open_batch", batch, agency_id=agency.pk, file=digest)
    return batch


def remembered(agency: Agency, header: tuple[str, ...]) -> Layout | None:
    """Return the layout that an organ settled for a table with this header before, or None."""
    known = Mapping.objects.filter(agency=agency, signature=signature(header)).first()
    return Layout.from_facts(known.columns, header) if known else None


def digest_of(path: Path) -> str:
    """Return the SHA-256 digest by which a table is known again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
