"""催报年报 — the disclosure office tells those who draft at an organ that its report is still to come."""

from collections.abc import Collection
from datetime import datetime

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.reporting import policies, queries
from gongkai.reporting.actions.chase import organs_for, tell_posts, told_of
from gongkai.reporting.addresses import report_address
from gongkai.reporting.rollup import submitted_reports
from gongkai.rules.posts import Role


def chase_reports(agency_ids: Collection[int], *, year: int, actor: Actor, now: datetime) -> list[Agency]:
    """催报年报 — on a year; returns the organs that were told, each at most once a day.

    Raises RuleViolation where every report is submitted or everybody was told today; Denied, Http404.
    """
    with changing(actor, now) as change:
        organs = organs_for(actor, policies.CHASE_REPORTS, agency_ids)
        done = submitted_reports(organs, year)
        lacking = [agency for agency in organs if agency.pk not in done]
        told = told_of(lacking, lambda agency: _tell(change, agency, year))
        for agency in told:
            change.record("reporting.chase_report", agency, agency_id=agency.pk, year=year)
    return told


def _tell(change: Change, agency: Agency, year: int) -> bool:
    due = queries.deadline_of(agency, year).day
    places = {"year": year, "due": due, "link": report_address(agency, year)}
    return tell_posts(change, "report_wanted", agency, [Role.LIAISON], places, f"report {year}")
