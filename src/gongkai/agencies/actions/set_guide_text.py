"""补充公开指南 — an organ's own words in its guide (2019 Art. 12)."""

from datetime import datetime

from gongkai.agencies import policies
from gongkai.agencies.actions import agency_facts
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.core.ledger import digest_of
from gongkai.core.pages import SITE
from gongkai.rules.citations import REGULATIONS_2019, cite
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

MOST = 20_000


def set_guide_text(agency_id: int, *, actor: Actor, now: datetime, text: str) -> Agency:
    """补充公开指南 — return the organ; the ledger keeps the digest of the new text.

    Raises Denied, Http404, RuleViolation for a text of more than 20,000 characters.
    """
    if len(text) > MOST:
        raise RuleViolation(phrase("补充内容最多 %(most)s 字", most=f"{MOST:,}"), field="guide_text")
    with changing(actor, now) as change:
        agency = agency_facts.active(agency_id)
        actor.require(policies.EDIT_GUIDE, agency)
        agency.guide_text = text.strip()
        agency.save(update_fields=["guide_text"])
        change.record(
            "agencies.set_guide_text",
            agency,
            agency_id=agency.pk,
            citation=cite(REGULATIONS_2019, 12),
            text=digest_of(agency.guide_text),
        )
        change.touch(SITE)
    return agency
