"""网站设置 — the name of the site, its marks, its host, and the pattern of its index numbers."""

from datetime import datetime

from gongkai.agencies import policies
from gongkai.agencies.models import Agency, AgencyStatus, Jurisdiction
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.core.pages import SITE
from gongkai.rules.index_numbers import IndexPattern, PatternError
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

FACTS = ("site_name", "site_id_code", "icp_number", "host_agency", "index_pattern")


def configure_site(
    *,
    actor: Actor,
    now: datetime,
    site_name: str,
    site_id_code: str,
    icp_number: str,
    host_agency: Agency,
    index_pattern: str,
) -> Jurisdiction:
    """网站设置 — return the jurisdiction; numbers given out before keep their form.

    Raises Denied, RuleViolation for a pattern that cannot number uniquely, or a host that is closed.
    """
    given = (site_name, site_id_code, icp_number, host_agency, index_pattern)
    with changing(actor, now) as change:
        here = Jurisdiction.objects.select_related("root").get()
        actor.require(policies.CONFIGURE_SITE, here.root)
        if host_agency.status != AgencyStatus.ACTIVE:
            raise RuleViolation(
                phrase("%(organ)s已撤并，不能作为主办单位", organ=host_agency.name), field="host_agency"
            )
        try:
            IndexPattern(index_pattern)
        except PatternError as error:
            raise RuleViolation(error.args[0], field="index_pattern") from error
        changed = [name for name, value in zip(FACTS, given, strict=True) if getattr(here, name) != value]
        if not changed:
            raise RuleViolation("没有改动")
        for name, value in zip(FACTS, given, strict=True):
            setattr(here, name, value)
        here.save(update_fields=changed)
        change.record("agencies.configure_site", here, agency_id=here.root_id, fields=changed)
        change.touch(SITE)
    return here
