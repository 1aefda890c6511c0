"""提交与签发年报 — the liaison submits what has passed its checks, its figures freeze; another person signs or returns it."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.reporting import policies
from gongkai.reporting.actions.report_access import report_for
from gongkai.reporting.check import Outcome
from gongkai.reporting.checks import checks_of
from gongkai.reporting.content import content_of
from gongkai.reporting.models import AnnualReport
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation
from gongkai.rules.report_process import REPORT_PROCESS, ReportState


def submit_report(report_id: int, *, actor: Actor, now: datetime) -> AnnualReport:
    """提交年报 — its figures are frozen as they are now (2019 Regulations Art. 50).

    Raises RuleViolation where a check stops it, saying where; StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        report = report_for(actor, policies.DRAFT_REPORT, report_id)
        after = REPORT_PROCESS.after(ReportState(report.state), "submit")
        content = content_of(report)
        stops = [
            check
            for check in checks_of(report, timezone.localdate(now), content)
            if check.outcome is Outcome.STOP
        ]
        if stops:
            first = phrase("%(place)s：%(words)s", place=stops[0].place, words=stops[0].words)
            raise RuleViolation(
                phrase(
                    "有%(count)d项核对没有通过，不能提交。第一项，%(first)s", count=len(stops), first=first
                )
            )
        report.figures = content.numbers.kept()
        report.state, report.submitted_by, report.submitted_at = after, actor.person, now
        report.return_reason = ""
        report.save(update_fields=["figures", "state", "submitted_by", "submitted_at", "return_reason"])
        _recorded(change, "submit", report)
    return report


def return_report(report_id: int, *, reason: str, actor: Actor, now: datetime) -> AnnualReport:
    """退回年报 — to be mended, by who would sign or by who submitted it; its figures move again.

    Raises RuleViolation without words, StepNotAllowed, Denied, Http404.
    """
    if not reason.strip():
        raise RuleViolation("请写明退回的理由", field="reason")
    with changing(actor, now) as change:
        report = report_for(actor, policies.SEE_REPORTS, report_id)
        if report.submitted_by_id != actor.user_id:
            actor.require(policies.SIGN_REPORT, report.agency)
        report.state = REPORT_PROCESS.after(ReportState(report.state), "return")
        report.figures, report.return_reason = {}, reason.strip()[:500]
        report.submitted_by = report.submitted_at = None
        report.save(update_fields=["figures", "state", "submitted_by", "submitted_at", "return_reason"])
        _recorded(change, "return", report, note=report.return_reason)
    return report


def sign_report(report_id: int, *, actor: Actor, now: datetime) -> AnnualReport:
    """签发年报 — by another person than who submitted it; after that nothing in it changes (2019 Regulations Art. 49).

    Raises RuleViolation for one's own submission, StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        report = report_for(actor, policies.SIGN_REPORT, report_id)
        after = REPORT_PROCESS.after(ReportState(report.state), "sign")
        if report.submitted_by_id == actor.user_id:
            raise RuleViolation("年报须由提交人以外的人签发")
        report.state, report.signed_by, report.signed_at = after, actor.person, now
        report.save(update_fields=["state", "signed_by", "signed_at"])
        _recorded(change, "sign", report)
    return report


def _recorded(change: Change, step: str, report: AnnualReport, note: str = "") -> None:
    change.record(
        f"reporting.{step}_report",
        report,
        agency_id=report.agency_id,
        citation=REPORT_PROCESS.step(step).citation,
        note=note,
        year=report.year,
        version=report.number,
    )
