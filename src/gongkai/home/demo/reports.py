"""演示的年报 — figures that departments declared, last year's report published, this year's begun, last month's statistics.

All of it through the real actions, on days of January that are over, or now where they are still to come.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.home.demo.place import data_of, moment
from gongkai.reporting.actions.confirm_declared import confirm_declared
from gongkai.reporting.actions.declare import Statement, declare
from gongkai.reporting.actions.release_report import release_report
from gongkai.reporting.actions.save_report import Written, save_report
from gongkai.reporting.actions.settle_report import sign_report, submit_report
from gongkai.reporting.actions.start_monthly import start_monthly
from gongkai.reporting.actions.start_report import start_report
from gongkai.reporting.declared_sheet import asked_in
from gongkai.reporting.models import AnnualReport
from gongkai.reporting.monthly import last_month
from gongkai.rules.posts import Role
from gongkai.rules.report_prose import prompt_mark
from gongkai.rules.slices import parsed

_DATA = data_of("reports.toml")


def load_reports(organs: Mapping[str, Agency], people: Mapping[Role, Actor], now: datetime) -> None:
    """载入演示的年报 — last year's is public, this year's a draft with figures that wait to be confirmed."""
    year = timezone.localdate(now).year
    liaison = people[Role.LIAISON]
    for code, given in _DATA["figures"].items():
        _declare(organs[code], given, year - 1, people, now)
    at = min(moment(date(year, 1, 20)), now)
    publish_report(organs[_DATA["report"]], year - 1, _DATA["written"], people, at)
    drafting = organs[_DATA["draft"]]
    stated = [Statement(parsed(text), Decimal(number)) for text, number in _DATA["waiting"].items()]
    declare(drafting.pk, stated, year=year, actor=liaison, now=now)
    start_report(drafting, year, actor=liaison, now=now)
    start_monthly(drafting, *last_month(timezone.localdate(now)), actor=liaison, now=now)


def _declare(
    agency: Agency, given: Mapping[str, int], year: int, people: Mapping[Role, Actor], now: datetime
) -> None:
    """Declare everything that the year's form asks for, 0 where no number is given; the leader confirms it."""
    at = min(moment(date(year + 1, 1, 8)), now)
    stated = [Statement(one, Decimal(given.get(str(one), 0))) for one in asked_in(year)]
    figures = declare(agency.pk, stated, year=year, actor=people[Role.LIAISON], now=at)
    confirm_declared([figure.pk for figure in figures], actor=people[Role.LEADER], now=at)


def publish_report(
    agency: Agency, year: int, written: Mapping[str, str], people: Mapping[Role, Actor], at: datetime
) -> None:
    """Draft, submit, sign and release a report, then review and sign its document; `written` is by section.

    Raises RuleViolation where a check stops the submission.
    """
    liaison, leader = people[Role.LIAISON], people[Role.LEADER]
    report = _filled_in(start_report(agency, year, actor=liaison, now=at), written, liaison, at)
    submit_report(report.pk, actor=liaison, now=at)
    sign_report(report.pk, actor=leader, now=at)
    version = release_report(report.pk, actor=liaison, now=at)
    submit(version.pk, actor=liaison, now=at)
    pass_review(version.pk, actor=people[Role.REVIEWER], now=at)
    sign(version.pk, actor=leader, now=at)


def _filled_in(report: AnnualReport, words: Mapping[str, str], liaison: Actor, now: datetime) -> AnnualReport:
    """Write what the drafted sentences leave to an officer."""
    written = {}
    for section in report.sections.all():
        parts = [line.partition(prompt_mark()) for line in section.text.splitlines()]
        lines = [told + (words[section.key] if asked else "") for told, asked, _what in parts]
        written[section.pk] = Written(section.heading, "\n".join(lines))
    return save_report(report.pk, written, actor=liaison, now=now)
