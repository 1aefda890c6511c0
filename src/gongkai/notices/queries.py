"""通知的查询 — what waits, what did not go, what somebody was told."""

from django.db import models
from django.db.models import QuerySet

from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.notices import policies
from gongkai.notices.models import Channel, Notice, NoticeState

SEALED = ("to", "subject", "text")


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """Return what leaves the site for the organs that an actor looks after, without address and words."""
    organs = agencies_for(actor, policies.MANAGE_NOTICES)
    outward = Notice.objects.exclude(channel=Channel.SITE).filter(agency__in=organs)
    return outward.select_related("agency").defer(*SEALED)


def failed() -> QuerySet[Notice]:
    """Return the notices that did not go and that nobody has sent again."""
    return Notice.objects.filter(state=NoticeState.FAILED).defer(*SEALED)


def messages_for(user: User) -> QuerySet[Notice]:
    """Return what an official was told at the desk, the last first."""
    return Notice.objects.filter(user=user, channel=Channel.SITE).select_related("agency").order_by("-id")


def unread(user: User) -> QuerySet[Notice]:
    """Return what an official was told at the desk and has not yet seen."""
    return messages_for(user).filter(read_at=None)


def about(subject: models.Model) -> QuerySet[Notice]:
    """Return every notice about a thing, the first first: for its page and for the evidence file."""
    return Notice.objects.filter(about_type=subject._meta.model_name or "", about_id=subject.pk).order_by(
        "id"
    )


def site_messages(subject: models.Model) -> QuerySet[Notice]:
    """Return what is shown on the page of a thing to whom it concerns: site messages to no official."""
    return about(subject).filter(channel=Channel.SITE, user=None)
