"""清理文件 — take private and hidden things out of a draft's file; the file as it was is kept apart."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404

from gongkai.agencies.policies import Actor
from gongkai.core import files
from gongkai.core.change import Change, changing
from gongkai.core.models import StoredFile
from gongkai.disclosure import policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.actions.attach import detach
from gongkai.disclosure.models import Attachment, Version
from gongkai.disclosure.queries import visible_to
from gongkai.disclosure.uploads import Upload, check_upload
from gongkai.intake.reading import FileRefused
from gongkai.privacy.finding import FileScan
from gongkai.rules.phrases import phrase
from gongkai.rules.privacy import HIDDEN_KINDS, Kind
from gongkai.rules.process import RuleViolation
from gongkai.screening.actions.mask import must_be_draft
from gongkai.screening.actions.scan_file import keep_scan
from gongkai.screening.actions.settle import settle
from gongkai.screening.fingerprints import facts_of
from gongkai.screening.known import known_to_all
from gongkai.screening.masks import masks
from gongkai.screening.models import Finding, FindingState, Original, Part
from gongkai.screening.parsing import cleaned_apart, scanned_apart
from gongkai.screening.scanning import Found, found_in_file


@dataclass(frozen=True, slots=True)
class Clean:
    """清理的结果 — the new bytes, what the upload check says of them, what is still found, and its fingerprints."""

    data: bytes
    upload: Upload
    scan: FileScan
    left: frozenset[str]


def clean(
    attachment_id: int,
    *,
    version_id: int,
    actor: Actor,
    now: datetime,
    kinds: Collection[Kind] = (),
) -> list[Finding]:
    """清理文件 (Personal Information Protection Law Art. 51) — return the findings that are gone from the file.

    `kinds` says what to take out; everything that was found, where empty. The new file is made in a process of
    its own, looked through again and stored before the old one is let go. Raises StepNotAllowed outside the
    draft state; RuleViolation where the file cannot be cleaned, would still hold what was to be taken out, or
    was replaced meanwhile; Denied, Http404.
    """
    attachment = _attachment_for(actor, version_id, attachment_id)
    found = [one for one in found_in_file(attachment, known_to_all()) if one.kind]
    wanted = frozenset(kinds or {Kind(one.kind) for one in found})
    asked = [one for one in found if one.kind in wanted]
    if not asked:
        raise RuleViolation("这个文件里没有可以清理的内容")
    result = _cleaned(attachment, asked)
    # With a hidden column goes what stood in it.
    gone = [one for one in found if one in asked or one.fingerprint not in result.left]
    with changing(actor, now) as change:
        version = version_for(actor, policies.DRAFT, version_id)
        must_be_draft(version, "清理文件")
        fresh = version.attachments.filter(pk=attachment.pk, file_id=attachment.file_id).first()
        if fresh is None:
            raise RuleViolation("这个附件刚刚换过或者移除了，请看现在的情况")
        _replace(fresh, result, wanted, actor, now)
        return _settled(version, gone, change, actor, now)


def remove(attachment_id: int, *, version_id: int, actor: Actor, now: datetime) -> list[Finding]:
    """移除附件 — because of what was found in it; return the findings that are gone with it. Raises as `clean`."""
    attachment = _attachment_for(actor, version_id, attachment_id)
    found = found_in_file(attachment, known_to_all())
    with changing(actor, now) as change:
        detach(attachment_id, version_id=version_id, actor=actor, now=now)
        version = version_for(actor, policies.DRAFT, version_id)
        # The rows name the file; the attachment that bore it is no more.
        gone = [replace(one, attachment=None) for one in found]
        return settle(version, gone, FindingState.REMOVED, change, actor.person, now) if gone else []


def _attachment_for(actor: Actor, version_id: int, attachment_id: int) -> Attachment:
    """Fetch an attachment before anything is locked, for one who drafts there; raises Denied, Http404."""
    attachment = (
        Attachment.objects.filter(
            pk=attachment_id, version_id=version_id, version__document__in=visible_to(actor)
        )
        .select_related("file", "version__document__agency")
        .first()
    )
    if attachment is None:
        raise Http404
    actor.require(policies.DRAFT, attachment.version.document.agency)
    must_be_draft(attachment.version, "清理文件")
    return attachment


def _cleaned(attachment: Attachment, asked: list[Found]) -> Clean:
    """Make the clean file and prove it by looking through it again; raises RuleViolation."""
    known, kinds = known_to_all(), frozenset(Kind(one.kind) for one in asked)
    name = attachment.name
    try:
        cleaned = cleaned_apart(files.read(attachment.file_id), name, kinds, masks(), known)
        scan = scanned_apart(cleaned.data, name, known)
    except files.FileDamaged as error:
        raise RuleViolation("这个附件在服务器上损坏了，请联系系统管理员") from error
    except FileRefused as refusal:
        raise RuleViolation(
            phrase("“%(name)s”清理不了：%(why)s", name=name, why=refusal.message)
        ) from refusal
    left = frozenset(facts_of(one, scan.text, attachment.file_id)["fingerprint"] for one in scan.findings)
    if left & {one.fingerprint for one in asked}:
        raise RuleViolation(phrase("“%(name)s”没有清理干净，文件没有改动，请移除或者换一个", name=name))
    return Clean(cleaned.data, check_upload(name, cleaned.data), scan, left)


def _replace(
    attachment: Attachment, result: Clean, wanted: frozenset[Kind], actor: Actor, now: datetime
) -> None:
    """Put the clean file in the place of the other, which is kept apart."""
    before = attachment.file
    after: StoredFile = files.keep(result.data, media_type=result.upload.media_type, now=now)
    keep_scan(after, result.scan)
    Original.objects.create(
        version_id=attachment.version_id,
        part=Part.FILE,
        name=attachment.name,
        file=before,
        after_file=after,
        why=sorted(wanted),
        kept_at=now,
        kept_by=actor.person,
    )
    attachment.file, attachment.text = after, result.upload.text
    attachment.save(update_fields=["file", "text"])


def _settled(
    version: Version, gone: list[Found], change: Change, actor: Actor, now: datetime
) -> list[Finding]:
    hidden = [one for one in gone if one.kind in HIDDEN_KINDS]
    masked = [one for one in gone if one.kind not in HIDDEN_KINDS]
    version.revision += 1
    version.saved_at = now
    version.save(update_fields=["revision", "saved_at"])
    rows = []
    if hidden:
        rows += settle(version, hidden, FindingState.REMOVED, change, actor.person, now)
    if masked:
        rows += settle(version, masked, FindingState.MASKED, change, actor.person, now)
    change.ask("index", version.document_id)
    return rows
