"""资料库的后台工作 — reads again, beside the worker's own work, what another version of the auditor has read."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gongkai.core import files
from gongkai.core.aside import Aside
from gongkai.core.files import FileDamaged
from gongkai.core.schedule import every
from gongkai.intake.reading import FileRefused
from gongkai.reporting.actions.audit_library_again import audit_again
from gongkai.reporting.held_uploads import delete_old
from gongkai.reporting.library import stale, tables_of_year_before, words_of_document
from gongkai.reporting.library_checking import read_report
from gongkai.reporting.library_reading import Reading
from gongkai.reporting.models import LibraryReport

_AT_ONCE = 10
_reader: Aside[None] = Aside("library")
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """一份待核对的年报 — its id, name, bytes (None: those of `digest`), and the tables of the year before."""

    report_id: int
    name: str
    digest: str
    data: bytes | None
    before: list[dict[str, Any]]


@every(timedelta(minutes=1))
def forget_what_nobody_kept(now: datetime) -> None:
    """删除暂存的上传 — reports that were checked and not kept."""
    delete_old(now)


@every(timedelta(seconds=5))
def read_the_library_again(now: datetime) -> None:
    """重新核对资料库 — what has been read is stored, then the next few are taken."""
    if finished := _reader.finished():
        settle(finished[1].result(), now)
    if not _reader.busy and (jobs := jobs_due()):
        _reader.begin(None, lambda: read(jobs))


def jobs_due() -> list[Job]:
    """Return the next reports to be read again."""
    return [_job(report) for report in stale(_AT_ONCE)]


def _job(report: LibraryReport) -> Job:
    keeper = None if report.public else report.keeper_id
    before = tables_of_year_before(report.organ, report.year, keeper_id=keeper)
    name, data = report.file_name, None
    if report.document is not None and report.document.public is not None and report.document.open_to_public:
        name, data = words_of_document(report.document)
    return Job(report.pk, name, report.file_id, data, before)


def read(jobs: Sequence[Job]) -> list[tuple[int, bytes, Reading | None]]:
    """Read reports, touching no database: (id, bytes, reading or None where it cannot be read)."""
    return [_read(job) for job in jobs]


def _read(job: Job) -> tuple[int, bytes, Reading | None]:
    try:
        data = job.data if job.data is not None else files.read(job.digest)
        return job.report_id, data, read_report(data, job.name, job.before)
    except (FileRefused, FileDamaged) as error:
        logger.warning("library: report %s cannot be read again: %s", job.report_id, type(error).__name__)
        return job.report_id, b"", None


def settle(done: Sequence[tuple[int, bytes, Reading | None]], now: datetime) -> None:
    """Store what was read."""
    for report_id, data, reading in done:
        audit_again(report_id, data, reading, now)
