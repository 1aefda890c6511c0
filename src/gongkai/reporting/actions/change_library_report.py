"""改动资料库年报 — who sees a kept report; taking it out again."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.reporting.actions.keep_library_report import kept_for, require_address
from gongkai.reporting.held_files import forget_unheld
from gongkai.reporting.models import LibraryReport
from gongkai.rules.process import RuleViolation


def show_library_report(
    report_id: int, *, public: bool, source_url: str = "", actor: Actor, now: datetime
) -> LibraryReport:
    """公众可见 — let everyone see a kept report that was published, or no longer.

    Raises RuleViolation where nothing says where it was published, or where nothing changes; Denied, Http404.
    """
    with changing(actor, now) as change:
        report = kept_for(actor, report_id)
        address = source_url or report.source_url
        if report.document_id is None:
            require_address(public=public, source_url=address)
        if (public, address) == (report.public, report.source_url):
            raise RuleViolation("没有改动")
        # What it was checked against may be seen by others now.
        report.public, report.source_url, report.auditor = public, address, ""
        report.save(update_fields=["public", "source_url", "auditor"])
        change.record(
            "reporting.show_library_report",
            report,
            agency_id=report.keeper_id,
            public=public,
            year=report.year,
        )
    return report


def remove_library_report(report_id: int, *, actor: Actor, now: datetime) -> None:
    """移出资料库 — with its file, where nothing else holds it; raises Denied, Http404."""
    with changing(actor, now) as change:
        report = kept_for(actor, report_id)
        change.record("reporting.remove_library_report", report, agency_id=report.keeper_id, year=report.year)
        stored, organ, year = report.file, report.organ, report.year
        report.delete()
        LibraryReport.objects.filter(organ=organ, year=year + 1).update(auditor="")
        forget_unheld(stored)
