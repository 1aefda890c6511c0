"""导入的后台工作 — goes on with batches, with files that were dropped, and with what sister sites have.

What fetches and reads is loaded in the worker only: the web processes start without it.
"""

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from gongkai.core.schedule import every
from gongkai.imports import queries

if TYPE_CHECKING:
    from gongkai.imports.dropping import Dropper
    from gongkai.imports.harvesting import Harvester

SECONDS_AT_A_TIME = 0.5
"""How long batches are worked on before the rest of the worker's work has its turn."""


@every(timedelta(seconds=1))
def go_on_with_batches(now: datetime) -> None:
    """办理批次 — a piece after another of the oldest batch in work, for as long as it is our turn."""
    from gongkai.imports import running

    until = time.monotonic() + SECONDS_AT_A_TIME
    while time.monotonic() < until:
        batch = queries.in_work().select_related("job_by").first()
        if batch is None:
            running.forget_walk()
            return
        running.work_on(batch, timezone.now())


_dropper: "Dropper | None" = None
_harvester: "Harvester | None" = None


@every(timedelta(seconds=1))
def read_dropped_files(now: datetime) -> None:
    """读收下的文件 — goes on with whatever was dropped."""
    global _dropper
    if _dropper is None:
        from gongkai.imports.dropping import Dropper

        _dropper = Dropper()
    _dropper.tick(now)


@every(timedelta(seconds=1))
def harvest_a_little(now: datetime) -> None:
    """采集 — goes on with whatever is due."""
    global _harvester
    if _harvester is None:
        from gongkai.imports.fetching import Fetcher
        from gongkai.imports.harvesting import Harvester

        _harvester = Harvester(Fetcher(private=settings.HARVEST_PRIVATE))
    _harvester.tick(now)
