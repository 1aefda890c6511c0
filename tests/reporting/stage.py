"""年报的舞台 — figures that the housing bureau declares and confirms, and its report on a year, through the actions."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from cast import NOW, Cast
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.reporting.actions.confirm_declared import confirm_declared
from gongkai.reporting.actions.declare import Statement, declare
from gongkai.reporting.actions.save_report import Written, save_report
from gongkai.reporting.actions.settle_report import sign_report, submit_report
from gongkai.reporting.actions.start_report import start_report
from gongkai.reporting.declared_sheet import asked_in
from gongkai.reporting.models import AnnualReport, DeclaredFigure
from gongkai.rules.report_prose import prompt_mark
from gongkai.rules.slices import Slice

YEAR = 2026
SOON = datetime(2027, 1, 8, 9, tzinfo=timezone.get_default_timezone())
"""A morning after the year, before the report is due."""


def declared(
    agency: Agency,
    numbers: Mapping[str, int] | None = None,
    *,
    by: Actor,
    confirmed_by: Actor | None = None,
    year: int = YEAR,
    now: datetime = SOON,
) -> None:
    """Declare everything that a year's form asks of an organ, 0 where no number is given."""
    given = numbers or {}
    statements = [Statement(one, Decimal(given.get(str(one), 0))) for one in asked_in(year)]
    declare(agency.pk, statements, year=year, actor=by, now=now)
    if confirmed_by:
        waiting = DeclaredFigure.objects.filter(agency=agency, year=year, confirmed_at=None)
        confirm_declared(waiting.values_list("pk", flat=True), actor=confirmed_by, now=now)


def all_declared(cast: Cast, numbers: Mapping[str, int] | None = None, **facts: int) -> None:
    """The housing bureau's figures, declared by Lin and confirmed by Shen."""
    declared(cast.housing, numbers, by=cast.lin, confirmed_by=cast.shen, **facts)  # type: ignore[arg-type]


def begun(cast: Cast, *, year: int = YEAR, now: datetime = SOON) -> AnnualReport:
    """A draft by Lin in which everything that an officer has to write is written."""
    report = start_report(cast.housing, year, actor=cast.lin, now=now)
    return filled_in(report, actor=cast.lin, now=now)


def filled_in(report: AnnualReport, *, actor: Actor, now: datetime = SOON) -> AnnualReport:
    """Replace what the sentences ask an officer to write."""
    written = {}
    for section in report.sections.all():
        lines = [
            line[: line.index(prompt_mark())] + "已按要求办理监督、培训，下一步继续改进。"
            if prompt_mark() in line
            else line
            for line in section.text.splitlines()
        ]
        written[section.pk] = Written(section.heading, "\n".join(lines))
    return save_report(report.pk, written, actor=actor, now=now)


def submitted_report(cast: Cast, **facts: int) -> AnnualReport:
    """A report that waits for Liang's signature."""
    return submit_report(begun(cast, **facts).pk, actor=cast.lin, now=SOON)  # type: ignore[arg-type]


def signed_report(cast: Cast) -> AnnualReport:
    """A report that Lin submitted and Liang signed."""
    return sign_report(submitted_report(cast).pk, actor=cast.liang, now=SOON)


def stated(cast: Cast, *told: tuple[Slice, str], year: int = 2025, **more: object) -> list[DeclaredFigure]:
    """What the liaison of the housing bureau has declared."""
    facts = [Statement(one, Decimal(number)) for one, number in told]
    return declare(cast.housing.pk, facts, year=year, actor=cast.lin, now=NOW, **more)  # type: ignore[arg-type]
