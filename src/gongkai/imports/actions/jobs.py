"""交办 — a batch is given to the worker for one job, and taken back when that is done or cannot go on."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet

from gongkai.agencies.policies import SYSTEM, Actor
from gongkai.core.change import changing
from gongkai.core.permissions import Permission
from gongkai.disclosure import policies
from gongkai.imports import queries
from gongkai.imports.actions.access import batch_for
from gongkai.imports.layout import Layout
from gongkai.imports.models import Batch, Item
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

_Job, _State = Batch.Job, Batch.State
# From which states a job begins, and which permission it takes.
_BEGINS: dict[str, tuple[frozenset[str], Permission]] = {
    _Job.CHECK: (frozenset({_State.OPEN, _State.CHECKED}), policies.DRAFT),
    _Job.LOAD: (frozenset({_State.OPEN, _State.CHECKED, _State.LOADING}), policies.DRAFT),
    _Job.SUBMIT: (frozenset({_State.LOADED}), policies.DRAFT),
    _Job.PASS: (frozenset({_State.LOADED}), policies.REVIEW),
    _Job.SIGN: (frozenset({_State.LOADED}), policies.SIGN),
    _Job.REVERT: (frozenset({_State.LOADING, _State.LOADED}), policies.DRAFT),
}
_READS_TABLE = frozenset({_Job.CHECK, _Job.LOAD})
_WAITING: dict[str, Callable[[Batch, Actor], QuerySet[Item]]] = {
    _Job.SUBMIT: queries.to_submit,
    _Job.PASS: queries.to_pass,
    _Job.SIGN: queries.to_sign,
    _Job.REVERT: queries.to_revert,
}


def begin_job(batch_id: int, job: str, *, actor: Actor, now: datetime, reason: str = "") -> Batch:
    """交办一件事 — a load that was broken off goes on where it stopped; everything else begins at the first row.

    Raises Denied, and RuleViolation while another job is under way, from a state that does not allow it, with
    nothing to do, or without the reason that undoing needs.
    """
    states, wanted = _BEGINS[job]
    with changing(actor, now) as change:
        batch = batch_for(actor, batch_id)
        actor.require(wanted)
        if job in _READS_TABLE:
            actor.require(wanted, batch.agency)
        if batch.job:
            raise RuleViolation(phrase("这一批正在办理，请等办完"))
        if batch.state not in states:
            raise RuleViolation(
                phrase("这一批当前是“%(state)s”，不能办理这一步", state=batch.get_state_display())
            )
        if job == _Job.REVERT and not reason.strip():
            raise RuleViolation(phrase("请写明撤销的理由，已公开的信息会在原地址显示"), field="reason")
        _set_out(batch, job, actor)
        batch.job, batch.job_by, batch.job_reason = job, actor.user, reason.strip()[:500]
        batch.stopped = ""
        batch.save()
        change.record(
            "imports.begin_job", batch, agency_id=batch.agency_id, note=reason.strip(), job=str(job)
        )
    return batch


def _set_out(batch: Batch, job: str, actor: Actor) -> None:
    """Put the batch at the beginning of a job, or where its load stopped."""
    if job in _READS_TABLE:
        Layout.from_facts(batch.mapping, list(batch.mapping.get("columns", {}))).check()
        if batch.state == _State.LOADING:
            return
        batch.total = _rows_counted(batch) if job == _Job.LOAD else 0
        batch.cursor, batch.done, batch.counts = 0, 0, {}
        batch.problems.all().delete()
        return
    batch.total = _WAITING[job](batch, actor).count()
    if not batch.total:
        raise RuleViolation(phrase("这一批没有您可以办理的稿件"))
    batch.cursor, batch.done = 0, 0
    batch.counts = {**batch.counts, "held": 0, "stayed": 0}


def _rows_counted(batch: Batch) -> int:
    """Return how many rows the check has counted, 0 where there was none."""
    return batch.done if batch.state == _State.CHECKED else 0


def finish_job(batch_id: int, *, now: datetime) -> Batch:
    """办完 — the worker has come to the end of a job."""
    with changing(SYSTEM, now) as change:
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        job = batch.job
        if job == _Job.CHECK:
            batch.state = _State.CHECKED
        elif job == _Job.LOAD:
            batch.state, batch.loaded_at = _State.LOADED, now
        elif job == _Job.REVERT:
            _close(batch, now)
        batch.total = max(batch.total, batch.done)
        batch.job, batch.job_by, batch.job_reason = _Job.NONE, None, ""
        batch.save()
        change.record("imports.finish_job", batch, agency_id=batch.agency_id, job=job, counts=batch.counts)
    return batch


def _close(batch: Batch, now: datetime) -> None:
    """Count a batch as undone when nothing of it stands any more."""
    standing = Item.objects.filter(batch=batch, current=True, document__isnull=False).exclude(digest="")
    if not standing.exists():
        batch.state, batch.reverted_at = _State.REVERTED, now


def stop_job(batch_id: int, words: str, *, now: datetime) -> Batch:
    """中断 — a job cannot go on; what is done stays done, and the batch says why it stopped."""
    with changing(SYSTEM, now) as change:
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        job, batch.job, batch.stopped = batch.job, _Job.NONE, words[:500]
        batch.save(update_fields=["job", "stopped"])
        change.record("imports.stop_job", batch, agency_id=batch.agency_id, job=job)
    return batch
