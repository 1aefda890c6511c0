"""测速：清查 — the whole published stock through the real sweep, against reading it and against bare scanning."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.agencies.queries import actor_for, jurisdiction
from gongkai.home import demo
from gongkai.privacy.speed import planted
from gongkai.privacy.text import scan_text
from gongkai.rules.posts import Role
from gongkai.rules.privacy import Certainty, Kind
from gongkai.screening import sweeping
from gongkai.screening.actions.sweep import start_sweep
from gongkai.screening.known import known_to_all
from gongkai.screening.models import Sweep, SweepFinding, SweepState
from gongkai.screening.queries import readable_versions
from gongkai.screening.tasks import go_on_with_the_sweep

_TURN = 1.0
_ROWS = 500
Tick = Callable[[int], object]


class Planting:
    """埋入 — puts invented private data into some texts, and counts them."""

    def __init__(self) -> None:
        self._batch = 0

    def __call__(self, bodies: list[str]) -> list[str]:
        """Return the texts of a batch, one in fifty with somebody's numbers in it."""
        self._batch += 1
        texts, _ = planted(bodies, seed=self._batch)
        return texts


def run(tick: Tick) -> dict[str, Any]:
    """Sweep what is public here as the worker does; return seconds, sizes and ratios of the same run."""
    read, bytes_ = _read()
    bare, found = _bare()
    sweep, seconds, longest = _swept(tick)
    documents = sweep.done
    certain = SweepFinding.objects.filter(
        sweep=sweep, finding__certainty=Certainty.CERTAIN, finding__kind=Kind.RESIDENT_ID
    )
    return {
        "documents": documents,
        "megabytes": bytes_ / 1e6,
        "seconds": seconds,
        "documents_per_second": documents / seconds,
        "longest_turn_ms": longest * 1000,
        "read_seconds": read,
        "bare_seconds": bare,
        "ratio_to_read": seconds / read,
        "ratio_to_bare": seconds / bare,
        "bare_findings": found,
        "findings": SweepFinding.objects.filter(sweep=sweep).count(),
        "documents_with_resident_id": certain.values("document_id").distinct().count(),
    }


def _texts() -> Iterator[tuple[str, ...]]:
    rows = readable_versions().order_by("document_id", "number")
    return rows.values_list("title", "summary", "keywords", "body_text").iterator(chunk_size=_ROWS)


def _read() -> tuple[float, int]:
    """Read every text and do nothing with it; return the seconds and, counted in another pass, the bytes."""
    began = time.perf_counter()
    for _row in _texts():
        pass
    seconds = time.perf_counter() - began
    return seconds, sum(len(text.encode()) for row in _texts() for text in row)


def _bare() -> tuple[float, int]:
    """Scan every text in this process; return the seconds of the scanning alone and how much was found."""
    known, seconds, found = known_to_all(), 0.0, 0
    for row in _texts():
        began = time.perf_counter()
        for text in row:
            if text:
                found += len(scan_text(text, known=known))
        seconds += time.perf_counter() - began
    return seconds, found


def _swept(tick: Tick) -> tuple[Sweep, float, float]:
    """Sweep at the worker's own pace; return the sweep, its seconds, and the longest turn.

    A turn is what everything else that the worker does has to wait for.
    """
    here = jurisdiction()
    office = next(account for account in demo.ACCOUNTS if account.role == Role.OFFICE)
    actor = actor_for(User.objects.get(username=office.username), timezone.localdate())
    assert here is not None
    sweep = start_sweep(None, actor=actor, now=timezone.now())
    began, longest = time.perf_counter(), 0.0
    while sweep.state != SweepState.DONE:
        turn, before = time.perf_counter(), sweep.done
        go_on_with_the_sweep(timezone.now())
        took = time.perf_counter() - turn
        longest = max(longest, took)
        sweep.refresh_from_db()
        tick(sweep.done - before)
        if sweep.state != SweepState.DONE:
            time.sleep(_TURN)
    seconds = time.perf_counter() - began
    sweeping.leave()
    return sweep, seconds, longest
