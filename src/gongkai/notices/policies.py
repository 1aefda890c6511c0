"""通知的权限 — who sees which notices did not go, and sends them again."""

from gongkai.core.permissions import permission
from gongkai.rules.posts import Role

MANAGE_NOTICES = permission("notices.manage", "管理通知", Role.OFFICE, Role.ADMINISTRATOR)
