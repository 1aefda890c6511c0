"""填报的菜单 — what the desk's menu shows of the figures that organs declare."""

from django.utils.translation import gettext_lazy as _

from gongkai.reporting import policies
from gongkai.ui.menu import Entry, register


def register_entries() -> None:
    """Add this part's entry, called once when the room is loaded."""
    register(
        Entry(_("统计与年报"), _("填报数字"), "/desk/figures/declared/", policies.SEE_DECLARED, order=96)
    )
