"""网页进程 — granian, tied to the supervisor: `python -m gongkai.cli.web TELLING MODE GRANIAN-ARGUMENTS`.

The program is loaded once, looks whether this place is prepared, and then forks granian's workers: they share its
memory, and one that dies is back at once. Where processes are not forked (macOS), each worker loads it again.

TELLING is the file descriptor on which the supervisor is told, in one line of JSON, that the place is prepared and
which accounts of the demonstration it has. MODE is one of `Mode`.
"""

import gc
import json
import logging
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum

from gongkai.cli import lifeline, project, readiness
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _
from gongkai.config.env import BadSetting

FAILED = 1
logger = logging.getLogger(__name__)


class Mode(StrEnum):
    """启动方式 — what is done about a place that is not prepared."""

    PREPARE = "prepare"
    LOOK = "look"


def main(arguments: Sequence[str]) -> int:
    """Serve until told to stop; returns FAILED, with one line on stderr, where the place is not prepared."""
    telling, mode, *granian = arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    try:
        accounts = made_ready(Mode(mode))
    except (CommandFailed, BadSetting) as error:
        print(f"gongkai: {error}", file=sys.stderr)
        return FAILED
    # A supervisor that was told already listens no more: this one was started again.
    with suppress(BrokenPipeError), os.fdopen(int(telling), "w", encoding="utf-8") as supervisor:
        supervisor.write(json.dumps(accounts) + "\n")
    load_application()
    count_ahead()
    settle()
    from granian.cli import cli

    cli(granian, prog_name="granian")
    return 0


def made_ready(mode: Mode) -> list[dict[str, str]]:
    """Load Django, prepare the place or only look; returns the demonstration's accounts. Raises CommandFailed.

    What is to be done is done by a process of its own, so that nothing of it stays in the memory of the workers.
    """
    project.load()
    if mode == Mode.LOOK:
        readiness.require_migrated()
    elif not readiness.is_level():
        command = [sys.executable, "-m", "gongkai.cli", "prepare"]
        # Nothing but our own interpreter and module.
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:  # noqa: S603
            raise CommandFailed(_("准备没有完成，服务未启动。"))
    return readiness.accounts()


def load_application() -> None:
    """Load all that the workers need."""
    from django.urls import get_resolver

    import gongkai.config.wsgi  # noqa: F401  what granian asks for by its name

    # The address map, in the language of the site: the views come with it.
    get_resolver().reverse_dict  # noqa: B018


def count_ahead() -> None:
    """Count what the figures of the site say: of a large one that takes half a second, and the workers share it."""
    from django.utils import timezone

    from gongkai.reporting import overview_page

    try:
        overview_page.count_ahead(timezone.localdate())
    except Exception:
        # The site opens all the same, and whoever asks for figures is told.
        logger.exception("web: the figures could not be counted ahead")


def settle() -> None:
    """Leave nothing open that must not be shared with the workers."""
    from django.db import connections

    connections.close_all()
    # What the collector does not look through is not copied into each worker.
    gc.freeze()
    gc.enable()


if __name__ == "__main__":
    lifeline.hold_on()
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")  # Python 3.14 would not, and load everything again
    # Nearly all that is made while loading stays: looking through it again and again takes a tenth of the time.
    gc.disable()
    sys.exit(main(sys.argv[1:]))
