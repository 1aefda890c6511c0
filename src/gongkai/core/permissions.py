"""权限 — permissions as constants, and their mark on views."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from gongkai.rules.posts import Role

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Permission:
    """权限 — what may be done, and from which posts it comes."""

    code: str
    label: str
    roles: frozenset[Role]


REGISTRY: dict[str, Permission] = {}


def permission(code: str, label: str, *roles: Role) -> Permission:
    """Declare a permission, once."""
    if code in REGISTRY:
        raise ValueError(f"permission {code} is declared twice")
    REGISTRY[code] = Permission(code, label, frozenset(roles))
    return REGISTRY[code]


@dataclass(frozen=True, slots=True)
class Verdict:
    """能不能 — whether something may be done, and why not, in words for the person who asks."""

    ok: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.ok


class Denied(Exception):
    """无权办理 — the actor may see the thing but may not do this to it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# Marks for views that need no post.
ANYONE = Permission("anyone", "任何人", frozenset())
SIGNED_IN = Permission("signed_in", "已登录", frozenset())
