"""投递 — one beside the worker for each way, so that a server that hangs holds up its own messages only.

A notice is taken (`claim`), handed over in a thread that touches no database, and settled. A process that dies between
handing over and settling leaves it taken: after `deliver.CLAIM` it goes once more, under the same Message-ID and
reference, by which the receiving side can tell.
"""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from gongkai.core.aside import Aside
from gongkai.notices.actions.deliver import claim, settle
from gongkai.notices.gateways import Gateway, Outcome, gateway_of
from gongkai.notices.models import Channel

BATCH = 50
SECONDS_AT_A_TIME = 0.3
"""How long the worker waits for a quick way before its other work has its turn."""


class Courier:
    """投递员 — carries the messages of one channel, a batch at a time."""

    def __init__(self, channel: Channel, gateway: Callable[[Channel], Gateway] = gateway_of) -> None:
        self._channel = channel
        self._gateway = gateway
        self._aside: Aside[None] = Aside(f"notices-{channel.value}")
        self._carried: dict[int, Outcome] = {}

    def tick(self, now: datetime) -> None:
        """Settle what came back, take what is due, for as long as the way is quick."""
        until, patience = time.monotonic() + SECONDS_AT_A_TIME, 0.0
        while self._came_back(now, patience) and time.monotonic() < until:
            if not (messages := claim(self._channel, now, BATCH)):
                return
            self._aside.begin(None, partial(self._gateway(self._channel).carry, messages))
            # Only just after it was begun: one that hangs is not waited for each time.
            patience = max(0.0, until - time.monotonic())

    def finish(self, now: datetime) -> None:
        """Wait for what is under way and settle it: the worker ends, and what was sent shall not go again."""
        self._came_back(now, None)

    def _came_back(self, now: datetime, timeout: float | None) -> bool:
        """Whether nothing is under way any more; what came back is kept until it could be settled."""
        if self._aside.busy:
            if (done := self._aside.finished(timeout)) is None:
                return False
            self._carried = done[1].result()
        if self._carried:
            settle(self._carried, now)
            self._carried = {}
        return True
