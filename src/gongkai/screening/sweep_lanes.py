"""清查的通道 — threads with a parser process each, which scan beside the worker's own work.

They touch no database. What waits when the worker ends is let go: the sweep goes on from where it was put down.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any

from gongkai.intake.isolated import Isolated

Work = Callable[[Isolated], Any]
_MOST = 4


class Lanes:
    """通道 — as many as the machine has cores, four at most; work is begun in the order in which it is given."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[tuple[Work, Future[Any]] | None] = SimpleQueue()
        self._count = min(_MOST, len(os.sched_getaffinity(0)))
        for number in range(self._count):
            # Not a pool of the standard library: its threads would keep a worker that is told to stop
            # until everything that waits is done.
            threading.Thread(target=self._run, name=f"sweep-{number}", daemon=True).start()

    def give(self, work: Work) -> "Future[Any]":
        """Have something done beside; it is handed the parser process of its lane."""
        future: Future[Any] = Future()
        self._waiting.put((work, future))
        return future

    def close(self) -> None:
        """Let go of what waits, and end the lanes once each is done with what it has begun."""
        while True:
            try:
                self._waiting.get_nowait()
            except Empty:
                break
        for _ in range(self._count):
            self._waiting.put(None)

    def _run(self) -> None:
        with Isolated() as child:
            while (given := self._waiting.get()) is not None:
                work, future = given
                try:
                    future.set_result(work(child))
                except Exception as error:
                    future.set_exception(error)
