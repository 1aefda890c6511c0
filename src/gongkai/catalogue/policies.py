"""目录的权限 — who may shape columns."""

from gongkai.core.permissions import permission
from gongkai.rules.posts import Role

MANAGE_COLUMNS = permission("catalogue.columns", "调整栏目", Role.OFFICE)
EDIT_COLUMN = permission("catalogue.column", "维护本机关栏目", Role.LIAISON, Role.OFFICE)
