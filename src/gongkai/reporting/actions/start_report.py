"""起草年报 — begin an organ's report on a year, drafted from its figures; or a corrected version of one that is signed."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.reporting import policies, queries, rollup
from gongkai.reporting.actions.report_access import report_for
from gongkai.reporting.drafting import drafted
from gongkai.reporting.models import AnnualReport, Illustration, ReportSection
from gongkai.reporting.numbers import numbers_of
from gongkai.rules.process import RuleViolation
from gongkai.rules.report_forms import form_of


def start_report(agency: Agency, year: int, *, actor: Actor, now: datetime) -> AnnualReport:
    """起草年报 — return the draft with its sections written from the figures (2019 Regulations Art. 50).

    Raises RuleViolation for a year without a form or still to come, and where a report was begun already; Denied.
    """
    actor.require(policies.DRAFT_REPORT, agency)
    if not queries.FIRST_YEAR <= year <= timezone.localdate(now).year:
        raise RuleViolation("这一年没有年度报告")
    with changing(actor, now) as change:
        if AnnualReport.objects.filter(agency=agency, year=year).exists():
            raise RuleViolation("这一年的年报已经有人起草")
        report = _created(agency, year, actor, now)
        ReportSection.objects.bulk_create(drafted(report, numbers_of(report)))
        _recorded(change, "reporting.start_report", report)
    return report


def correct_report(report_id: int, *, reason: str, actor: Actor, now: datetime) -> AnnualReport:
    """更正年报 — return a new version, in draft, of a report that is signed; the signed one stays as it is.

    Raises RuleViolation without a reason, for one that is not signed, and where a newer version is there; Denied,
    Http404.
    """
    if not reason.strip():
        raise RuleViolation("请写明更正的理由，公开后读者会看到", field="reason")
    with changing(actor, now) as change:
        earlier = report_for(actor, policies.DRAFT_REPORT, report_id)
        if not earlier.signed:
            raise RuleViolation("签发以后才需要更正；还没有签发的，退回修改就可以")
        if AnnualReport.objects.filter(
            agency=earlier.agency, year=earlier.year, number__gt=earlier.number
        ).exists():
            raise RuleViolation("已经有新的版本，请在那一版上办理")
        report = _created(earlier.agency, earlier.year, actor, now, earlier, reason.strip()[:500])
        _copy_sections(earlier, report)
        _recorded(change, "reporting.correct_report", report, note=report.reason)
    return report


def _copy_sections(earlier: AnnualReport, report: AnnualReport) -> None:
    """Give a corrected version the sections of the one before, with their illustrations."""
    for row in earlier.sections.prefetch_related("illustrations"):
        section = ReportSection.objects.create(
            report=report, key=row.key, heading=row.heading, position=row.position, text=row.text
        )
        Illustration.objects.bulk_create(
            Illustration(
                section=section,
                after=one.after,
                position=one.position,
                caption=one.caption,
                alt=one.alt,
                file_id=one.file_id,
                chart=one.chart,
            )
            for one in row.illustrations.all()
        )


def _created(
    agency: Agency,
    year: int,
    actor: Actor,
    now: datetime,
    earlier: AnnualReport | None = None,
    reason: str = "",
) -> AnnualReport:
    return AnnualReport.objects.create(
        agency=agency,
        year=year,
        number=earlier.number + 1 if earlier else 1,
        form_key=form_of(year).key,
        scope=earlier.scope if earlier else rollup.scope_of(agency),
        reason=reason,
        drafted_by=actor.person,
        drafted_at=now,
        saved_at=now,
        document=earlier.document if earlier else None,
    )


def _recorded(change: Change, action: str, report: AnnualReport, note: str = "") -> None:
    change.record(
        action, report, agency_id=report.agency_id, note=note, year=report.year, version=report.number
    )
