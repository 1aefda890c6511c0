"""收下文件 — dropped files are kept first and read by the worker afterwards, so that none is lost on the way."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.http import Http404

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.core import files
from gongkai.core.change import changing
from gongkai.disclosure import policies
from gongkai.imports.actions.import_file import import_file
from gongkai.imports.models import Batch, Item
from gongkai.intake import Reading
from gongkai.intake.pieces import safe_path
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation, StepNotAllowed

MOST_FILES = 2000
LONGEST_PATH = 200


def open_drop(*, actor: Actor, now: datetime, agency: Agency | None, attach: bool = False) -> Batch:
    """开始收文件 — return an empty batch; `agency` is for whom, None to go by what each file says.

    With `attach` readers can download the Word and PDF files themselves as well.
    """
    organs = agencies_for(actor, policies.DRAFT).filter(status="active")
    own = agency or organs.order_by("position", "pk").first()
    if own is None:
        actor.require(policies.DRAFT)
        raise RuleViolation(phrase("没有可以导入的机关"), field="agency")
    actor.require(policies.DRAFT, own)
    with changing(actor, now) as change:
        batch = Batch.objects.create(
            kind=Batch.Kind.FILES,
            agency=own,
            mapping={"agency": agency.code if agency else "", "attach": attach},
            made_by=actor.user,
            made_at=now,
        )
        batch.origin = f"files:{batch.pk}"
        batch.save(update_fields=["origin"])
        change.record("imports.open_drop", batch, agency_id=own.pk, batch=batch.pk)
    return batch


def add_dropped(batch_id: int, name: str, data: bytes, *, actor: Actor, now: datetime) -> Item:
    """收下一个文件 — whatever it is: it is judged when it is read. The same name again takes the other's place."""
    path = kept_path(safe_path(name)) or "文件"
    if len(data) > settings.UPLOAD_BYTES:
        most = settings.UPLOAD_BYTES // 1024 // 1024
        raise RuleViolation(phrase("“%(name)s”超过 %(most)s MB", name=path, most=most), field="files")
    stored = files.keep(data, media_type="application/octet-stream", now=now)
    with changing(actor, now) as change:
        batch = drop_for(actor, batch_id)
        if batch.state != Batch.State.OPEN:
            raise StepNotAllowed("add_dropped", "添加文件", batch.get_state_display())
        row = (batch.items.aggregate(last=Max("row"))["last"] or 0) + 1
        if row > MOST_FILES:
            raise RuleViolation(phrase("一次最多 %(n)d 个文件，请分几次", n=MOST_FILES), field="files")
        item, _ = Item.objects.update_or_create(
            batch=batch,
            old_id=path,
            defaults={"file": stored, "name": path},
            create_defaults={"file": stored, "name": path, "row": row, "origin": batch.origin},
        )
        batch.total = batch.items.count()
        batch.save(update_fields=["total"])
        change.record("imports.add_dropped", batch, agency_id=batch.agency_id, batch=batch.pk, file=stored.pk)
    return item


def kept_path(path: str) -> str:
    """Return a path as an item bears it: of one that is too long its beginning, its end, and what tells it from others."""
    if len(path) <= LONGEST_PATH:
        return path
    return f"{path[:120]}…{hashlib.sha256(path.encode()).hexdigest()[:16]}…{path[-60:]}"


def close_drop(batch_id: int, *, actor: Actor, now: datetime) -> Batch:
    """收齐了 — the worker reads them from here on; raises RuleViolation where there are none."""
    with changing(actor, now) as change:
        batch = drop_for(actor, batch_id)
        if batch.state != Batch.State.OPEN:
            return batch
        if not batch.items.exists():
            raise RuleViolation(phrase("请先选择文件"), field="files")
        batch.state = Batch.State.LOADING
        batch.save(update_fields=["state"])
        change.record("imports.close_drop", batch, agency_id=batch.agency_id, batch=batch.pk)
    return batch


def drop_for(actor: Actor, batch_id: int) -> Batch:
    """Return the batch of files that somebody dropped themselves; raises Http404 for any other."""
    actor.require(policies.DRAFT)
    batch = (
        Batch.objects.select_for_update(of=("self",))
        .filter(pk=batch_id, kind=Batch.Kind.FILES, made_by=actor.user)
        .select_related("agency")
    )
    found = batch.first()
    if found is None:
        raise Http404
    return found


def take_document(
    batch: Batch,
    path: str,
    reading: Reading,
    beside: Mapping[str, bytes],
    *,
    original: tuple[str, bytes],
    actor: Actor,
    now: datetime,
) -> Item:
    """读成稿件 — one document of a drop; raises RuleViolation and Denied, which the caller puts down as refused."""
    agency = Agency.objects.filter(code=batch.mapping["agency"]).first() if batch.mapping["agency"] else None
    with changing(actor, now) as change:
        imported = import_file(
            reading,
            actor=actor,
            now=now,
            agency=agency,
            beside=beside,
            original=original if batch.mapping["attach"] else None,
        )
        item = _settle(batch, path, Item.Outcome.CREATED, note="\n".join(imported.warnings))
        item.document, item.version = imported.version.document, imported.version
        item.digest = hashlib.sha256(original[1]).hexdigest()
        item.revision, item.published_on = imported.version.revision, reading.published_on
        item.save()
        batch.organs.add(imported.version.document.agency)
        change.record(
            "imports.take_document", imported.version.document, agency_id=batch.agency_id, batch=batch.pk
        )
    return item


def refuse_document(batch: Batch, path: str, words: str, *, who: Actor, now: datetime) -> Item:
    """不予导入 — one file of a drop, with the reason; the others go on."""
    with changing(who, now) as change:
        item = _settle(batch, path, Item.Outcome.REFUSED, note=words)
        change.record(
            "imports.refuse_document", batch, agency_id=batch.agency_id, batch=batch.pk, row=item.row
        )
    return item


def end_drop(batch: Batch, *, who: Actor, now: datetime) -> Batch:
    """读完了 — what no document came of went along with another one."""
    with changing(who, now) as change:
        batch.items.filter(outcome=Item.Outcome.WAITING).update(outcome=Item.Outcome.TAKEN_ALONG)
        batch.state, batch.loaded_at = Batch.State.LOADED, now
        batch.done = batch.total
        batch.save(update_fields=["state", "loaded_at", "done"])
        change.record("imports.end_drop", batch, agency_id=batch.agency_id, batch=batch.pk)
    return batch


def _settle(batch: Batch, path: str, outcome: Item.Outcome, *, note: str) -> Item:
    """Put down what became of a file; one out of an archive gets a line of its own."""
    name = kept_path(path)
    row = (batch.items.aggregate(last=Max("row"))["last"] or 0) + 1
    item, _ = Item.objects.update_or_create(
        batch=batch,
        old_id=name,
        defaults={"outcome": outcome, "note": note[:500]},
        create_defaults={
            "outcome": outcome,
            "note": note[:500],
            "name": name,
            "row": row,
            "origin": batch.origin,
        },
    )
    return item
