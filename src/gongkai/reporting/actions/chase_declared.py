"""催报 — the disclosure office tells those who declare for an organ which figures are still missing."""

from collections.abc import Collection
from datetime import datetime

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.reporting import policies
from gongkai.reporting.actions.chase import organs_for, tell_posts, told_of
from gongkai.reporting.addresses import declared_address
from gongkai.reporting.declared_sheet import missing_at


def chase_declared(agency_ids: Collection[int], *, year: int, actor: Actor, now: datetime) -> list[Agency]:
    """催报数字 — for a year; returns the organs that were told, each at most once a day.

    Raises RuleViolation where nothing is missing or everybody was told today; Denied, Http404.
    """
    with changing(actor, now) as change:
        organs = organs_for(actor, policies.CHASE_DECLARED, agency_ids)
        missing = missing_at([agency.pk for agency in organs], year)
        lacking = [agency for agency in organs if missing[agency.pk]]
        told = told_of(lacking, lambda agency: _tell(change, agency, year, len(missing[agency.pk])))
        for agency in told:
            change.record("reporting.chase_declared", agency, agency_id=agency.pk, year=year)
    return told


def _tell(change: Change, agency: Agency, year: int, count: int) -> bool:
    places = {"year": year, "count": count, "link": declared_address(agency, year)}
    return tell_posts(change, "figures_missing", agency, policies.DECLARE.roles, places, f"figures {year}")
