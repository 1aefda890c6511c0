"""重新核对 — kept reports are read again when the auditor, their document or the year before has changed."""

from datetime import datetime

from gongkai.agencies.policies import SYSTEM
from gongkai.core import files
from gongkai.core.change import changing
from gongkai.reporting.actions.keep_library_report import fields_of
from gongkai.reporting.library_reading import Reading, auditor_version
from gongkai.reporting.models import LibraryReport


def audit_again(report_id: int, data: bytes, reading: Reading | None, now: datetime) -> None:
    """重新核对 — store what was read of `data`; None where it cannot be read any more: then what is known stays."""
    with changing(SYSTEM, now) as change:
        report = LibraryReport.objects.select_for_update(of=("self",)).filter(pk=report_id).first()
        if report is None:
            return
        if reading is not None:
            report.file = files.keep(data, media_type=report.file.media_type, now=now)
            for name, value in fields_of(reading, now).items():
                setattr(report, name, value)
        report.auditor, report.audited_at = auditor_version(), now
        report.save()
        change.record(
            "reporting.audit_again",
            report,
            agency_id=report.keeper_id,
            auditor=report.auditor,
            read=reading is not None,
        )
