"""机关撤销 — an organ ends without a successor; its page and its documents stay, marked."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies import policies
from gongkai.agencies.actions import agency_facts
from gongkai.agencies.actions.wind_up import check_may_end, end_posts
from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.core.pages import LISTS, SITE
from gongkai.rules.process import RuleViolation


def close_agency(agency_id: int, *, actor: Actor, now: datetime, reason: str) -> Agency:
    """机关撤销 — return the closed organ; its posts end. Raises Denied, Http404, RuleViolation."""
    if not reason.strip():
        raise RuleViolation("请写明撤销的依据或者理由", field="reason")
    with changing(actor, now) as change:
        agency = agency_facts.active(agency_id)
        actor.require(policies.MANAGE_AGENCIES, agency)
        check_may_end(agency)
        today = timezone.localdate(now)
        agency.status, agency.closed_on = AgencyStatus.CLOSED, today
        agency.save(update_fields=["status", "closed_on"])
        change.record(
            "agencies.close_agency",
            agency,
            agency_id=agency.pk,
            note=reason.strip(),
            posts=end_posts(agency, today),
        )
        change.touch(SITE, LISTS)
    return agency
