"""一处 — a place of its own in which tests start processes and kill them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from cast import Cast

ROOT = Path(__file__).resolve().parents[1]


def until(true: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until something holds; say whether it does."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    return true()


@dataclass
class Place:
    """一处 — a data folder, a database with the cast in it, and the processes that were started there."""

    folder: Path
    database: str
    cast: Cast
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make a process work here."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")},
            "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
            "GONGKAI_DATA": str(self.folder),
            "GONGKAI_SECRET_KEY": settings.SECRET_KEY,
            "GONGKAI_SEALING_KEYS": " ".join(settings.SEALING_KEYS),
            "DATABASE_URL": self.database,
        }

    @property
    def notes(self) -> list[dict[str, Any]]:
        """What was acknowledged; a line that a kill cut off was not."""
        path = self.folder / "notes"
        lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
        return [json.loads(line) for line in lines]

    @property
    def words(self) -> str:
        """What the processes said last on stderr."""
        return (self.folder / "stderr").read_text(encoding="utf-8")[-3000:]

    def start(self, *command: str, stdin: int | None = None) -> subprocess.Popen[bytes]:
        """Start Python with a command; its words on stderr are kept in the folder."""
        with (self.folder / "stderr").open("ab") as words:
            process = subprocess.Popen(
                [sys.executable, *command],
                env=self.environment,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=words,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def gongkai(self, *words: str) -> str:
        """Run a command of the command line to its end; return what it printed."""
        process = self.start("-m", "gongkai.cli", *words)
        printed, _ = process.communicate(timeout=60)
        assert process.returncode == 0, printed.decode() + self.words
        return printed.decode()

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9, with all its children."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def leave(self) -> None:
        """End what still runs."""
        for process in self.running:
            if process.poll() is None:
                self.kill(process)
            if process.stdout:
                process.stdout.close()
