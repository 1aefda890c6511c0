"""一段 — a piece of a batch on its way: what is taken, what stays behind, and how far it has come."""

from collections.abc import Callable, Sequence

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from gongkai.agencies.policies import Actor
from gongkai.core.change import Change
from gongkai.core.permissions import Permission
from gongkai.disclosure import gates
from gongkai.disclosure.models import Attachment, Version
from gongkai.imports.models import Batch, Item
from gongkai.imports.queries import batches_for
from gongkai.rules.process import RuleViolation

ITEMS_IN_A_PIECE = 300
Waiting = Callable[[Batch, Actor], QuerySet[Item]]


def next_items(items: QuerySet[Item], batch: Batch) -> list[Item]:
    """Return the next items after the place that the batch has reached, with all that their versions say."""
    attachments = Prefetch("version__attachments", Attachment.objects.order_by("position", "id"))
    return list(items.filter(row__gt=batch.cursor).prefetch_related(attachments)[:ITEMS_IN_A_PIECE])


def look_ahead(batch_id: int, waiting: Waiting, actor: Actor, wanted: Permission) -> bool:
    """Let every gate read the next items, which may take long, before anything is locked; whether there are any.

    Raises Http404 where the actor may not see the batch, Denied where this is nothing for them.
    """
    batch = batches_for(actor).filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    actor.require(wanted)
    ahead = waiting(batch, actor).filter(row__gt=batch.cursor).values_list("version_id", flat=True)
    ids = [version_id for version_id in ahead[:ITEMS_IN_A_PIECE] if version_id is not None]
    gates.prepare(*ids)
    return bool(ids)


def version_of(item: Item) -> Version:
    """Return an item's version with the document that was fetched with it."""
    version, document = item.version, item.document
    assert version is not None
    assert document is not None
    version.document = document
    return version


def parted(
    items: Sequence[Item], check: Callable[[Version], None]
) -> tuple[list[Version], list[Item], list[Item]]:
    """Return the versions that may go on, their items, and the items that stay behind with the reason noted.

    What `check` lets pass is what the gates are asked of.
    """
    for item in items:
        item.note = _refused(version_of(item), check)
    fit = [item for item in items if not item.note]
    for item, stopping in zip(fit, gates.stopping_each([*map(version_of, fit)]), strict=True):
        item.note = stopping[:500]
    gone = [item for item in fit if not item.note]
    return [*map(version_of, gone)], gone, [item for item in items if item.note]


def _refused(version: Version, check: Callable[[Version], None]) -> str:
    """Return why a check refuses a version, "" where it does not."""
    try:
        check(version)
    except RuleViolation as violation:
        return str(violation)[:500]
    return ""


def move_on(
    batch: Batch, items: Sequence[Item], gone: Sequence[Item], held: Sequence[Item], change: Change, done: str
) -> None:
    """Keep how far a batch has come, how many went on under the name `done`, and why others stay behind."""
    Item.objects.bulk_update(held, ["note"])
    Item.objects.filter(pk__in=[item.pk for item in gone]).exclude(note="").update(note="")
    counts = batch.counts
    batch.counts = {
        **counts,
        done: counts.get(done, 0) + len(gone),
        "held": counts.get("held", 0) + len(held),
    }
    batch.cursor = max((item.row for item in items), default=batch.cursor)
    batch.done += len(items)
    batch.save(update_fields=["counts", "cursor", "done"])
    facts = {done: len(gone), "held": len(held)}
    change.record("imports.move_on", batch, agency_id=batch.agency_id, upto=batch.cursor, counts=facts)
