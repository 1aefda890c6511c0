"""新设机关 — put a new organ into the tree."""

from collections.abc import Mapping
from datetime import datetime

from gongkai.agencies import policies
from gongkai.agencies.actions import agency_facts
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.core.pages import SITE


def create_agency(
    *,
    actor: Actor,
    now: datetime,
    parent_id: int,
    code: str,
    name: str,
    short_name: str,
    facts: Mapping[str, object],
) -> Agency:
    """新设机关 — return the organ. `facts` are by the names in `agency_facts.FACTS`.

    Raises Denied, Http404, RuleViolation for a code that is taken or a credit code that does not check.
    """
    agency_facts.check_code(code)
    agency_facts.check_name(name, short_name)
    with changing(actor, now) as change:
        parent = agency_facts.active(parent_id)
        actor.require(policies.MANAGE_AGENCIES, parent)
        agency = Agency(code=code, name=name.strip(), short_name=short_name.strip(), parent=parent)
        agency_facts.fill(agency, facts)
        agency.save(force_insert=True)
        agency.path = f"{parent.path}{agency.pk}/"
        agency.save(update_fields=["path"])
        change.record("agencies.create_agency", agency, agency_id=agency.pk, parent=parent.pk)
        change.touch(SITE)
    return agency
