"""后台任务 — drain the outbox and run what is due, until told to stop."""

import argparse
import logging
import signal
import threading
import time
from types import FrameType

from gongkai.cli import lifeline, project
from gongkai.cli.lock import only_writer
from gongkai.cli.words import _

HELP = _("运行后台任务：更新索引与缓存、发送通知、执行定时事项")
IDLE_SECONDS = 0.1
SCHEDULE_SECONDS = 1.0
DATABASE_PAUSE_SECONDS = 2.0

log = logging.getLogger("gongkai.worker")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of worker."""
    parser.add_argument("--once", action="store_true", help=_("处理完现有事项即退出"))


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT; what is in hand is finished first.

    Raises CommandFailed when another worker has this data folder: the index takes one writer.
    """
    lifeline.hold_on()
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    project.load_prepared()
    with only_writer():
        _work(stop, once=args.once)
        _end()
    return 0


def _end() -> None:
    from django.utils import timezone

    from gongkai.core import schedule

    schedule.end(timezone.now())


def _work(stop: threading.Event, *, once: bool) -> None:
    from django.db import InterfaceError, OperationalError, close_old_connections
    from django.utils import timezone

    from gongkai.core import outbox, schedule

    next_schedule = 0.0
    while not stop.is_set():
        try:
            if time.monotonic() >= next_schedule:
                schedule.run_due(timezone.now())
                next_schedule = time.monotonic() + SCHEDULE_SECONDS
            # After the schedule: with --once, what a job asked for is done too.
            handled = outbox.drain()
        except (OperationalError, InterfaceError):
            # The database is away or busy for a moment: what is due stays due.
            log.exception("database unavailable")
            close_old_connections()
            stop.wait(DATABASE_PAUSE_SECONDS)
            continue
        if handled:
            continue
        if once:
            return
        stop.wait(IDLE_SECONDS)
