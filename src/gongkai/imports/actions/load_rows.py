"""载入 — rows of a table become drafts, many at a time; what is here already is left, or brought level."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import OuterRef, Subquery

from gongkai.agencies.policies import Actor
from gongkai.core import redirects
from gongkai.core.change import Change, changing
from gongkai.disclosure import content, index_numbers, policies
from gongkai.disclosure.models import Document, Version
from gongkai.imports.actions.access import batch_for
from gongkai.imports.actions.bring_level import bring_level, item_of
from gongkai.imports.actions.keep_files import keep_files
from gongkai.imports.actions.note_troubles import note_troubles
from gongkai.imports.bringing import Brings
from gongkai.imports.known import check_index_numbers, known_items
from gongkai.imports.models import Batch, Item
from gongkai.imports.rows import Incoming

ROWS_IN_A_PIECE = 500
_NOTHING = Brings()


def load_rows(
    batch_id: int,
    rows: Sequence[Incoming],
    *,
    actor: Actor,
    now: datetime,
    brings: Mapping[int, Brings] | None = None,
) -> Counter[str]:
    """载入一段 — return what became of these rows, which follow each other; those done before are passed over.

    All of the piece or nothing of it, with the place that the batch has reached: a load that is killed goes on
    there. `brings` are the files of a row, by its number. Raises Denied, Http404.
    """
    with changing(actor, now) as change:
        batch = batch_for(actor, batch_id)
        actor.require(policies.DRAFT, batch.agency)
        for organ in {row.agency for row in rows if row.agency is not None}:
            actor.require(policies.DRAFT, organ)
        rows = [row for row in rows if row.row > batch.cursor]
        done: Counter[str] = Counter()
        good = [row for row in rows if row.good]
        known = known_items(batch.origin, good)
        fresh = [row for row in good if row.old_id not in known]
        check_index_numbers(good, known)
        _create(fresh, batch, change, actor, brings or {}, done)
        for row in good:
            if row.old_id in known:
                done[
                    bring_level(
                        known[row.old_id], row, batch, change, actor.user_id, (brings or {}).get(row.row)
                    )
                ] += 1
        done["refused"] = sum(not row.good for row in rows)
        done["warnings"] = note_troubles(batch, rows)
        _move_on(batch, rows, done, change)
    return done


def _create(
    rows: Sequence[Incoming],
    batch: Batch,
    change: Change,
    actor: Actor,
    brings: Mapping[int, Brings],
    done: Counter[str],
) -> None:
    documents = Document.objects.bulk_create(
        Document(
            agency=row.agency,
            column=row.column,
            index_number=row.index_number or None,
            old_published_on=row.published_on,
            created_at=change.now,
        )
        for row in rows
    )
    versions = Version.objects.bulk_create(
        _version(row, document, actor, change.now) for row, document in zip(rows, documents, strict=True)
    )
    _let_work(documents)
    keep_files(
        {version: brings.get(row.row, _NOTHING) for version, row in zip(versions, rows, strict=True)},
        change.now,
    )
    made = _lead_on(rows, documents)
    Item.objects.bulk_create(
        item_of(row, batch, version, Item.Outcome.CREATED, row.old_path if row.old_path in made else "")
        for row, version in zip(rows, versions, strict=True)
    )
    change.record_many(
        "disclosure.create_draft",
        ((document, document.agency_id, {"version": 1, "batch": batch.pk}) for document in documents),
    )
    for document in documents:
        change.ask("index", document.pk)
    index_numbers.mind(row.index_number for row in rows)
    done["created"] = len(documents)
    done["redirects"] = len(made)


def _version(row: Incoming, document: Document, actor: Actor, now: datetime) -> Version:
    version = Version(
        document=document,
        number=1,
        author=actor.user,
        created_at=now,
        saved_at=now,
        evidence=row.evidence,
    )
    content.fill(version, row.values)
    return version


def _let_work(documents: Sequence[Document]) -> None:
    """Point new documents at their only version."""
    only = Version.objects.filter(document=OuterRef("pk")).values("pk")[:1]
    Document.objects.filter(pk__in=[document.pk for document in documents]).update(working=Subquery(only))


def _lead_on(rows: Sequence[Incoming], documents: Sequence[Document]) -> dict[str, str]:
    ways = {
        row.old_path: f"/documents/{document.pk}/"
        for row, document in zip(rows, documents, strict=True)
        if row.old_path
    }
    return redirects.lead_on_many(ways)


def _move_on(batch: Batch, rows: Sequence[Incoming], done: Counter[str], change: Change) -> None:
    counts = Counter(batch.counts)
    counts.update(done)
    batch.counts = dict(counts)
    if rows:
        batch.cursor = rows[-1].row
        batch.done += len(rows)
    batch.state = Batch.State.LOADING
    batch.save(update_fields=["counts", "cursor", "done", "state"])
    batch.organs.add(*{row.agency.pk for row in rows if row.good and row.agency})
    facts = {name: count for name, count in done.items() if count}
    change.record("imports.load_rows", batch, agency_id=batch.agency_id, upto=batch.cursor, counts=facts)
