"""机关更名 — a new name; the old one stays as a former name, so that old texts are still recognised."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies import policies
from gongkai.agencies.actions import agency_facts
from gongkai.agencies.models import Agency, AgencyName
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.core.pages import SITE
from gongkai.rules.process import RuleViolation


def rename_agency(
    agency_id: int, *, actor: Actor, now: datetime, name: str, short_name: str, reason: str
) -> Agency:
    """机关更名 — return the organ; its address and its documents stay where they are.

    Raises Denied, Http404, RuleViolation without a reason or a new name.
    """
    agency_facts.check_name(name, short_name)
    if not reason.strip():
        raise RuleViolation("请写明更名的依据或者理由", field="reason")
    with changing(actor, now) as change:
        agency = agency_facts.active(agency_id)
        actor.require(policies.MANAGE_AGENCIES, agency)
        if (agency.name, agency.short_name) == (name.strip(), short_name.strip()):
            raise RuleViolation("新名称与现在的名称相同", field="name")
        former = AgencyName.objects.create(
            agency=agency,
            name=agency.name,
            short_name=agency.short_name,
            used_until=timezone.localdate(now),
        )
        agency.name, agency.short_name = name.strip(), short_name.strip()
        agency.save(update_fields=["name", "short_name"])
        change.record(
            "agencies.rename_agency", agency, agency_id=agency.pk, note=reason.strip(), former_name=former.pk
        )
        change.touch(SITE)
    return agency
