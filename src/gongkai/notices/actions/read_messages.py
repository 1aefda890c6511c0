"""已阅 — an official has seen what the desk told him."""

from datetime import datetime

from gongkai.agencies.policies import USE_DESK, Actor
from gongkai.core.change import changing
from gongkai.notices.queries import unread


def read_messages(*, actor: Actor, now: datetime) -> int:
    """已阅 — mark every message of one's own as read and return how many there were; raises Denied."""
    actor.require(USE_DESK)
    if not unread(actor.person).exists():
        return 0
    with changing(actor, now) as change:
        count = unread(actor.person).order_by().update(read_at=now)
        change.record("notices.read", actor.person, count=count)
    return count
