"""年报转公开 — a signed report becomes a document in the organ's 年报 column, and goes to confidentiality review.

What publishing demands stays demanded: the document is drafted here, and reviewed and signed in its own room.
"""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
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
from gongkai.reporting.markup import PublishedPicture, pictures_of, published_html, with_files
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
    made = _made(report_id, actor)
    with changing(actor, now) as change:
        report = report_for(actor, policies.DRAFT_REPORT, report_id)
        after = REPORT_PROCESS.after(ReportState(report.state), "release")
        version = _version(report, made, actor, now)
        _attach(version, made.files, actor, now)
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


@dataclass(frozen=True, slots=True)
class _Made:
    """备好的内容 — what is made before anything is locked: the body, its pictures, the files that are attached."""

    body: str = ""
    pictures: tuple[PublishedPicture, ...] = ()
    files: tuple[Exported, ...] = ()


def _version(report: AnnualReport, made: _Made, actor: Actor, now: datetime) -> Version:
    """The draft with its pictures: those of the version before go, and the body names the new ones."""
    values = _values(report, now)
    if report.document_id is None:
        version = create_draft(report.agency, actor=actor, now=now, column=_column(report), values=values)
    else:
        version = revise(report.document_id, actor=actor, now=now)
        values["change_note"] = report.reason
        for earlier in version.attachments.filter(name__startswith=str(report)):
            detach(earlier.pk, version_id=version.pk, actor=actor, now=now)
    kept = {
        each.mark: attach(
            version.pk,
            actor=actor,
            now=now,
            name=f"{report}·图{number}.{each.ending}",
            data=each.data,
            caption=each.alt,
            embedded=True,
        ).pk
        for number, each in enumerate(made.pictures, 1)
    }
    values["body_html"] = with_files(made.body, kept)
    return save_draft(version.pk, actor=actor, now=now, values=values)


def _values(report: AnnualReport, now: datetime) -> dict[str, Any]:
    return {
        "title": str(report),
        "formed_on": timezone.localdate(report.signed_at or now),
        "report_year": report.year,
        "attribute": "proactive",
        "source": report.agency.name,
    }


def _made(report_id: int, actor: Actor) -> _Made:
    """Make it from what is signed and stays; nothing for who may not, whom the action refuses."""
    report = AnnualReport.objects.select_related("agency", "document").filter(pk=report_id).first()
    if report is None or not report.signed or not actor.may(policies.DRAFT_REPORT, report.agency):
        return _Made()
    content = content_of(report)
    pictures = pictures_of(content)
    files = []
    for wanted in (Format.DOCX, Format.PDF):
        with contextlib.suppress(PdfUnavailable):
            files.append(exported(report, wanted, timezone.localdate(), content))
    return _Made(published_html(content, pictures), pictures, tuple(files))


def _attach(version: Version, files: Iterable[Exported], actor: Actor, now: datetime) -> None:
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
