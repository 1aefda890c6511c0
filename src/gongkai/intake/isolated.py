"""隔离解析 — parsers run in a process of their own, which may die without harm to the caller.

The child gets no environment but a search path, has bounds on memory and processor time, leaves no core dump,
and answers in JSON and bytes that are checked against the declared type: a parser that was taken over can lie,
but it cannot run anything here.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import typing
from functools import cache
from types import TracebackType
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from .messages import BadMessage, receive, send
from .reading import FileRefused

MEMORY = 900 * 1024 * 1024
"""Address space of a child in bytes."""
SECONDS = 60.0
"""Time for one file, by the clock."""

_START_SECONDS = 60.0
_LOG = logging.getLogger("gongkai.intake")
_CHILD = "gongkai.intake.isolated_child"
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR")
_REFUSALS = {
    "timeout": "读取这个文件用时过长，已停止。文件可能过于复杂或已损坏，请另存一份或拆分后再试。",
    "memory": "读取这个文件需要的内存超出限度，已停止。请压缩其中的图片，或拆分后再试。",
    "crashed": "读取这个文件时解析程序中断，文件可能已损坏。请用原软件打开后另存一份再试。",
}


def child_environment() -> dict[str, str]:
    """What a parser process is told: where modules and programs are, and nothing else that the caller was told."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}


class Isolated:
    """隔离解析 — one child process, started at the first call and used again until it dies.

    `seconds` bounds each call by the clock, `memory` the child's address space in bytes. Threads that share
    one of these wait for one another.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: tuple[subprocess.Popen[bytes], socket.socket] | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def call(self, function: str, *arguments: Any) -> Any:
        """Run `module:function` in the child and return what it returns, as its annotation says.

        Raises FileRefused: what the function refused, or "timeout", "memory" or "crashed". After one of these
        three the next call has a new child.
        """
        with self._turn:
            return self._called(function, arguments)

    def _called(self, function: str, arguments: tuple[Any, ...]) -> Any:
        try:
            answer = self._exchange({"function": function, "arguments": arguments})
        except TimeoutError:
            self._kill()
            raise _refused("timeout") from None
        except (OSError, BadMessage) as error:
            raise _refused(self._end_of_child(error)) from None
        except BaseException:
            # Interrupted half way: what the child would answer now belongs to nobody.
            self._kill()
            raise
        return self._outcome(function, answer)

    def close(self) -> None:
        """End the child; the next call would start another."""
        with self._turn:
            self._kill()

    def _exchange(self, question: dict[str, Any]) -> Any:
        if self._child is None:
            self._child = self._started()
            # A busy machine starts programs slowly: that is not the file's time.
            receive(self._child[1], time.monotonic() + _START_SECONDS)
        channel, deadline = self._child[1], time.monotonic() + self._seconds
        channel.settimeout(self._seconds)
        send(channel, question)
        answer = receive(channel, deadline)
        if not isinstance(answer, dict):
            raise BadMessage("no answer")
        return answer

    def _started(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        here, there = socket.socketpair()
        with there:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-s", "-m", _CHILD, str(self._memory), str(self._seconds)],
                stdin=there.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=child_environment(),
                start_new_session=True,
            )
        return process, here

    def _outcome(self, function: str, answer: dict[str, Any]) -> Any:
        outcome = answer.get("outcome")
        if answer.get("last") is True or outcome not in ("value", "refused", "failed"):
            self._kill()
        if outcome == "refused":
            raise FileRefused(str(answer.get("code")), str(answer.get("message")))
        if outcome == "failed":
            _LOG.warning("%s failed on a file: %.200s", function, answer.get("error"))
        if outcome != "value":
            raise _refused("memory" if outcome == "memory" else "crashed")
        try:
            return _answer_type(function).validate_python(answer.get("value"))
        except ValidationError as error:
            self._kill()
            _LOG.warning("%s answered what it does not return: %s errors", function, error.error_count())
            raise _refused("crashed") from None

    def _end_of_child(self, error: Exception) -> str:
        """Which refusal an ended child stands for; the child is gone afterwards."""
        ended = None
        if self._child is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                ended = self._child[0].wait(timeout=2)
        self._kill()
        if ended == -signal.SIGXCPU:
            return "timeout"
        _LOG.warning("A parser process ended with %s (%s)", ended, error)
        return "crashed"

    def _kill(self) -> None:
        if self._child is None:
            return
        (process, channel), self._child = self._child, None
        channel.close()
        # The whole session: a converter that the child started ends with it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _refused(code: str) -> FileRefused:
    return FileRefused(code, _REFUSALS[code])


@cache
def _answer_type(function: str) -> TypeAdapter[Any]:
    module, _, name = function.partition(":")
    return TypeAdapter(typing.get_type_hints(getattr(importlib.import_module(module), name))["return"])
