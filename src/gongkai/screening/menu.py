"""隐私筛查的菜单 — what the desk's menu shows of this room."""

from django.utils.translation import gettext_lazy as _

from gongkai.screening import policies
from gongkai.ui.menu import Entry, register


def register_entries() -> None:
    """Add this room's entries, called once when the room is loaded."""
    heading = _("隐私筛查")
    register(Entry(heading, _("清查"), "/desk/privacy/sweeps/", policies.SEE_SWEEPS, order=165))
    register(Entry(heading, _("留存的原件"), "/desk/privacy/originals/", policies.OPEN_ORIGINALS, order=170))
    register(Entry(heading, _("脱敏设置"), "/desk/privacy/masks/", policies.SET_MASKS, order=180))
