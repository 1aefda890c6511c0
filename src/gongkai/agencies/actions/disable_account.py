"""停用账号 — a person can no longer sign in; what they did stays theirs."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies.actions import people_facts
from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.rules.process import RuleViolation


def disable_account(user_id: int, *, actor: Actor, now: datetime) -> User:
    """停用账号 — sign the person out everywhere at once; posts stay as they are but give nothing.

    Raises Denied, Http404, RuleViolation for one's own account or one that is disabled.
    """
    with changing(actor, now) as change:
        user = people_facts.person(user_id)
        people_facts.check_manages(actor, user, timezone.localdate(now))
        if user.pk == actor.user_id:
            raise RuleViolation("不能停用自己的账号，请由另一位系统管理员办理")
        if not user.is_active:
            raise RuleViolation("这个账号已经停用")
        user.is_active = False
        user.save(update_fields=["is_active"])
        change.record("agencies.disable_account", user, sessions_ended=people_facts.end_sessions(user))
    return user


def enable_account(user_id: int, *, actor: Actor, now: datetime) -> User:
    """恢复账号 — the person may sign in again. Raises Denied, Http404, RuleViolation."""
    with changing(actor, now) as change:
        user = people_facts.person(user_id)
        people_facts.check_manages(actor, user, timezone.localdate(now))
        if user.is_active:
            raise RuleViolation("这个账号没有停用")
        user.is_active = True
        user.save(update_fields=["is_active"])
        change.record("agencies.enable_account", user)
    return user
