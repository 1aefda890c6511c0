"""独占 — the search index takes one writer: the worker, or a command while no worker runs."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _
from gongkai.config import env

WAIT_SECONDS = 5.0
RETRY_SECONDS = 0.1


@contextmanager
def only_writer() -> Iterator[None]:
    """Hold the data folder's writer lock; the system drops it when the process dies, however it dies.

    Waits a little, for a predecessor that is just finishing; raises CommandFailed when another stays.
    """
    with (env.data_folder() / "writer.lock").open("w") as lock:
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    message = _("这个数据目录已有后台任务在运行，请先停止服务。")
                    raise CommandFailed(message) from None
                time.sleep(RETRY_SECONDS)
        yield
