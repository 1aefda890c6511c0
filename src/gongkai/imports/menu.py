"""导入的菜单 — what the desk's menu shows of this room."""

from django.utils.translation import gettext_lazy as _

from gongkai.disclosure import policies
from gongkai.ui.menu import Entry, register


def register_entries() -> None:
    """Add this room's entries, called once when the room is loaded."""
    register(Entry(_("主动公开"), _("导入文件"), "/desk/documents/import/", policies.DRAFT, order=110))
