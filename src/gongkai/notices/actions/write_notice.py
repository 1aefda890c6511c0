"""写通知 — put a notice down in the change that it tells of, so that both are there or neither."""

import hashlib
from uuid import uuid4

from django.db import models

from gongkai.agencies.models import Agency, User
from gongkai.core.change import Change
from gongkai.core.sealed import fingerprint
from gongkai.notices.models import Channel, Notice, NoticeState
from gongkai.notices.quiet import quiet_until
from gongkai.notices.words import NoticeTemplate


def write_notice(
    change: Change,
    template: NoticeTemplate,
    channel: Channel,
    *,
    to: str,
    user: User | None,
    subject: str,
    text: str,
    language: str,
    about: models.Model,
    agency: Agency,
    occasion: str,
) -> Notice | None:
    """写通知 — inside the caller's change; None when the same was written for this occasion before."""
    recipient = f"{user.pk if user else ''}:{fingerprint(to)}"
    key = _key(template.code, channel, about, recipient, occasion)
    if occasion and Notice.objects.filter(key=key).exists():
        return None
    may_ring = template.at_any_hour or channel != Channel.SMS
    held = None if may_ring else quiet_until(change.now)
    here = channel == Channel.SITE
    state = NoticeState.SENT if here else NoticeState.HELD if held else NoticeState.WAITING
    return Notice.objects.create(
        key=key,
        template=template.code,
        version=template.version,
        channel=channel,
        language=language,
        to=to,
        user=user,
        subject=subject,
        text=text,
        about_type=about._meta.model_name or "",
        about_id=about.pk,
        agency=agency,
        state=state,
        created_at=change.now,
        not_before=held,
        sent_at=change.now if here else None,
    )


def _key(code: str, channel: Channel, about: models.Model, recipient: str, occasion: str) -> str:
    if not occasion:
        return uuid4().hex
    facts = (code, channel.value, about._meta.model_name, about.pk, recipient, occasion)
    return hashlib.sha256("\0".join(map(str, facts)).encode()).hexdigest()
