"""生命线 — a child that ends when its supervisor is gone, however that came about.

The supervisor holds the writing end of a pipe and never writes. When it dies, even by kill -9, the reading
end in the child comes to its end, on every system.
"""

import os
import signal
import threading
import time

VARIABLE = "GONGKAI_LIFELINE"
GRACE_SECONDS = 1.5


def hold_on() -> None:
    """Watch the supervisor, if there is one, and take the whole process group down with it.

    The caller has to be the leader of its own process group. Forked children watch as well: their parent may
    be killed together with the supervisor.
    """
    text = os.environ.pop(VARIABLE, None)
    if text is None:
        return
    descriptor = int(text)

    def watch() -> None:
        threading.Thread(target=_watch, args=(descriptor,), daemon=True, name="lifeline").start()

    watch()
    os.register_at_fork(after_in_child=watch)


def _watch(descriptor: int) -> None:
    os.read(descriptor, 1)
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)
