"""年报转公开 — a signed report becomes a document in the organ's 年报 column, and goes to confidentiality review.

What publishing demands stays demanded: the document is drafted here, and reviewed and signed in its own room.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.catalogue.models import Column, ColumnAudience, ColumnStatus
from gongkai.core.change import changing
from gongkai.disclosure.actions.create_draft import create_draft
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.models import Version
from gongkai.reporting import policies
from gongkai.reporting.actions.report_access import report_for
from gongkai.reporting.markup import published_html
from gongkai.reporting.models import AnnualReport
from gongkai.rules.catalogue import Section
from gongkai.rules.process import RuleViolation
from gongkai.rules.report_process import REPORT_PROCESS, ReportState


def release_report(report_id: int, *, actor: Actor, now: datetime) -> Version:
    """年报转公开 — return the draft of its document; a corrected report revises the document of the one before.

    Raises RuleViolation where the organ has no 年报 column or the document is still in work; StepNotAllowed, Denied,
    Http404.
    """
    with changing(actor, now) as change:
        report = report_for(actor, policies.DRAFT_REPORT, report_id)
        after = REPORT_PROCESS.after(ReportState(report.state), "release")
        version = _version(report, actor, now)
        report.document, report.state = version.document, after
        report.save(update_fields=["document", "state"])
        change.record(
            "reporting.release_report",
            report,
            agency_id=report.agency_id,
            citation=REPORT_PROCESS.step("release").citation,
            document=version.document_id,
            version=report.number,
        )
    return version


def _version(report: AnnualReport, actor: Actor, now: datetime) -> Version:
    values = _values(report, now)
    if report.document_id is None:
        return create_draft(report.agency, actor=actor, now=now, column=_column(report), values=values)
    fresh = revise(report.document_id, actor=actor, now=now)
    return save_draft(fresh.pk, actor=actor, now=now, values={**values, "change_note": report.reason})


def _values(report: AnnualReport, now: datetime) -> dict[str, Any]:
    return {
        "title": str(report),
        "body_html": published_html(report),
        "formed_on": timezone.localdate(report.signed_at or now),
        "report_year": report.year,
        "attribute": "proactive",
        "source": report.agency.name,
    }


def _column(report: AnnualReport) -> Column:
    columns = Column.objects.filter(
        agency=report.agency,
        section=Section.REPORT,
        status=ColumnStatus.ACTIVE,
        audience=ColumnAudience.PUBLIC,
        children=None,
    )
    column = columns.order_by("position", "pk").first()
    if column is None:
        raise RuleViolation("这个机关没有政府信息公开年报栏目，请先建立")
    return column
