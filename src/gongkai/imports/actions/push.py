"""推送 — an organ's own system brings a document, its files, and sends it to review; a person publishes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.models import AgencyStatus
from gongkai.agencies.policies import Actor, HeldPost
from gongkai.core.change import changing
from gongkai.disclosure import gates
from gongkai.disclosure.actions.attach import attach, detach
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.models import Attachment, Version
from gongkai.imports.actions.access import batch_of_day
from gongkai.imports.actions.issue_token import digest_of
from gongkai.imports.actions.load_rows import load_rows
from gongkai.imports.directory import Directory
from gongkai.imports.headers import FIELDS
from gongkai.imports.layout import Layout
from gongkai.imports.models import Batch, Item, Token
from gongkai.imports.rows import RowReader, Trouble
from gongkai.rules.phrases import phrase
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation

_LAYOUT = tuple((name, name) for name in FIELDS)


class NotTaken(Exception):
    """没有收下 — what is wrong, field by field."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        super().__init__()
        self.troubles = troubles


@dataclass(frozen=True, slots=True)
class Pushed:
    """收下的 — the item that speaks for the document now, what became of it, and what to look at."""

    item: Item
    outcome: str
    warnings: tuple[Trouble, ...]


def token_of(secret: str, now: datetime) -> Token | None:
    """Return the token of a secret while it holds and its organ is there; None for any other."""
    held = Token.objects.filter(agency__status=AgencyStatus.ACTIVE, revoked_at=None, expires_at__gt=now)
    return held.select_related("agency").filter(digest=digest_of(secret)).first()


def actor_of(token: Token) -> Actor:
    """Return who acts by a token: the organ's own system, in the place of its liaison."""
    return Actor(posts=(HeldPost(Role.LIAISON, token.agency_id, token.agency.path),))


def origin_of(token: Token) -> str:
    """Return the name of the system that a token stands for; a new token of the same name goes on."""
    return f"{token.agency.code}:{token.name}"[:80]


def push_document(token: Token, told: Mapping[str, str], *, now: datetime) -> Pushed:
    """收下一件 — `told` is the document by the field names of tables; raises NotTaken with what is wrong.

    What was pushed before under the same identifier is brought level with it, as a table's row would be.
    """
    actor = actor_of(token)
    with changing(actor, now) as change:
        batch = _batch(token, now)
        layout = Layout(_LAYOUT, origin=batch.origin, agency=token.agency.code)
        reader = RowReader(layout, Directory(actor), today=timezone.localdate(now), beside=None)
        incoming = reader.read((batch.cursor + 1, [told.get(name, "") for name in FIELDS]))
        if not incoming.good:
            raise NotTaken(incoming.troubles)
        done = load_rows(batch.pk, [incoming], actor=actor, now=now)
        # What is pushed is whole at once: the day's batch can go on to review.
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.LOADED)
        _used(token, now)
        change.record("imports.push", token, agency_id=token.agency_id, token=token.pk, batch=batch.pk)
    outcome = next(name for name in ("created", "updated", "revised", "kept", "unchanged") if done.get(name))
    return Pushed(pushed_item(token, old_id=incoming.old_id), outcome, tuple(incoming.troubles))


def pushed_item(token: Token, **which: str | int) -> Item:
    """Return the item that speaks for a document which this system pushed; raises Http404 for any other."""
    items = Item.objects.filter(origin=origin_of(token), current=True, document__agency=token.agency, **which)
    item = items.select_related("document__working", "document__public").first()
    if item is None:
        raise Http404
    return item


def push_file(token: Token, document_id: int, *, name: str, data: bytes, now: datetime) -> Attachment:
    """收下附件 — in place of one of the same name in the draft; the same bytes again change nothing."""
    version = _draft(token, document_id)
    actor = actor_of(token)
    if same := version.attachments.filter(name=name, file_id=sha256(data).hexdigest()).first():
        return same
    with changing(actor, now):
        made = attach(version.pk, actor=actor, now=now, name=name, data=data)
        for older in version.attachments.filter(name=made.name).exclude(pk=made.pk):
            detach(older.pk, version_id=version.pk, actor=actor, now=now)
        _used(token, now)
    return made


def push_submit(token: Token, document_id: int, *, now: datetime) -> Version:
    """送保密审查 — raises RuleViolation for what is missing."""
    version_id, actor = _draft(token, document_id).pk, actor_of(token)
    gates.prepare(version_id)
    with changing(actor, now):
        version = submit(version_id, actor=actor, now=now)
        _used(token, now)
    return version


def _used(token: Token, now: datetime) -> None:
    """Note when a system last brought something: whoever manages tokens sees which are at rest."""
    token.last_used_at = now
    token.save(update_fields=["last_used_at"])


def _draft(token: Token, document_id: int) -> Version:
    item = pushed_item(token, document_id=document_id)
    version = item.document.working if item.document else None
    if version is None:
        raise RuleViolation(phrase("这件信息没有在办的稿件"))
    return version


def _batch(token: Token, now: datetime) -> Batch:
    return batch_of_day(
        Batch.Kind.PUSH,
        token.agency,
        origin=origin_of(token),
        name=token.name,
        now=now,
        state=Batch.State.OPEN,
    )
