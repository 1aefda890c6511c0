"""测试的共同准备 — an own data folder for each test process, the cast, and an index that is really written."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from cast import Cast
from databases import ASKED
from gongkai.agencies.policies import Actor
from gongkai.cli.readiness import compile_translations
from gongkai.core import outbox
from ground import Ground, KeptParser, stores_in
from migrated import keep, kept_at, taken_up
from rooms_written import watched

if TYPE_CHECKING:
    from architecture.world import World

TESTS = Path(__file__).parent

# The same examples on every machine and every run: what CI finds, everybody finds.
hypothesis_settings.register_profile("gongkai", derandomize=True, deadline=None)
hypothesis_settings.load_profile("gongkai")


def pytest_addoption(parser: pytest.Parser) -> None:
    """--postgresql: only what is asked of PostgreSQL (`databases.py`)."""
    parser.addoption("--postgresql", action="store_true", help="only what is asked of PostgreSQL too")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With --postgresql, do not even read the other files."""
    path = collection_path.relative_to(TESTS).as_posix() if collection_path.is_relative_to(TESTS) else ""
    passed_over = config.getoption("--postgresql") and path.endswith(".py") and path not in ASKED
    return True if passed_over else None


def pytest_configure() -> None:
    """Compile the catalogues first: a process that has once looked for them in vain does not look again."""
    compile_translations()


@pytest.fixture(autouse=True)
def one_transaction() -> None:
    """A test stands in one transaction, which the end of a request served without the test client would close."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


@pytest.fixture(autouse=True)
def own_stores(tmp_path: Path) -> Iterator[None]:
    """Give each test its own files, index and stamps."""
    with stores_in(tmp_path):
        yield


@pytest.fixture(autouse=True)
def rooms_written(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold every change of every test against what it says of itself."""
    with watched(monkeypatch):
        yield


GROUND = Ground()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
    """Before a test's transaction begins, let stand what the test begins with."""
    if fixturedef.argname == "_django_db_helper":
        folders = request.getfixturevalue("tmp_path_factory")
        with request.getfixturevalue("django_db_blocker").unblock():
            GROUND.prepare_for(request, folders)


@pytest.fixture(scope="session")
def migrated_before(pytestconfig: pytest.Config) -> Iterator[Path]:
    """Begin with the database of the last run, where no migration has changed since."""
    kept = kept_at(pytestconfig)
    memory = taken_up(kept)
    yield kept
    if memory:
        memory.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(migrated_before: Path, django_db_modify_db_settings: None) -> None:
    """Runs before the database is set up."""


@pytest.fixture(scope="session")
def django_db_setup(
    migrated_before: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Keep the database for the next run; leave nothing standing in it when it is taken down."""
    with django_db_blocker.unblock():
        keep(migrated_before, os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    yield
    with django_db_blocker.unblock():
        GROUND.clear()


@pytest.fixture(scope="session")
def one_parser(django_db_setup: None) -> Iterator[None]:
    """Have files that come in read by one process; that each has its own is asked in `intake` and `faults`."""
    kept = KeptParser()
    with pytest.MonkeyPatch.context() as patch:
        for taker in ("disclosure.uploads", "imports.dropping", "imports.harvesting"):
            patch.setattr(f"gongkai.{taker}.Isolated", lambda: kept)
        yield
    kept.end()


@pytest.fixture
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the limits of visitors a test is one moment, however busy the machine: no minute ends in its middle."""
    moment = time.time()
    monkeypatch.setattr("gongkai.core.rates.time", SimpleNamespace(time=lambda: moment))


@pytest.fixture
def cast(db: None, one_parser: None, one_moment: None) -> Cast:
    """The fixed cast."""
    made: Cast = GROUND.copy_of("cast")
    return made


@pytest.fixture
def world(db: None, own_stores: None, one_parser: None) -> "World":
    """The small world, indexed: one thing of every kind."""
    made: World = GROUND.copy_of("world")
    return made


@pytest.fixture
def worker(db: None) -> Callable[[], int]:
    """Do the waiting work of the outbox, as the worker process does."""
    return outbox.drain


@pytest.fixture
def signed_in() -> Callable[[Actor], Client]:
    """A browser in which someone of the cast is signed in."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        assert actor.user is not None
        client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def real_database(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """A copy of the empty test database, thrown away afterwards; yields its DATABASE_URL.

    Threads and other processes commit to it as they do in service. Nothing has to be flushed, which the
    triggers of ledger and reviews would refuse.
    """
    tests = connections["default"]
    facts = connections.settings["default"]
    kept = facts["NAME"]
    facts["NAME"], url = _copied(tests, tmp_path)
    connections["default"] = connections.create_connection("default")
    try:
        yield url
    finally:
        connections["default"].close()
        copy, facts["NAME"] = facts["NAME"], kept
        connections["default"] = tests
        if tests.vendor == "postgresql":
            _on_server(tests, f'DROP DATABASE "{copy}" WITH (FORCE)')


def _copied(tests: BaseDatabaseWrapper, folder: Path) -> tuple[str, str]:
    """Copy the test database; return the name of the copy and its address."""
    if tests.vendor == "sqlite":
        copy = str(folder / "gongkai.sqlite3")
        tests.ensure_connection()
        with sqlite3.connect(copy) as target:
            tests.connection.backup(target)
        target.close()
        return copy, f"sqlite:///{quote(copy)}"
    source, copy = tests.settings_dict["NAME"], f"copy_{uuid4().hex}"
    tests.close()
    _on_server(tests, f'CREATE DATABASE "{copy}" TEMPLATE "{source}"')
    facts = tests.settings_dict
    return (
        copy,
        f"postgresql://{facts['USER']}@{facts['PORT'] and ':' + facts['PORT']}/{copy}?host={facts['HOST']}",
    )


def _on_server(tests: BaseDatabaseWrapper, statement: str) -> None:
    with tests._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement)
