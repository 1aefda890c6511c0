"""年报转公开 — a signed report becomes a document in the organ's 年报 column, and goes to confidentiality review.

What publishing demands stays demanded: the document is drafted here, and reviewed and signed in its own room.
"""

import contextlib
from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.catalogue.models import Column, ColumnAudience, ColumnStatus
from gongkai.core.change import changing
from gongkai.disclosure.actions.attach import attach, detach
from gongkai.disclosure.actions.create_draft import create_draft
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.models import Version
from gongkai.reporting import policies
from gongkai.reporting.actions.report_access import report_for
from gongkai.reporting.content import content_of
from gongkai.reporting.exports import Exported, Format, exported
from gongkai.reporting.markup import published_html
from gongkai.reporting.models import AnnualReport
from gongkai.rules.catalogue import Section
from gongkai.rules.process import RuleViolation
from gongkai.rules.report_process import REPORT_PROCESS, ReportState
from gongkai.typesetting.pdf import PdfUnavailable


def release_report(report_id: int, *, actor: Actor, now: datetime) -> Version:
    """年报转公开 — return the draft of its document; a corrected report revises the document of the one before.

    The report is attached as Word and, where this machine can make one, as PDF. Raises RuleViolation where the organ
    has no 年报 column or the document is still in work; StepNotAllowed, Denied, Http404.
    """
    files = _files(report_id, actor)
    with changing(actor, now) as change:
        report = report_for(actor, policies.DRAFT_REPORT, report_id)
        after = REPORT_PROCESS.after(ReportState(report.state), "release")
        version = _version(report, actor, now)
        _attach(version, str(report), files, actor, now)
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


def _files(report_id: int, actor: Actor) -> list[Exported]:
    """What is attached; made before anything is locked, from what is signed and stays."""
    report = AnnualReport.objects.select_related("agency", "document").filter(pk=report_id).first()
    if report is None or not report.signed or not actor.may(policies.DRAFT_REPORT, report.agency):
        return []
    made, content = [], content_of(report)
    for wanted in (Format.DOCX, Format.PDF):
        with contextlib.suppress(PdfUnavailable):
            made.append(exported(report, wanted, timezone.localdate(), content))
    return made


def _attach(version: Version, title: str, files: list[Exported], actor: Actor, now: datetime) -> None:
    """Attach the files, in place of those of the version before."""
    for earlier in version.attachments.filter(name__startswith=title):
        detach(earlier.pk, version_id=version.pk, actor=actor, now=now)
    for file in files:
        attach(version.pk, actor=actor, now=now, name=file.name, data=file.data)


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
