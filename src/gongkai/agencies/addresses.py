"""地址 — where organs stand on the portal, and how an old address leads on."""

from gongkai.agencies.models import Agency
from gongkai.core.models import Redirect


def organ_address(agency: Agency) -> str:
    """Return the address of an organ's page."""
    return f"/organs/{agency.code}/"


def lead_on(old: str, new: str) -> None:
    """Let an old address lead to a new one, and everything that led to the old one too (no chains, no rings)."""
    Redirect.objects.filter(old_path=new).delete()
    Redirect.objects.filter(new_path=old).update(new_path=new)
    Redirect.objects.update_or_create(old_path=old, defaults={"new_path": new})
