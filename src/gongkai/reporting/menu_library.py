"""资料库的菜单 — what the desk's menu shows of the library of reports."""

from django.utils.translation import gettext_lazy as _

from gongkai.reporting import policies
from gongkai.ui.menu import Entry, register


def register_entries() -> None:
    """Add this part's entry, called once when the room is loaded."""
    register(Entry(_("统计与年报"), _("年报资料库"), "/desk/library/", policies.SEE_REPORTS, order=97))
