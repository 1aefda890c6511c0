"""统计的菜单 — what the desk's menu shows of figures and of every month's statistics."""

from django.utils.translation import gettext_lazy as _

from gongkai.reporting import policies
from gongkai.ui.menu import Entry, register


def register_entries() -> None:
    """Add this part's entries, called once when the room is loaded."""
    register(Entry(_("统计与年报"), _("统计总览"), "/desk/figures/", policies.SEE_REPORTS, order=92))
    register(Entry(_("统计与年报"), _("月度统计"), "/desk/monthly/", policies.SEE_MONTHLY, order=93))
