"""办理批次 — goes on with a batch's job a piece at a time, in the worker or on the command line."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import actor_for
from gongkai.core import files
from gongkai.core.permissions import Denied
from gongkai.imports.actions.check_rows import check_rows
from gongkai.imports.actions.jobs import finish_job, stop_job
from gongkai.imports.actions.load_rows import ROWS_IN_A_PIECE, load_rows
from gongkai.imports.actions.pass_batch import pass_batch
from gongkai.imports.actions.revert_batch import revert_batch
from gongkai.imports.actions.sign_batch import sign_batch
from gongkai.imports.actions.submit_batch import submit_batch
from gongkai.imports.beside import Beside
from gongkai.imports.bringing import bring
from gongkai.imports.directory import Directory
from gongkai.imports.layout import Layout
from gongkai.imports.models import Batch
from gongkai.imports.rows import Incoming, RowReader, Trouble, read_rows
from gongkai.imports.tables import opened
from gongkai.imports.twins import Twins
from gongkai.intake import FileRefused
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation, StepNotAllowed

logger = logging.getLogger(__name__)


class Walk:
    """走一张表 — the rows of a batch's table after the place that it has reached, read in order."""

    def __init__(
        self,
        batch: Batch,
        actor: Actor,
        now: datetime,
        *,
        path: Path | None = None,
        beside: Beside | None = None,
    ) -> None:
        """Open the table, at `path` where it was not stored; raises FileRefused, FileDamaged."""
        self._stack = ExitStack()
        self.beside = beside or _zip_of(batch)
        if self.beside is not None:
            self._stack.callback(self.beside.close)
        table = self._stack.enter_context(opened(path or _stored(batch), batch.file_name))
        layout = Layout.from_facts(batch.mapping, table.header)
        reader = RowReader(layout, Directory(actor), today=timezone.localdate(now), beside=self.beside)
        self._rows = read_rows(reader, table.rows, after=batch.cursor)
        self._twins = Twins(batch.origin)
        self.after = batch.cursor

    def next_rows(self) -> list[Incoming]:
        """Return the next piece, empty at the end."""
        rows = list(islice(self._rows, ROWS_IN_A_PIECE))
        for row in rows:
            self._notice_twin(row)
        if rows:
            self.after = rows[-1].row
        return rows

    def _notice_twin(self, row: Incoming) -> None:
        if row.agency is None or not row.good:
            return
        values = row.values
        same = self._twins.notice(
            row.row,
            row.old_id,
            row.agency.pk,
            values["title"],
            values["formed_on"],
            values["document_number"],
        )
        if same:
            row.troubles.append(Trouble("标题", values["title"][:60], same, "warning"))

    def close(self) -> None:
        """Let table and files go."""
        self._stack.close()


def _stored(batch: Batch) -> Path:
    if batch.file_id is None:
        raise FileRefused("missing", "表格没有存在这里，请用命令行加 --resume 继续。")
    return files.path_of(batch.file_id)


def _zip_of(batch: Batch) -> Beside | None:
    return Beside.zip(files.path_of(batch.beside_id)) if batch.beside_id else None


def go_on(batch: Batch, walk: Walk | None, actor: Actor, now: datetime) -> int:
    """Do one piece of a batch's job; return how many rows or items were done, 0 when the job is through.

    A check or a load needs the walk over its table.
    """
    match batch.job:
        case Batch.Job.CHECK:
            assert walk is not None
            if rows := walk.next_rows():
                check_rows(batch.pk, rows)
            return len(rows)
        case Batch.Job.LOAD:
            assert walk is not None
            return load_piece(batch, walk, actor, now)
        case Batch.Job.SUBMIT:
            return submit_batch(batch.pk, actor=actor, now=now)
        case Batch.Job.PASS:
            return pass_batch(batch.pk, actor=actor, now=now, remark=batch.job_reason)
        case Batch.Job.SIGN:
            return sign_batch(batch.pk, actor=actor, now=now)
    return revert_batch(batch.pk, actor=actor, now=now, reason=batch.job_reason)


def load_piece(batch: Batch, walk: Walk, actor: Actor, now: datetime) -> int:
    """Load the next rows with the files that they name; return how many."""
    rows = walk.next_rows()
    if rows:
        brings = {
            row.row: bring(row, walk.beside) for row in rows if row.good and (row.file or row.attachments)
        }
        load_rows(batch.pk, rows, actor=actor, now=now, brings=brings)
    return len(rows)


# The walk of the batch that this worker is at: opening a table anew for each piece would read it again and again.
_walk: tuple[int, Walk] | None = None
MOST_FAILURES = 5
# By batch: where its job was when a piece failed, and how many times it has failed there.
_failures: dict[int, tuple[int, int]] = {}


def work_on(batch: Batch, now: datetime) -> bool:
    """Do one piece in the worker, on behalf of whoever gave the job; return whether there is more to do.

    What cannot go on stops the job, with the reason on the batch.
    """
    actor = actor_for(batch.job_by, timezone.localdate(now))
    try:
        walk = _walk_of(batch, actor, now) if batch.job in (Batch.Job.CHECK, Batch.Job.LOAD) else None
        done = go_on(batch, walk, actor, now)
    except (FileRefused, files.FileDamaged, RuleViolation, StepNotAllowed, Denied, Http404) as error:
        forget_walk()
        stop_job(batch.pk, _words(error), now=now)
        return False
    except Exception:
        # Whatever has come over the table is read anew with the next piece, but not for ever: the others wait.
        forget_walk()
        if _failed_again(batch):
            logger.exception("import: batch %s cannot go on", batch.pk)
            stop_job(batch.pk, "办理时出错，已经办完的没有影响；请再试一次，仍不行请联系系统管理员", now=now)
            return False
        raise
    _failures.pop(batch.pk, None)
    if done == 0:
        forget_walk()
        finish_job(batch.pk, now=now)
    return done > 0


def _failed_again(batch: Batch) -> bool:
    """Count a piece that failed in a way that nobody foresaw; whether it has failed often enough at this place."""
    cursor, times = _failures.get(batch.pk, (batch.cursor, 0))
    times = times + 1 if cursor == batch.cursor else 1
    _failures[batch.pk] = batch.cursor, times
    if times < MOST_FAILURES:
        return False
    del _failures[batch.pk]
    return True


def _walk_of(batch: Batch, actor: Actor, now: datetime) -> Walk:
    global _walk
    if _walk is None or _walk[0] != batch.pk or _walk[1].after != batch.cursor:
        forget_walk()
        _walk = batch.pk, Walk(batch, actor, now)
    return _walk[1]


def forget_walk() -> None:
    """Close the table that is open."""
    global _walk
    if _walk is not None:
        _walk[1].close()
        _walk = None


def _words(error: Exception) -> str:
    if isinstance(error, FileRefused):
        return error.message
    if isinstance(error, Denied):
        return error.reason
    return str(error) or phrase("已经没有权限办理")


def run_to_end(batch: Batch, actor: Actor, *, path: Path, beside: Beside | None) -> Iterator[int]:
    """Check or load a table where it lies, in this process; yield how many rows each piece had."""
    walk = Walk(batch, actor, timezone.now(), path=path, beside=beside)
    try:
        while done := go_on(batch, walk, actor, timezone.now()):
            yield done
    finally:
        walk.close()
    finish_job(batch.pk, now=timezone.now())
