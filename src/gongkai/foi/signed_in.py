"""申请人的登录状态 — what a browser's session holds of an applicant: keyed digests of address and name, and until when."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.utils import timezone

from gongkai.agencies.requests import Request
from gongkai.foi.contacts import Address, last_applicant
from gongkai.foi.filing import ApplicantFacts

SIGNED_IN_FOR = timedelta(hours=2)
_KEY = "applicant"


def enter(request: Request, address: Address, now: datetime) -> None:
    """Sign a browser in under a new session key, so that one put there before is worth nothing."""
    request.session.cycle_key()
    request.session[_KEY] = {**asdict(address), "until": (now + SIGNED_IN_FOR).timestamp()}


def leave(request: Request) -> None:
    """Sign a browser out, under a new session key again; an official who is signed in stays so."""
    request.session.pop(_KEY, None)
    request.session.cycle_key()


def signed_in_at(request: Request, now: datetime) -> Address | None:
    """Return by which address somebody is signed in, None for nobody, or for too long ago."""
    kept = request.session.get(_KEY)
    if not kept or now.timestamp() >= kept["until"]:
        return None
    return Address(kept["kind"], kept["fingerprint"], kept["name"])


def known_applicant(request: Request) -> ApplicantFacts | None:
    """Return who applied last, for a new application of whoever is signed in."""
    address = signed_in_at(request, timezone.now())
    return last_applicant(address) if address else None
