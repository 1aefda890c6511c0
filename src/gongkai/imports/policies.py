"""导入的权限 — who lets other systems and sister sites in, and who brings in whole batches."""

from gongkai.core.permissions import permission
from gongkai.rules.posts import Role

HARVEST = permission("imports.harvest", "管理采集来源", Role.LIAISON, Role.OFFICE)
ISSUE_TOKENS = permission("imports.tokens", "发放接口令牌", Role.ADMINISTRATOR, Role.OFFICE)
