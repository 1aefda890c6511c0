"""栏目地址 — where columns stand on the portal."""

from gongkai.agencies.addresses import organ_address
from gongkai.agencies.models import Agency


def column_address(agency: Agency, code: str) -> str:
    """Return the address of an organ's column."""
    return f"{organ_address(agency)}columns/{code}/"
