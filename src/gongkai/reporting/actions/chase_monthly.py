"""催报月度统计 — the disclosure office tells those who draft at an organ that a month's statistics are still to come."""

from collections.abc import Collection
from datetime import datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import in_post
from gongkai.core.change import Change, changing
from gongkai.notices.sending import Contact, notify
from gongkai.reporting import policies
from gongkai.reporting.addresses import monthly_address
from gongkai.reporting.monthly import months_over, without
from gongkai.rules.monthly import monthly_form
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation


def chase_monthly(
    agency_ids: Collection[int], *, year: int, month: int, actor: Actor, now: datetime
) -> list[Agency]:
    """催报月度统计 — of a month that is over; returns the organs that were told, each at most once a day.

    Raises RuleViolation where everything is handed in or everybody was told today; Denied, Http404.
    """
    with changing(actor, now) as change:
        organs = list(Agency.objects.filter(pk__in=agency_ids).order_by("position", "pk"))
        if len(organs) != len(set(agency_ids)) or month not in months_over(year, timezone.localdate(now)):
            raise Http404
        for agency in organs:
            actor.require(policies.CHASE_MONTHLY, agency)
        told = [each for each in without(organs, year, month) if _tell(change, each, year, month)]
        if not told:
            raise RuleViolation("没有要催报的机关，或者今天已经催过")
        for agency in told:
            change.record("reporting.chase_monthly", agency, agency_id=agency.pk, year=year, month=month)
    return told


def _tell(change: Change, agency: Agency, year: int, month: int) -> bool:
    today = timezone.localdate(change.now)
    wanted = in_post(today).filter(agency=agency, role=Role.LIAISON, user__is_active=True)
    places = {
        "organ": agency.short_name,
        "year": year,
        "month": month,
        "due": monthly_form().due(year, month),
        "link": monthly_address(agency, year, month),
    }
    told = [
        notify(
            change,
            "monthly_wanted",
            to=Contact.of(post.user),
            places=places,
            subject=agency,
            agency=agency,
            occasion=f"monthly {year}-{month} {today.isoformat()}",
        )
        for post in wanted.order_by("pk")
    ]
    return any(told)
