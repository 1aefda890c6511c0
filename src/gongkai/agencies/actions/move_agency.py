"""调整隶属关系 — put an organ, with all below it, under another organ."""

from datetime import datetime

from gongkai.agencies import policies
from gongkai.agencies.actions import agency_facts
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.core.pages import LISTS, SITE
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation


def move_agency(agency_id: int, *, actor: Actor, now: datetime, parent_id: int, reason: str) -> Agency:
    """调整隶属关系 — return the organ with its new path; search by a superior organ follows.

    Raises Denied at either place, Http404, RuleViolation for the top organ or a place below itself.
    """
    if not reason.strip():
        raise RuleViolation("请写明调整的依据或者理由", field="reason")
    with changing(actor, now) as change:
        agency, parent = agency_facts.active(agency_id), agency_facts.active(parent_id)
        if agency.parent_id is None:
            raise RuleViolation("最上级的机关不能移动")
        actor.require(policies.MANAGE_AGENCIES, agency)
        actor.require(policies.MANAGE_AGENCIES, parent)
        if parent.path.startswith(agency.path):
            raise RuleViolation(
                phrase("%(parent)s就在%(organ)s之下，不能作它的上级", parent=parent.name, organ=agency.name),
                field="parent",
            )
        if parent.pk == agency.parent_id:
            raise RuleViolation("上级机关没有改变", field="parent")
        former = agency.parent_id
        below = list(Agency.objects.filter(path__startswith=agency.path))
        old, new = agency.path, f"{parent.path}{agency.pk}/"
        for organ in below:
            organ.path = new + organ.path.removeprefix(old)
        Agency.objects.bulk_update(below, ["path"])
        Agency.objects.filter(pk=agency.pk).update(parent=parent)
        change.record(
            "agencies.move_agency",
            agency,
            agency_id=agency.pk,
            note=reason.strip(),
            from_parent=former,
            to_parent=parent.pk,
        )
        for organ in below:
            change.ask("index_agency", organ.pk)
        change.touch(SITE, LISTS)
    return Agency.objects.get(pk=agency_id)
