"""旁办 — one thing at a time done beside the worker's own work: it fetches or reads, and touches no database."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Aside(Generic[T]):
    """旁办 — a thread with at most one task; `subject` says what the task is about."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._task: tuple[T, Future[Any]] | None = None

    @property
    def busy(self) -> bool:
        """Whether a task was begun and not yet taken back."""
        return self._task is not None

    def begin(self, subject: T, work: Callable[[], Any]) -> None:
        """Begin a task; only when not busy."""
        self._task = subject, self._thread.submit(work)

    def finished(self, timeout: float | None = 0) -> tuple[T, Future[Any]] | None:
        """Return the task once it is done, waiting for up to `timeout` seconds (None: to the end), else None."""
        if self._task is None or not wait([self._task[1]], timeout).done:
            return None
        task, self._task = self._task, None
        return task
