"""查阅原件 — open a text or file as it was before masking; each opening is on the ledger."""

from datetime import datetime

from django.http import Http404

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.screening import policies
from gongkai.screening.models import Original
from gongkai.screening.queries import originals_for


def open_original(original_id: int, *, actor: Actor, now: datetime) -> Original:
    """查阅原件 — for the reviewer of the organ, the office above it, and who masked it; raises Denied, Http404."""
    with changing(actor, now) as change:
        actor.require(policies.REVEAL)
        original = originals_for(actor).filter(pk=original_id).first()
        if original is None:
            raise Http404
        document = original.version.document
        change.record(
            "screening.open_original",
            document,
            agency_id=document.agency_id,
            version=original.version.number,
            original=original.pk,
        )
    return original
