"""重新识别 — with another secret key, receipts lead to their cases again, and who comes back is recognised."""

from datetime import datetime

from django.db.models import QuerySet

from gongkai.agencies.policies import SYSTEM
from gongkai.core.change import changing
from gongkai.foi.actions.file_case import fingerprints_of
from gongkai.foi.filing import ApplicantFacts
from gongkai.foi.models import Applicant, Case
from gongkai.foi.queries import key_fingerprint

_AT_ONCE = 500


def renew_fingerprints(now: datetime) -> int:
    """重新识别 — make the keyed digests of cases and applicants anew, and return of how many cases.

    They are of the secret key, which no archive holds: a site that was restored without it has another one. The
    oldest case comes last, so that it tells whether all are done. Raises SealError where they cannot be opened.
    """
    oldest = _cases().order_by("pk").first()
    if oldest is None or oldest.access_fingerprint == key_fingerprint(oldest.access_token):
        return 0
    ids = list(_cases().order_by("-pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        _renew(ids[start : start + _AT_ONCE], now)
    return len(ids)


def _cases() -> QuerySet[Case]:
    """Return the cases whose applicants were not made anonymous."""
    return Case.objects.filter(applicant__anonymised_at=None)


def _renew(ids: list[int], now: datetime) -> None:
    with changing(SYSTEM, now) as change:
        cases = list(_cases().filter(pk__in=ids).select_related("applicant").order_by("-pk"))
        for case in cases:
            case.access_fingerprint = key_fingerprint(case.access_token)
            kept = fingerprints_of(ApplicantFacts.of(case))
            for name, value in kept.items():
                setattr(case.applicant, name, value)
        Case.objects.bulk_update(cases, ["access_fingerprint"])
        Applicant.objects.bulk_update({case.applicant for case in cases}, list(kept))
        change.record("foi.renew_fingerprints", cases[0], agency_id=cases[0].agency_id, count=len(cases))
