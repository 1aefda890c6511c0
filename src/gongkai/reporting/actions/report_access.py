"""取用年报 — fetching is permission: a report that an action works on is locked, visible to the actor, and permitted."""

from datetime import datetime

from django.http import Http404

from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Permission
from gongkai.reporting import policies
from gongkai.reporting.models import AnnualReport, ReportSection
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.rules.report_process import REPORT_STATE_LABELS, ReportState


def report_for(actor: Actor, wanted: Permission, report_id: int) -> AnnualReport:
    """Return a report, locked; raises Http404 where the actor may not see it, Denied where not permitted."""
    rows = AnnualReport.objects.select_for_update(of=("self",)).select_related("agency", "document")
    report = rows.filter(pk=report_id).first()
    if report is None or not actor.may(policies.SEE_REPORTS, report.agency):
        raise Http404
    actor.require(wanted, report.agency)
    return report


def must_be_draft(report: AnnualReport, step: str, label: str) -> None:
    """Refuse to change the words of what is submitted; raises StepNotAllowed."""
    if report.state != ReportState.DRAFT:
        raise StepNotAllowed(step, label, REPORT_STATE_LABELS[ReportState(report.state)])


def section_of_draft(report_id: int, section_id: int, actor: Actor) -> tuple[AnnualReport, ReportSection]:
    """取用年报一部分 — a draft, locked, and a section of it; raises as `report_for`, StepNotAllowed, RuleViolation."""
    report = report_for(actor, policies.DRAFT_REPORT, report_id)
    must_be_draft(report, "save", "修改")
    section = report.sections.filter(pk=section_id).first()
    if section is None:
        raise RuleViolation("这一部分刚刚由别人移除了，请重新打开页面")
    return report, section


def mark_saved(report: AnnualReport, now: datetime) -> None:
    """Say when a report was changed last: who has an older page open is told."""
    report.saved_at = now
    report.save(update_fields=["saved_at"])
