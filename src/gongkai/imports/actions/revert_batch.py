"""整批撤销 — what a batch brought in is undone, a piece at a time: drafts given up, published documents withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime

from gongkai.agencies.policies import Actor
from gongkai.core import redirects
from gongkai.core.change import Change, changing
from gongkai.core.pages import LISTS, document_tag
from gongkai.disclosure import content, policies
from gongkai.disclosure.counts import recount
from gongkai.disclosure.models import Document, Version
from gongkai.imports.actions.access import batch_for
from gongkai.imports.actions.pieces import look_ahead, move_on, next_items, version_of
from gongkai.imports.models import Item
from gongkai.imports.queries import to_revert
from gongkai.rules.disclosure import PROCESS, DocumentStatus, VersionState

_DATES = ("formed_on", "in_force_from", "in_force_until")
_TERMS = ("subject", "genre", "audience", "theme")


def revert_batch(batch_id: int, *, actor: Actor, now: datetime, reason: str) -> int:
    """撤销一段 — return how many were looked at, 0 when the batch is through.

    A draft is discarded, an updated draft gets back what it said before, a published document is withdrawn with
    the reason where the actor may withdraw; old addresses lead nowhere again. What is under review, or has been
    revised since, stays with the reason noted.
    """
    if not look_ahead(batch_id, to_revert, actor, policies.DRAFT):
        return 0
    with changing(actor, now) as change:
        batch = batch_for(actor, batch_id)
        items = next_items(to_revert(batch, actor), batch)
        drafts, updated, published, stay = _sorted(items, actor)
        _discard(drafts, change)
        for item in updated:
            _put_back(item, change)
        _withdraw(published, change, now, reason)
        gone = [*drafts, *updated, *published]
        ways = {item.old_path: f"/documents/{item.document_id}/" for item in gone if item.old_path}
        counts = batch.counts
        batch.counts = {
            **counts,
            "discarded": counts.get("discarded", 0) + len(drafts),
            "withdrawn": counts.get("withdrawn", 0) + len(published),
            "restored": counts.get("restored", 0) + len(updated),
            "redirects_back": counts.get("redirects_back", 0) + redirects.take_back(ways),
        }
        move_on(batch, items, gone, stay, change, "reverted")
    return len(items)


def _sorted(items: Sequence[Item], actor: Actor) -> tuple[list[Item], list[Item], list[Item], list[Item]]:
    """Return the drafts, the updated drafts, the published ones, and those that stay with the reason noted."""
    drafts: list[Item] = []
    updated: list[Item] = []
    published: list[Item] = []
    stay: list[Item] = []
    for item in items:
        version = version_of(item)
        document = version.document
        if document.working_id == version.pk and version.state == VersionState.DRAFT:
            (updated if item.outcome == Item.Outcome.UPDATED else drafts).append(item)
            continue
        item.note = _why_it_stays(item, version, actor)
        (stay if item.note else published).append(item)
    return drafts, updated, published, stay


def _why_it_stays(item: Item, version: Version, actor: Actor) -> str:
    document = version.document
    if document.working_id == version.pk:
        return "正在审查或待签发，请先退回"
    if document.status != DocumentStatus.PUBLISHED or document.public_id != version.pk:
        return "已作废、已撤回或者后来又修订过，没有改动"
    if item.outcome == Item.Outcome.REVISED:
        return "新的版本已经公开，请按修订办理"
    return actor.may(policies.WITHDRAW, document.agency).reason


def _discard(items: Sequence[Item], change: Change) -> None:
    """Give up drafts; a number or an address of the old system is free again."""
    versions = [version_of(item) for item in items]
    Version.objects.filter(pk__in=[version.pk for version in versions]).update(
        state=PROCESS.after(VersionState.DRAFT, "discard")
    )
    ids = [version.document_id for version in versions]
    Document.objects.filter(pk__in=ids).update(working=None)
    Document.objects.filter(pk__in=ids, status=DocumentStatus.UNPUBLISHED).update(index_number=None)
    _make_past(items)
    _tell("disclosure.discard", versions, change)


def _make_past(items: Sequence[Item]) -> None:
    """Let the items before these speak for their documents again."""
    Item.objects.filter(pk__in=[item.pk for item in items]).update(current=False)
    before = [item.previous_id for item in items if item.previous_id]
    Item.objects.filter(pk__in=before).update(current=True)


def _put_back(item: Item, change: Change) -> None:
    """Give an updated draft back what it said before."""
    version = version_of(item)
    before = dict(item.detail.get("before", {}))
    column, old_day = before.pop("column", None), before.pop("old_published_on", None)
    for name in _DATES:
        before[name] = date.fromisoformat(before[name]) if before.get(name) else None
    for name in _TERMS:
        setattr(version, f"{name}_id", before.pop(name, None))
    content.fill(version, before)
    version.revision += 1
    version.saved_at = change.now
    version.save()
    version.document.column_id = column
    version.document.old_published_on = date.fromisoformat(old_day) if old_day else None
    version.document.save(update_fields=["column", "old_published_on"])
    _make_past([item])
    if item.previous is not None:
        Item.objects.filter(pk=item.previous.pk).update(revision=version.revision)
    _tell("disclosure.save_draft", [version], change)


def _withdraw(items: Sequence[Item], change: Change, now: datetime, reason: str) -> None:
    """Take published documents from the public; each keeps its number and address, which show the reason."""
    versions = [version_of(item) for item in items]
    Version.objects.filter(pk__in=[version.pk for version in versions]).update(
        state=PROCESS.after(VersionState.PUBLISHED, "supersede"), withdrawn_at=now
    )
    for was_open in (True, False):
        ids = [v.document_id for v in versions if v.document.open_to_public is was_open]
        Document.objects.filter(pk__in=ids).update(
            public=None,
            status=DocumentStatus.WITHDRAWN,
            open_to_public=False,
            withdrawn_from_public=was_open,
            withdrawn_at=now,
            withdrawal_reason=reason,
        )
    # The identifier still means this document: brought in again, it becomes its next version.
    Item.objects.filter(pk__in=[item.pk for item in items]).update(digest="")
    recount(*(version.document.column_id for version in versions))
    change.touch(LISTS, *(document_tag(version.document_id) for version in versions))
    _tell("disclosure.withdraw", versions, change, note=reason)


def _tell(action: str, versions: Sequence[Version], change: Change, note: str = "") -> None:
    change.record_many(
        action,
        ((version.document, version.document.agency_id, {"version": version.number}) for version in versions),
        note=note,
    )
    for version in versions:
        change.ask("index", version.document_id)
