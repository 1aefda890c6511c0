"""在线编辑 — note who has a draft open. A trace of a few minutes, not a fact: it leaves no ledger entry."""

from datetime import datetime, timedelta

from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.disclosure.models import Presence, Version

SEEN_FOR = timedelta(seconds=90)


def keep_presence(version: Version, *, actor: Actor, now: datetime) -> list[User]:
    """Note that the actor is here; return who else was here within the last minute and a half."""
    if actor.user is None:
        return []
    Presence.objects.update_or_create(version=version, user=actor.user, defaults={"seen_at": now})
    Presence.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    others = Presence.objects.filter(version=version, seen_at__gt=now - SEEN_FOR).exclude(user=actor.user)
    return [presence.user for presence in others.select_related("user")]
