"""维护机关信息 — address, hours, telephone and the other facts that the pages are made from."""

from collections.abc import Mapping
from datetime import datetime

from gongkai.agencies import policies
from gongkai.agencies.actions import agency_facts
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.core.pages import SITE
from gongkai.rules.process import RuleViolation


def update_agency(agency_id: int, *, actor: Actor, now: datetime, facts: Mapping[str, object]) -> Agency:
    """维护机关信息 — return the organ; every page that shows a fact shows the new one at once.

    Raises Denied, Http404, RuleViolation when nothing changed or the credit code does not check.
    """
    with changing(actor, now) as change:
        agency = agency_facts.active(agency_id)
        actor.require(policies.MANAGE_AGENCIES, agency)
        changed = agency_facts.fill(agency, facts)
        if not changed:
            raise RuleViolation("没有改动")
        agency.save(update_fields=changed)
        change.record("agencies.update_agency", agency, agency_id=agency.pk, fields=changed)
        change.touch(SITE)
    return agency
