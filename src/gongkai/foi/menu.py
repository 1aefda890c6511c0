"""依申请公开的菜单 — what the desk's menu shows of this room."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.foi import desk_lists, policies
from gongkai.ui.menu import Entry, register

ADDRESS = "/desk/cases/"
"""The list of cases; its menu entry counts what waits for the reader."""


def register_entries() -> None:
    """Add this room's entries, called once when the room is loaded."""
    heading = _("依申请公开")
    register(
        Entry(
            heading,
            _("申请"),
            ADDRESS,
            policies.SEE_CASES,
            _mine,
            order=80,
            search=_("搜申请、编号、文号"),
        )
    )
    register(Entry(heading, _("登记申请"), "/desk/cases/new/", policies.HANDLE, order=82))
    register(Entry(heading, _("各机关的申请"), "/desk/cases/organs/", policies.URGE, order=84))


def _mine(actor: Any) -> int:
    return desk_lists.waiting_for(actor, timezone.localdate())
