"""旧地址 — how an address that was once public leads on."""

from gongkai.core.models import Redirect


def lead_on(old: str, new: str) -> None:
    """Let an old address lead to a new one, and everything that led to the old one too (no chains, no rings)."""
    Redirect.objects.filter(old_path=new).delete()
    Redirect.objects.filter(new_path=old).update(new_path=new)
    Redirect.objects.update_or_create(old_path=old, defaults={"new_path": new})
