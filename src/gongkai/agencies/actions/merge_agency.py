"""机关合并 — an organ goes into its successor; its documents stay as its own, its address leads on."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies import policies
from gongkai.agencies.actions import agency_facts
from gongkai.agencies.actions.wind_up import check_may_end, end_posts
from gongkai.agencies.addresses import organ_address
from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.core.pages import LISTS, SITE
from gongkai.core.redirects import lead_on
from gongkai.rules.process import RuleViolation


def merge_agency(agency_id: int, *, actor: Actor, now: datetime, successor_id: int, reason: str) -> Agency:
    """机关合并 — return the merged organ.

    Its posts end, its address leads to the successor; documents keep the organ that issued them. Columns are
    retired by `catalogue.actions.end_agency`, which calls this. Raises Denied, Http404, RuleViolation.
    """
    if not reason.strip():
        raise RuleViolation("请写明合并的依据或者理由", field="reason")
    with changing(actor, now) as change:
        agency, successor = agency_facts.active(agency_id), agency_facts.active(successor_id)
        actor.require(policies.MANAGE_AGENCIES, agency)
        actor.require(policies.MANAGE_AGENCIES, successor)
        if successor.pk == agency.pk:
            raise RuleViolation("不能并入它自己", field="successor")
        check_may_end(agency)
        today = timezone.localdate(now)
        agency.status, agency.successor, agency.closed_on = AgencyStatus.MERGED, successor, today
        agency.save(update_fields=["status", "successor", "closed_on"])
        lead_on(organ_address(agency), organ_address(successor))
        change.record(
            "agencies.merge_agency",
            agency,
            agency_id=agency.pk,
            note=reason.strip(),
            successor=successor.pk,
            posts=end_posts(agency, today),
        )
        change.touch(SITE, LISTS)
    return agency
