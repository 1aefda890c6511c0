"""催报年报 — the disclosure office tells those who draft at an organ that its report is still to come."""

from collections.abc import Collection
from datetime import datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import in_post
from gongkai.core.change import Change, changing
from gongkai.notices.sending import Contact, notify
from gongkai.reporting import policies, queries
from gongkai.reporting.addresses import report_address
from gongkai.reporting.rollup import submitted_reports
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation


def chase_reports(agency_ids: Collection[int], *, year: int, actor: Actor, now: datetime) -> list[Agency]:
    """催报年报 — on a year; returns the organs that were told, each at most once a day.

    Raises RuleViolation where every report is submitted or everybody was told today; Denied, Http404.
    """
    with changing(actor, now) as change:
        organs = list(Agency.objects.filter(pk__in=agency_ids).order_by("position", "pk"))
        if len(organs) != len(set(agency_ids)):
            raise Http404
        for agency in organs:
            actor.require(policies.CHASE_REPORTS, agency)
        done = submitted_reports(organs, year)
        told = [agency for agency in organs if agency.pk not in done and _tell(change, agency, year)]
        if not told:
            raise RuleViolation("没有要催报的机关，或者今天已经催过")
        for agency in told:
            change.record("reporting.chase_report", agency, agency_id=agency.pk, year=year)
    return told


def _tell(change: Change, agency: Agency, year: int) -> bool:
    today = timezone.localdate(change.now)
    wanted = in_post(today).filter(agency=agency, role=Role.LIAISON, user__is_active=True)
    places = {
        "organ": agency.short_name,
        "year": year,
        "due": queries.deadline_of(agency, year).day,
        "link": report_address(agency, year),
    }
    told = [
        notify(
            change,
            "report_wanted",
            to=Contact.of(post.user),
            places=places,
            subject=agency,
            agency=agency,
            occasion=f"report {year} {today.isoformat()}",
        )
        for post in wanted.order_by("pk")
    ]
    return any(told)
