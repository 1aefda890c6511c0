"""催报 — the disclosure office tells those who declare for an organ which figures are still missing."""

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
from gongkai.reporting.addresses import declared_address
from gongkai.reporting.declared_sheet import missing_at
from gongkai.rules.process import RuleViolation


def chase_declared(agency_ids: Collection[int], *, year: int, actor: Actor, now: datetime) -> list[Agency]:
    """催报数字 — for a year; returns the organs that were told, each at most once a day.

    Raises RuleViolation where nothing is missing or everybody was told today; Denied, Http404.
    """
    with changing(actor, now) as change:
        organs = list(Agency.objects.filter(pk__in=agency_ids).order_by("position", "pk"))
        if len(organs) != len(set(agency_ids)):
            raise Http404
        for agency in organs:
            actor.require(policies.CHASE_DECLARED, agency)
        missing = missing_at([agency.pk for agency in organs], year)
        told = [
            agency
            for agency in organs
            if missing[agency.pk] and _tell(change, agency, year, len(missing[agency.pk]))
        ]
        if not told:
            raise RuleViolation("没有要催报的机关，或者今天已经催过")
        for agency in told:
            change.record("reporting.chase_declared", agency, agency_id=agency.pk, year=year)
    return told


def _tell(change: Change, agency: Agency, year: int, count: int) -> bool:
    today = timezone.localdate(change.now)
    wanted = in_post(today).filter(agency=agency, role__in=policies.DECLARE.roles, user__is_active=True)
    places = {
        "year": year,
        "count": count,
        "organ": agency.short_name,
        "link": declared_address(agency, year),
    }
    told = [
        notify(
            change,
            "figures_missing",
            to=Contact.of(post.user),
            places=places,
            subject=agency,
            agency=agency,
            occasion=f"figures {year} {today.isoformat()}",
        )
        for post in wanted.order_by("pk")
    ]
    return any(told)
