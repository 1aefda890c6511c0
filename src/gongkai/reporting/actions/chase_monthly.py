"""催报月度统计 — the disclosure office tells those who draft at an organ that a month's statistics are still to come."""

from collections.abc import Collection
from datetime import datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.reporting import policies
from gongkai.reporting.actions.chase import organs_for, tell_posts, told_of
from gongkai.reporting.addresses import monthly_address
from gongkai.reporting.monthly import months_over, without
from gongkai.rules.monthly import monthly_form
from gongkai.rules.posts import Role


def chase_monthly(
    agency_ids: Collection[int], *, year: int, month: int, actor: Actor, now: datetime
) -> list[Agency]:
    """催报月度统计 — of a month that is over; returns the organs that were told, each at most once a day.

    Raises RuleViolation where everything is handed in or everybody was told today; Denied, Http404.
    """
    with changing(actor, now) as change:
        if month not in months_over(year, timezone.localdate(now)):
            raise Http404
        organs = organs_for(actor, policies.CHASE_MONTHLY, agency_ids)
        told = told_of(without(organs, year, month), lambda agency: _tell(change, agency, year, month))
        for agency in told:
            change.record("reporting.chase_monthly", agency, agency_id=agency.pk, year=year, month=month)
    return told


def _tell(change: Change, agency: Agency, year: int, month: int) -> bool:
    due = monthly_form().due(year, month)
    places = {"year": year, "month": month, "due": due, "link": monthly_address(agency, year, month)}
    return tell_posts(change, "monthly_wanted", agency, [Role.LIAISON], places, f"monthly {year}-{month}")
