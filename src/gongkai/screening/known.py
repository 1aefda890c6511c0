"""已知的公开信息 — what organs publish about themselves, in their facts and guides, and is therefore no finding."""

import re
from collections.abc import Iterable
from functools import lru_cache

from gongkai.agencies.models import Agency
from gongkai.privacy.finding import Known
from gongkai.rules.privacy import Kind
from gongkai.screening.fingerprints import fingerprint

_NUMBER = re.compile(
    r"(?<![\d-])(?:\+?86[- ]?)?\(?\d{3,4}\)?[-— ]?\d{3,4}[- ]?\d{3,5}(?!\d)|(?<!\d)1[\d ]{10,12}(?!\d)"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_AREA = 4  # longest area code, with its 0
_LOCAL = 7  # shortest number without one


def known_to_all() -> Known:
    """Return what all organs publish about themselves; read anew each time, taken apart only when it changed."""
    rows = Agency.objects.order_by("pk").values_list("phone", "fax", "email", "address", "guide_text")
    return _known(tuple(rows))


@lru_cache(maxsize=2)
def _known(rows: tuple[tuple[str, ...], ...]) -> Known:
    words = "\n".join("\n".join((phone, fax, guide)) for phone, fax, _, _, guide in rows)
    mails = "\n".join("\n".join((email, guide)) for _, _, email, _, guide in rows)
    return Known(
        numbers=frozenset(_numbers(words)),
        emails=frozenset(found.lower() for found in _EMAIL.findall(mails)),
        addresses=frozenset(address.strip() for _, _, _, address, _ in rows if address.strip()),
    )


def _numbers(words: str) -> Iterable[str]:
    """Yield the digits of each number, with and without its area code: both ways of writing it are known."""
    for written in _NUMBER.findall(words):
        digits = re.sub(r"\D", "", written)
        yield digits
        if digits.startswith("0"):
            yield from (digits[area:] for area in (_AREA - 1, _AREA) if len(digits) - area >= _LOCAL)


@lru_cache(maxsize=2)
def known_fingerprints(known: Known) -> frozenset[str]:
    """Return the fingerprints under which findings in files that were scanned earlier are known meanwhile."""
    numbers = {
        fingerprint(kind, number) for number in known.numbers for kind in (Kind.LANDLINE, Kind.MOBILE_PHONE)
    }
    mails = {fingerprint(Kind.EMAIL, email) for email in known.emails}
    addresses = {fingerprint(Kind.HOME_ADDRESS, address) for address in known.addresses}
    return frozenset(numbers | mails | addresses)
