"""年报核对 — everything that is tried before a report is submitted, each with its place and how it comes out."""

from collections.abc import Iterator
from datetime import date

from gongkai.reporting import checks_charts, checks_numbers, checks_prose, checks_text
from gongkai.reporting.check import Check, Kind, Outcome
from gongkai.reporting.content import Content, content_of
from gongkai.reporting.models import AnnualReport
from gongkai.reporting.queries import deadline_of
from gongkai.rules.phrases import phrase


def checks_of(report: AnnualReport, today: date, content: Content | None = None) -> list[Check]:
    """Return every check of a report, those that stop it first."""
    shown = content or content_of(report)
    found = [
        *checks_numbers.checks(report, shown),
        *checks_text.checks(report.form, shown),
        *checks_prose.checks(shown),
        *checks_charts.checks(shown),
        *_of_time(report, today),
    ]
    order = (Outcome.STOP, Outcome.NOTE, Outcome.OK)
    return sorted(found, key=lambda check: order.index(check.outcome))


def _of_time(report: AnnualReport, today: date) -> Iterator[Check]:
    place = phrase("整份报告")
    if today.year <= report.year:
        words = phrase("%(year)d年还没有过完，统计期到12月31日为止", year=report.year)
        yield Check(Kind.DEADLINE, Outcome.STOP, words, place, "")
        return
    limit = deadline_of(report.agency, report.year)
    if today > limit.day and not report.signed:
        words = phrase("公布期限是%(day)s，已经过了", day=limit.day)
        yield Check(Kind.DEADLINE, Outcome.NOTE, words, place, "", arithmetic=str(limit.citation))
        return
    words = phrase("公布期限是%(day)s", day=limit.day)
    yield Check(Kind.DEADLINE, Outcome.OK, words, place, "", arithmetic=str(limit.citation))
