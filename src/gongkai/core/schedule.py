"""定时 — periodic work: each job looks for what is due and calls actions."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

logger = logging.getLogger(__name__)
Job = Callable[[datetime], None]
_jobs: list[tuple[timedelta, Job]] = []
_last: dict[Job, datetime] = {}
_at_end: list[Job] = []


def every(interval: timedelta) -> Callable[[Job], Job]:
    """Register a job that the worker runs at this interval, and once when it starts."""

    def register(job: Job) -> Job:
        _jobs.append((interval, job))
        return job

    return register


def at_end(job: Job) -> Job:
    """Register a job that the worker runs when it has been told to stop."""
    _at_end.append(job)
    return job


def end(now: datetime) -> None:
    """Run what is to be done before the worker leaves."""
    for job in _at_end:
        try:
            job(now)
        except Exception:  # as in run_due
            logger.exception("schedule: %s failed", job.__name__)


def run_due(now: datetime) -> int:
    """Run every job whose interval has passed; returns how many ran."""
    # Either way: when the clock was moved back, nothing waits until it has caught up.
    due = [
        (interval, job) for interval, job in _jobs if job not in _last or abs(now - _last[job]) >= interval
    ]
    for _interval, job in due:
        _last[job] = now
        try:
            job(now)
        except Exception:  # one job that fails must not keep the others, or the outbox, from running
            logger.exception("schedule: %s failed", job.__name__)
    return len(due)
