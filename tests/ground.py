"""备好的场 — what many tests begin with, made once for a file of tests: the cast, or the small world.

It stands in a transaction that each test's own is nested in. A test gets copies of the objects and changes rows as
it likes: at its end the database is rolled back to here. Nothing is kept from one file to the next.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from cast import make_cast
from gongkai.core import outbox
from gongkai.intake.isolated import Isolated

STORES = ("FILES", "INDEX", "STAMPS")
OWN_DATABASE = {"real_database", "transactional_db"}
"""Fixtures of tests that commit: nothing may stand open around them."""


class KeptParser(Isolated):
    """留用的解析进程 — one parser process for the files of many tests: starting one takes a second."""

    def close(self) -> None:
        """Stay for the next test."""

    def end(self) -> None:
        """End the process."""
        super().close()


@contextmanager
def stores_in(folder: Path) -> Iterator[None]:
    """Keep files, index and stamps in a folder."""
    from gongkai.core.pages import stamps
    from gongkai.disclosure.indexing import index

    kept = {name: getattr(settings, name) for name in STORES}
    for name in STORES:
        setattr(settings, name, folder / name.lower())
    stamps.cache_clear()
    index.cache_clear()
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(settings, name, value)
        stamps.cache_clear()
        index.cache_clear()


def _world() -> Any:
    from architecture.world import make_world

    world = make_world(make_cast())
    outbox.drain()
    return world


MADE: dict[str, Callable[[], Any]] = {"world": _world, "cast": make_cast}
"""By the name of the fixture that asks for it; the first one that a test asks for is made."""


class Ground:
    """场 — at most one thing stands open at a time."""

    def __init__(self) -> None:
        self.stands: tuple[str, Path] | None = None
        self._folder = Path()
        self._copy = b""
        self._around: transaction.Atomic | None = None

    def prepare_for(self, request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> None:
        """Let stand what a test begins with, and nothing else."""
        asked = set(request.fixturenames)
        name = "" if asked & OWN_DATABASE else next((name for name in MADE if name in asked), "")
        wanted = (name, request.node.path) if name else None
        if wanted == self.stands:
            return
        self.clear()
        if wanted:
            self._folder = folders.mktemp(name)
            self._around = transaction.atomic()
            self._around.__enter__()
            with stores_in(self._folder):
                self._copy = pickle.dumps(MADE[name]())
            self.stands = wanted

    def copy_of(self, name: str) -> Any:
        """Return what stands, as it was made; where nothing does, make it."""
        if not self.stands:
            return MADE[name]()
        made = pickle.loads(self._copy)
        if self.stands[0] == "world":
            for store in ("files", "index"):
                copytree(self._folder / store, Path(getattr(settings, store.upper())), dirs_exist_ok=True)
        return made if self.stands[0] == name else made.cast

    def clear(self) -> None:
        """Take away what stands."""
        around, self._around, self.stands = self._around, None, None
        if around:
            connection.set_rollback(True)
            around.__exit__(None, None, None)
