"""年报的菜单 — what the desk's menu shows of annual reports."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.reporting import policies, queries
from gongkai.ui.menu import Entry, register


def register_entries() -> None:
    """Add this part's entry, called once when the room is loaded."""
    register(Entry(_("统计与年报"), _("年报"), "/desk/reports/", policies.SEE_REPORTS, _waiting, order=94))


def _waiting(actor: Any) -> int:
    return queries.waiting_for(actor, timezone.localdate())
