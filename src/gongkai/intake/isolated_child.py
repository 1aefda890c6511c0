"""隔离解析的子进程 — reads questions from its standard input, a socket, until the caller closes it."""

from __future__ import annotations

import importlib
import re
import resource
import socket
import sys
from pathlib import Path
from typing import Any

from .messages import receive, send
from .reading import FileRefused

_MAX_WRITTEN = 512 * 1024 * 1024
_MAX_OPEN = 256
# What a converter that a parser starts may raise its own bound to.
_HARD_MEMORY = 4 * 1024 * 1024 * 1024


def main(memory: int, seconds: float) -> None:
    """Say that we are ready, then answer calls one by one.

    `memory` in bytes of address space, `seconds` of processor time for each call.
    """
    _set_bounds(memory)
    with socket.socket(fileno=sys.stdin.fileno()) as channel:
        send(channel, "ready")
        while (question := receive(channel)) is not None:
            _bound_time(seconds)
            answer = _answer(question["function"], question["arguments"])
            del question
            # A child that has grown is not used again: what it holds would be taken from the next file.
            answer["last"] = answer["outcome"] == "memory" or _peak() > memory // 2
            send(channel, answer)


def _set_bounds(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, max(memory, _HARD_MEMORY)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_WRITTEN, _MAX_WRITTEN))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MAX_OPEN, _MAX_OPEN))


def _bound_time(seconds: float) -> None:
    """A caller that was killed cannot stop us any more: the processor time of each call ends by itself."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _answer(function: str, arguments: list[Any]) -> dict[str, Any]:
    module, _, name = function.partition(":")
    try:
        return {
            "outcome": "value",
            "value": getattr(importlib.import_module(module), name)(*arguments),
        }
    except FileRefused as refusal:
        return {"outcome": "refused", "code": refusal.code, "message": refusal.message}
    except MemoryError:
        return {"outcome": "memory"}
    # Whatever a parser breaks with on a damaged file, the caller hears of it and goes on with the next.
    except Exception as error:
        return {"outcome": "failed", "error": _where(error)}


def _where(error: Exception) -> str:
    """The kind of an error and its place, without its words: these may quote the file."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__} at {place}"


def _peak() -> int:
    """The most memory that was in use, in bytes.

    Asked of the system's own table where there is one: the figure of getrusage is inherited from the caller.
    """
    try:
        found = re.search(
            r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        )
    except OSError:
        found = None
    kilobytes = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes * 1024


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
