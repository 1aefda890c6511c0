"""测速场地 — a place of its own for a measurement, and a server on it."""

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.cli import project
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _


def count(text: str) -> int:
    """Return a count given on the command line; raises ArgumentTypeError unless it is a positive whole number."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(_("件数须为正整数。"))
    return int(text)


def in_own_place(folder: Path, *, demonstration: bool = True, searched: bool = True) -> None:
    """Point this process, and what it starts, at a prepared place of its own, usually with the demonstration.

    An index of an older layout is not made again for a measurement in which nothing is searched.
    """
    os.environ["GONGKAI_DATA"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    if not searched:
        _without_old_index(folder / "index")
    if demonstration:
        subprocess.run(
            [sys.executable, "-m", "gongkai.cli", "prepare"], check=True, stdout=subprocess.DEVNULL
        )
    else:
        subprocess.run(
            [sys.executable, "-m", "gongkai.cli", "prepare", "--no-demo"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    project.load_prepared()


def _without_old_index(index: Path) -> None:
    from gongkai.search.index import Index, IndexBroken

    try:
        if index.exists():
            Index(index)
    except IndexBroken:
        Index.reset(index)


@contextmanager
def server() -> Iterator[int]:
    """Serve this place on a free port until the measurement is over; yields the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "GONGKAI_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai.cli", "serve"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit and process.poll() is None:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise CommandFailed(_("测速用的服务没有启动。"))
