"""重置密码 — a new first password for someone who cannot sign in."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils import timezone

from gongkai.agencies.actions import people_facts
from gongkai.agencies.actions.open_account import new_password
from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.rules.process import RuleViolation


def reset_password(
    user_id: int, *, actor: Actor, now: datetime, drop_second_factor: bool = False
) -> tuple[User, str]:
    """重置密码 — return the person and the new password, which stands nowhere else; all their sessions end.

    `drop_second_factor` also takes away the second factor, for a lost telephone. Raises Denied, Http404,
    RuleViolation for one's own account or a disabled one.
    """
    with changing(actor, now) as change:
        user = people_facts.person(user_id)
        people_facts.check_manages(actor, user, timezone.localdate(now))
        if user.pk == actor.user_id:
            raise RuleViolation("修改自己的密码请到“我的账号”")
        if not user.is_active:
            raise RuleViolation("这个账号已停用，请先恢复")
        password = new_password()
        user.set_password(password)
        user.save(update_fields=["password"])
        dropped = 0
        if drop_second_factor:
            dropped, _ = Authenticator.objects.filter(user=user).delete()
        change.record(
            "agencies.reset_password",
            user,
            sessions_ended=people_facts.end_sessions(user),
            second_factor_dropped=bool(dropped),
        )
    return user, password
