"""开户 — open an account for a person, with a first password that is shown once."""

import re
import secrets
from datetime import datetime

from gongkai.agencies import policies
from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.rules.process import RuleViolation

# Without letters and digits that look alike: a first password is often read out or copied by hand.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Return a random password of four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def open_account(*, actor: Actor, now: datetime, username: str, name: str, email: str) -> tuple[User, str]:
    """开户 — return the person and the first password, which stands nowhere else.

    Raises Denied, RuleViolation for a sign-in name that is malformed or taken (whatever its case).
    """
    actor.require(policies.MANAGE_PEOPLE)
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,39}", username):
        raise RuleViolation(
            "登录名以字母开头，用字母、数字、点、下划线或者连字符，3 到 40 个", field="username"
        )
    if not name.strip():
        raise RuleViolation("请填写姓名", field="name")
    if User.objects.filter(username__iexact=username).exists():
        raise RuleViolation("这个登录名已经有人用了，请换一个", field="username")
    password = new_password()
    with changing(actor, now) as change:
        user = User(username=username, name=name.strip(), email=email.strip())
        user.set_password(password)
        user.save(force_insert=True)
        change.record("agencies.open_account", user)
    return user, password
