"""修订 — begin a new version of a published or withdrawn document; the public page stays as it is meanwhile."""

import re
from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import content, policies
from gongkai.disclosure.actions.access import document_for
from gongkai.disclosure.models import Attachment, Document, Version
from gongkai.rules.process import RuleViolation

_ATTACHED = re.compile(r"attachment:(\d+)")


def copy_of(version: Version, *, author_id: int | None, now: datetime) -> Version:
    """Make the next version of a document with the same content, attachments and joint organs."""
    latest = version.document.versions.order_by("-number").values_list("number", flat=True)[0]
    fresh = Version(
        document=version.document,
        number=latest + 1,
        author_id=author_id,
        created_at=now,
        saved_at=now,
        body_text=version.body_text,
        number_key=version.number_key,
        script=version.script,
        **{name: getattr(version, name) for name in content.FIELDS if name != "change_note"},
    )
    fresh.save(force_insert=True)
    fresh.joint_agencies.set(version.joint_agencies.all())
    numbers: dict[str, int] = {}
    for attachment in version.attachments.all():
        copied = Attachment.objects.create(
            version=fresh,
            file_id=attachment.file_id,
            name=attachment.name,
            caption=attachment.caption,
            text=attachment.text,
            position=attachment.position,
            embedded=attachment.embedded,
        )
        numbers[str(attachment.pk)] = copied.pk
    _point_at_own_files(fresh, numbers)
    return fresh


def _point_at_own_files(fresh: Version, numbers: dict[str, int]) -> None:
    """Let the pictures of a copied body be the copies: a page shows only files of its own version."""
    body = _ATTACHED.sub(lambda found: f"attachment:{numbers.get(found[1], found[1])}", fresh.body_html)
    if body != fresh.body_html:
        fresh.body_html = body
        fresh.save(update_fields=["body_html"])


def revise(document_id: int, *, actor: Actor, now: datetime) -> Version:
    """修订 — return the new version, in draft; raises RuleViolation where one is already in work."""
    with changing(actor, now) as change:
        document: Document = document_for(actor, policies.DRAFT, document_id)
        if document.working_id:
            raise RuleViolation("这件信息已有一个版本在办，请在那一稿上修改")
        if document.public is None:
            raise RuleViolation("这件信息还没有公开过")
        version = copy_of(document.public, author_id=actor.user_id, now=now)
        document.working = version
        document.save(update_fields=["working"])
        change.record("disclosure.revise", document, agency_id=document.agency_id, version=version.number)
        change.ask("index", document.pk)
    return version
