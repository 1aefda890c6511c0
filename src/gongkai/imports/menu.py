"""导入的菜单 — what the desk's menu shows of this room."""

from django.utils.translation import gettext_lazy as _

from gongkai.disclosure.policies import DRAFT, SEE_UNPUBLISHED
from gongkai.imports.policies import HARVEST, ISSUE_TOKENS
from gongkai.ui.menu import Entry, register


def register_entries() -> None:
    """Add this room's entries, called once when the room is loaded."""
    register(Entry(_("主动公开"), _("导入文件"), "/desk/documents/import/", DRAFT, order=110))
    register(Entry(_("主动公开"), _("导入批次"), "/desk/imports/", SEE_UNPUBLISHED, order=112))
    register(Entry(_("主动公开"), _("采集来源"), "/desk/imports/sources/", HARVEST, order=114))
    register(Entry(_("主动公开"), _("接口令牌"), "/desk/imports/tokens/", ISSUE_TOKENS, order=115))
