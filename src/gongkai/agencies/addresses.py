"""地址 — where organs stand on the portal."""

from gongkai.agencies.models import Agency


def organ_address(agency: Agency) -> str:
    """Return the address of an organ's page."""
    return f"/organs/{agency.code}/"
