"""设置救济途径 — which reconsideration body and which court the letters of an organ name."""

from datetime import datetime

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.foi import policies
from gongkai.foi.models import RemedyPlaces
from gongkai.rules.process import RuleViolation


def set_remedy_places(
    agency: Agency, *, review_body: str, court: str, actor: Actor, now: datetime
) -> RemedyPlaces:
    """设置救济途径 — for an organ and those below it that set none themselves.

    Raises RuleViolation when either is empty, Denied.
    """
    actor.require(policies.HANDLE, agency)
    for field, words in (("review_body", review_body), ("court", court)):
        if not words.strip():
            raise RuleViolation("请写明行政复议机关和人民法院的全称", field=field)
    with changing(actor, now) as change:
        places, _ = RemedyPlaces.objects.update_or_create(
            agency=agency, defaults={"review_body": review_body.strip(), "court": court.strip()}
        )
        change.record("foi.set_remedy_places", places, agency_id=agency.pk)
    return places
