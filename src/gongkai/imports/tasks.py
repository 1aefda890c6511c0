"""导入的后台工作 — goes on with the batches that were given to the worker."""

import time
from datetime import datetime, timedelta

from django.utils import timezone

from gongkai.core.schedule import every
from gongkai.imports import queries, running

SECONDS_AT_A_TIME = 2.0
"""How long batches are worked on before the rest of the worker's work has its turn."""


@every(timedelta(seconds=1))
def go_on_with_batches(now: datetime) -> None:
    """办理批次 — a piece after another of the oldest batch in work, for as long as it is our turn."""
    until = time.monotonic() + SECONDS_AT_A_TIME
    while time.monotonic() < until:
        batch = queries.in_work().select_related("job_by").first()
        if batch is None:
            running.forget_walk()
            return
        running.work_on(batch, timezone.now())
