"""看护 — keep child processes running, and leave none behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from gongkai.cli import lifeline

TICK_SECONDS = 0.1
STOP_SECONDS = 10
FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 30.0
SETTLED_SECONDS = 60


@dataclass
class Child:
    """子进程 — a module run by Python, in a process group of its own.

    `passes` are file descriptors that it has too; while it `waits` it is not started.
    """

    name: str
    arguments: Sequence[str]
    passes: Sequence[int] = ()
    waits: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    delay: float = FIRST_DELAY_SECONDS
    due: float = 0.0

    def start(self, lifeline_end: int) -> None:
        """Start it; its environment tells where the lifeline is."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            [sys.executable, "-m", *self.arguments],
            stdin=subprocess.DEVNULL,
            env={**os.environ, lifeline.VARIABLE: str(lifeline_end)},
            pass_fds=[lifeline_end, *self.passes],
            start_new_session=True,
        )

    def runs(self) -> bool:
        """Say whether it is alive; a dead one is reaped here."""
        return self.process is not None and self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the whole group: grandchildren outlive their parent otherwise."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                return

    def schedule_restart(self) -> float:
        """Set when to start again, later each time until it has stayed up; return the wait in seconds."""
        now = time.monotonic()
        if now - self.started > SETTLED_SECONDS:
            self.delay = FIRST_DELAY_SECONDS
        wait, self.delay = self.delay, min(self.delay * 2, LONGEST_DELAY_SECONDS)
        self.process, self.due = None, now + wait
        return wait


@dataclass
class Supervisor:
    """看护者 — starts the children, restarts those that die, stops all on SIGINT and SIGTERM."""

    children: Sequence[Child]
    on_restart: Callable[[Child, int, float], None]
    stopping: int = field(default=0, init=False)

    def run(self, meanwhile: Callable[[], None]) -> None:
        """Run until told to stop; `meanwhile` is called at each tick and may raise to end everything."""
        reading, writing = os.pipe()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        try:
            for child in self.children:
                if not child.waits:
                    child.start(reading)
            while not self.stopping:
                meanwhile()
                for child in self.children:
                    self._keep_alive(child, reading)
                time.sleep(TICK_SECONDS)
        finally:
            self._stop_all()
            os.close(writing)
            os.close(reading)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping += 1

    def _keep_alive(self, child: Child, reading: int) -> None:
        if child.process is None:
            if not child.waits and time.monotonic() >= child.due:
                child.start(reading)
        elif not child.runs():
            status = child.process.returncode
            child.signal(signal.SIGKILL)
            self.on_restart(child, status, child.schedule_restart())

    def _stop_all(self) -> None:
        """Ask politely, wait, then kill; a second Ctrl-C ends the waiting."""
        asked = self.stopping
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.signal(signal.SIGTERM)
        while any(child.runs() for child in self.children):
            if time.monotonic() > deadline or self.stopping > asked:
                break
            time.sleep(TICK_SECONDS / 2)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
