"""跟上原系统 — a row that was brought in before and has changed since, within the change that is open."""

from datetime import date
from typing import Any

from gongkai.core.change import Change
from gongkai.disclosure import content
from gongkai.disclosure.actions.revise import copy_of
from gongkai.disclosure.models import Document, Version
from gongkai.imports.actions.keep_files import keep_files
from gongkai.imports.bringing import Brings
from gongkai.imports.models import Batch, Item
from gongkai.imports.rows import Incoming, Trouble
from gongkai.rules.disclosure import DocumentStatus, VersionState

_CHANGED = "原系统的内容有改动，按原系统更新"


def bring_level(
    item: Item, row: Incoming, batch: Batch, change: Change, author_id: int | None, brings: Brings | None
) -> str:
    """Bring a document level with its row; return what became of it: unchanged, updated, revised or kept.

    A draft that nobody has touched is updated, a published or withdrawn document gets a new draft version; what an
    officer has changed or sent on stays as it is, with a warning.
    """
    if item.digest == row.digest:
        return "unchanged"
    document: Document | None = item.document
    if document is None or (row.agency is not None and row.agency.pk != document.agency_id):
        return _kept(row, "发布机构与上次导入的不同，没有改动")
    working = document.working
    if working is None:
        return _revise(item, row, batch, change, author_id, brings, document)
    if working.state != VersionState.DRAFT:
        return _kept(row, "这件信息正在办理，没有改动")
    if item.version_id != working.pk or item.revision != working.revision:
        return _kept(row, "稿件已由工作人员改过，没有改动")
    return _update(item, row, batch, change, document, working, brings)


def _kept(row: Incoming, words: str) -> str:
    row.troubles.append(Trouble("", row.old_id[:60], words, "warning"))
    return "kept"


def _update(
    item: Item,
    row: Incoming,
    batch: Batch,
    change: Change,
    document: Document,
    draft: Version,
    brings: Brings | None,
) -> str:
    before = {name: _plain(getattr(draft, name)) for name in row.values}
    draft.evidence = row.evidence
    content.fill(draft, row.values)
    draft.revision += 1
    draft.saved_at = change.now
    draft.save()
    if brings and brings.files:
        draft.attachments.all().delete()
        keep_files({draft: brings}, change.now)
    before |= {"column": document.column_id, "old_published_on": _plain(document.old_published_on)}
    document.column, document.old_published_on = row.column, row.published_on
    document.save(update_fields=["column", "old_published_on"])
    _go_past(item, row, batch, draft, Item.Outcome.UPDATED, {"before": before})
    change.record(
        "disclosure.save_draft",
        document,
        agency_id=document.agency_id,
        version=draft.number,
        revision=draft.revision,
        batch=batch.pk,
    )
    change.ask("index", document.pk)
    return "updated"


def _revise(
    item: Item,
    row: Incoming,
    batch: Batch,
    change: Change,
    author_id: int | None,
    brings: Brings | None,
    document: Document,
) -> str:
    last = (
        document.public or document.versions.exclude(state=VersionState.DISCARDED).order_by("-number").first()
    )
    if last is None or document.status == DocumentStatus.UNPUBLISHED:
        return _kept(row, "稿件已作废，没有重新导入")
    version = copy_of(last, author_id=author_id, now=change.now)
    version.evidence = row.evidence
    content.fill(version, {**row.values, "change_note": _CHANGED})
    version.save()
    if brings and brings.files:
        version.attachments.all().delete()
        keep_files({version: brings}, change.now)
    document.working = version
    document.save(update_fields=["working"])
    _go_past(item, row, batch, version, Item.Outcome.REVISED, {})
    change.record(
        "disclosure.revise", document, agency_id=document.agency_id, version=version.number, batch=batch.pk
    )
    change.ask("index", document.pk)
    return "revised"


def _go_past(
    item: Item, row: Incoming, batch: Batch, version: Version, outcome: Item.Outcome, detail: dict[str, Any]
) -> None:
    """Let the new item speak for the document instead of the one before."""
    item.current = False
    item.save(update_fields=["current"])
    after = item_of(row, batch, version, outcome)
    after.previous, after.detail = item, detail
    after.save()


def item_of(row: Incoming, batch: Batch, version: Version, outcome: Item.Outcome, old_path: str = "") -> Item:
    """Return the item of a row; `old_path` is its old address, where that leads on since now."""
    return Item(
        batch=batch,
        row=row.row,
        origin=batch.origin,
        old_id=row.old_id,
        digest=row.digest,
        outcome=outcome,
        document_id=version.document_id,
        version=version,
        revision=version.revision,
        published_on=row.published_on,
        index_number=row.index_number,
        old_path=old_path,
    )


def _plain(value: Any) -> Any:
    """Return a field's value as JSON keeps it: a class by its number, a day as text."""
    if isinstance(value, date):
        return value.isoformat()
    return value.pk if hasattr(value, "pk") else value
