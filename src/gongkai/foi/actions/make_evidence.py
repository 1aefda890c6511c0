"""制作证据卷 — everything about a case in one file, on record as a look at the applicant's data."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.models import Reveal
from gongkai.foi.queries import visible_to
from gongkai.rules.process import RuleViolation

if TYPE_CHECKING:
    from gongkai.foi.evidence import Evidence


def make_evidence(case_id: int, *, reason: str, actor: Actor, now: datetime) -> "Evidence":
    """制作证据卷 — return it as PDF and ZIP; who made it and why is kept, and the ledger holds the digest of the ZIP.

    Raises RuleViolation without a reason, PdfUnavailable, LetterChanged, Denied, Http404.
    """
    if not reason.strip():
        raise RuleViolation("请写明制作证据卷的用途", field="reason")
    case = visible_to(actor).select_related("agency", "applicant").filter(pk=case_id).first()
    if case is None:
        raise Http404
    actor.require(policies.REVEAL_APPLICANT, case.agency)
    from gongkai.foi.evidence import evidence_of  # brings what opens PDFs and pictures

    made = evidence_of(case, now)  # takes seconds, so nothing is locked meanwhile
    with changing(actor, now) as change:
        case = case_for(actor, policies.REVEAL_APPLICANT, case_id)
        Reveal.objects.create(
            applicant=case.applicant, case=case, by=actor.person, at=now, reason=reason.strip()[:300]
        )
        change.record(
            "foi.make_evidence",
            case,
            agency_id=case.agency_id,
            note=reason.strip(),
            digest=hashlib.sha256(made.archive).hexdigest(),
        )
    return made
