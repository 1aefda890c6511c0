"""撤回 — take documents from the public at once, singly or as a batch; each goes back to its unit."""

from collections.abc import Sequence
from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.core.pages import LISTS, document_tag
from gongkai.disclosure import policies
from gongkai.disclosure.actions.access import document_for
from gongkai.disclosure.actions.revise import copy_of
from gongkai.disclosure.counts import recount
from gongkai.disclosure.models import Document
from gongkai.rules.disclosure import PROCESS, DocumentStatus, VersionState
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

MOST_AT_ONCE = 2000


def withdraw(document_ids: Sequence[int], *, actor: Actor, now: datetime, reason: str) -> list[Document]:
    """撤回 — all or none: one document that may not be withdrawn keeps the whole batch as it was.

    The address of each then shows a notice with the reason (410); a draft with the same content goes back to
    the unit to be put right. Raises RuleViolation without a reason, for too many, or for what is not published.
    """
    if not reason.strip():
        raise RuleViolation("请写明撤回的理由，读者会在原地址看到", field="reason")
    if not document_ids:
        raise RuleViolation("请先选择要撤回的信息", field="documents")
    if len(document_ids) > MOST_AT_ONCE:
        raise RuleViolation(phrase("一次最多撤回 %(most)s 件", most=MOST_AT_ONCE), field="documents")
    with changing(actor, now) as change:
        documents = [
            _withdraw_one(document_for(actor, policies.WITHDRAW, pk), change, actor, now, reason.strip())
            for pk in sorted(set(document_ids))
        ]
        recount(*(document.column_id for document in documents))
        change.touch(LISTS)
    return documents


def _withdraw_one(document: Document, change: Change, actor: Actor, now: datetime, reason: str) -> Document:
    version = document.public
    if document.status != DocumentStatus.PUBLISHED or version is None:
        raise RuleViolation(phrase("“%(document)s”没有公开，不能撤回", document=document))
    version.state = PROCESS.after(VersionState(version.state), "supersede")
    version.withdrawn_at = now
    version.save(update_fields=["state", "withdrawn_at"])
    if document.working is None:
        document.working = copy_of(version, author_id=version.author_id, now=now)
    document.public = None
    document.withdrawn_from_public = document.open_to_public
    document.status, document.open_to_public = DocumentStatus.WITHDRAWN, False
    document.withdrawn_at, document.withdrawal_reason = now, reason
    document.save()
    change.record(
        "disclosure.withdraw", document, agency_id=document.agency_id, note=reason, version=version.number
    )
    change.ask("index", document.pk)
    change.touch(document_tag(document.pk))
    return document
