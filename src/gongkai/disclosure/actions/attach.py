"""附件 — add a file to a draft, or take it off."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core import files
from gongkai.core.change import changing
from gongkai.disclosure import policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Attachment, Version
from gongkai.disclosure.uploads import check_upload
from gongkai.rules.disclosure import VERSION_STATE_LABELS, VersionState
from gongkai.rules.process import RuleViolation, StepNotAllowed


def _must_be_draft(state: str) -> None:
    if VersionState(state) is not VersionState.DRAFT:
        raise StepNotAllowed("attach", "改附件", VERSION_STATE_LABELS[VersionState(state)])


def attach(
    version_id: int,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    data: bytes,
    caption: str = "",
    embedded: bool = False,
) -> Attachment:
    """添加附件 — the file is judged by its content; raises RuleViolation for a kind that is not accepted."""
    upload = check_upload(name, data)
    with changing(actor, now) as change:
        version = version_for(actor, policies.DRAFT, version_id)
        _must_be_draft(version.state)
        attachment = Attachment.objects.create(
            version=version,
            file=files.keep(data, media_type=upload.media_type, now=now),
            name=upload.name,
            caption=caption.strip()[:200],
            text=upload.text,
            position=version.attachments.count(),
            embedded=embedded,
        )
        change.record(
            "disclosure.attach",
            version.document,
            agency_id=version.document.agency_id,
            version=version.number,
            file=attachment.file_id,
        )
        change.ask("index", version.document_id)
    return attachment


def _attachment_of_draft(version_id: int, attachment_id: int, actor: Actor) -> tuple[Version, Attachment]:
    version = version_for(actor, policies.DRAFT, version_id)
    _must_be_draft(version.state)
    attachment = version.attachments.filter(pk=attachment_id).first()
    if attachment is None:
        raise RuleViolation("这个附件已经移除了")
    return version, attachment


def detach(attachment_id: int, *, version_id: int, actor: Actor, now: datetime) -> None:
    """移除附件 — from this draft only; earlier versions keep it."""
    with changing(actor, now) as change:
        version, attachment = _attachment_of_draft(version_id, attachment_id, actor)
        digest = attachment.file_id
        attachment.delete()
        change.record(
            "disclosure.detach",
            version.document,
            agency_id=version.document.agency_id,
            version=version.number,
            file=digest,
        )
        change.ask("index", version.document_id)


def caption(attachment_id: int, words: str, *, version_id: int, actor: Actor, now: datetime) -> Attachment:
    """附件说明 — the words under which readers see a file."""
    with changing(actor, now) as change:
        version, attachment = _attachment_of_draft(version_id, attachment_id, actor)
        attachment.caption = words.strip()[:200]
        attachment.save(update_fields=["caption"])
        change.record(
            "disclosure.caption",
            version.document,
            agency_id=version.document.agency_id,
            version=version.number,
        )
    return attachment
