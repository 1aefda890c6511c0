"""指纹 — a keyed digest instead of the value: the same value is recognised, and nobody can try values out."""

from typing import Any

from django.utils.crypto import salted_hmac

from gongkai.privacy.finding import Finding
from gongkai.privacy.masking import normalised
from gongkai.rules.privacy import Kind

_SALT = "gongkai.screening"


def fingerprint(kind: Kind | str, value: str) -> str:
    """Return the fingerprint of a value of a kind, however it is written (full-width, spaced, hyphened)."""
    plain = normalised(value, Kind(kind)) if kind else value
    return digest(kind, plain)


def digest(*facts: object) -> str:
    """Return the keyed digest of some facts, 64 hexadecimal characters."""
    return salted_hmac(_SALT, "\0".join(map(str, facts)), algorithm="sha256").hexdigest()


def facts_of(one: Finding, text: str, owner: str) -> dict[str, Any]:
    """Return what the detectors found as plain facts, with the fingerprint and without the value.

    What has no words of its own, such as a hidden sheet, is told by the file (`owner`) and the place.
    """
    value = text[one.start : one.end]
    print_ = fingerprint(one.kind, value) if value.strip() else digest(one.kind, owner, one.place)
    return {
        "kind": one.kind.value,
        "certainty": one.certainty.value,
        "start": one.start,
        "end": one.end,
        "excerpt": one.excerpt[:200],
        "place": one.place[:200],
        "reason": one.reason[:300],
        "fingerprint": print_,
    }
