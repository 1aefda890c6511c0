"""测试的共同准备 — an own data folder for each test process, the cast, and an index that is really written."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from cast import Cast, make_cast
from gongkai.agencies.policies import Actor
from gongkai.core import outbox


@pytest.fixture(autouse=True)
def own_stores(tmp_path: Path) -> Iterator[None]:
    """Give each test its own files, index and stamps."""
    from gongkai.core.pages import stamps
    from gongkai.disclosure.indexing import index

    kept = {name: getattr(settings, name) for name in ("FILES", "INDEX", "STAMPS")}
    settings.FILES, settings.INDEX, settings.STAMPS = (
        tmp_path / "files",
        tmp_path / "index",
        tmp_path / "stamps",
    )
    stamps.cache_clear()
    index.cache_clear()
    yield
    for name, value in kept.items():
        setattr(settings, name, value)
    stamps.cache_clear()
    index.cache_clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast."""
    return make_cast()


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
