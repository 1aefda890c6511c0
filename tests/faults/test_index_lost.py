"""检索库坏了 — verify names it, the sweep makes it level by itself, and so does reindex."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cast import NOW, Cast, draft, published
from gongkai.agencies.policies import PUBLIC
from gongkai.cli import readiness
from gongkai.core import checks, outbox
from gongkai.core.models import OutboxItem
from gongkai.disclosure import indexing, tasks
from gongkai.disclosure.models import Document
from gongkai.disclosure.search import find
from gongkai.search.index import Index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_worker_that_has_just_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_sweep", None)
    monkeypatch.setattr(tasks, "_swept", None)


@pytest.fixture
def stock(cast: Cast) -> list[Document]:
    """Three documents before the public and one draft, all of them indexed."""
    documents = [published(cast, title=f"电梯办法示例{name}") for name in "甲乙丙"]
    draft(cast, title="电梯办法示例丁")
    outbox.drain()
    assert found() == 3
    return documents


def found() -> int:
    indexing.index.cache_clear()
    results = find("电梯办法", actor=PUBLIC)
    return -1 if results.broken else results.total


def findings() -> list[str]:
    return [sentence for check in checks.all_checks() for sentence in check.findings()]


def worker_for_a_moment(seconds: int = 5) -> None:
    """What the worker does in the first seconds after its start."""
    for second in range(seconds):
        now = timezone.now() + timedelta(seconds=second)
        tasks.sweep(now)
        outbox.drain(now=now)


def folder() -> Path:
    return Path(settings.INDEX)


def gone() -> None:
    shutil.rmtree(folder())


def emptied() -> None:
    Index.reset(folder())


def without_its_list() -> None:
    (folder() / "meta.json").write_text("{}")


def of_another_version() -> None:
    (folder() / "SCHEMA").write_text("0-older")


def cut_short() -> None:
    for part in folder().glob("*.idx"):
        part.write_bytes(part.read_bytes()[:10])


def without_positions() -> None:
    for part in folder().glob("*.pos"):
        part.unlink()


DAMAGES: list[Callable[[], None]] = [
    gone,
    emptied,
    without_its_list,
    of_another_version,
    cut_short,
    without_positions,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_next_worker_makes_a_damaged_index_level_again(
    damage: Callable[[], None], stock: list[Document]
) -> None:
    damage()
    indexing.index.cache_clear()
    tasks.notice_a_lost_index(timezone.now())
    worker_for_a_moment()
    assert found() == 3
    assert findings() == []
    assert not OutboxItem.objects.exists()


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_worker_that_runs_notices_a_damaged_index(
    damage: Callable[[], None], stock: list[Document]
) -> None:
    worker_for_a_moment()
    damage()
    worker_for_a_moment()
    tasks.notice_a_lost_index(timezone.now())
    worker_for_a_moment()
    assert found() == 3
    assert findings() == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_reindex_repairs_a_damaged_index(damage: Callable[[], None], stock: list[Document]) -> None:
    damage()
    indexing.index.cache_clear()
    outbox.ask(indexing.WORK, [document.pk for document in stock], timezone.now())
    assert readiness.rebuild_index() == 4
    assert not outbox.waiting(indexing.WORK), "what is made anew need not be done again"
    assert found() == 3
    assert findings() == []


@pytest.mark.parametrize("damage", [gone, without_its_list, cut_short])
def test_what_is_published_while_the_index_is_away_is_found_once_it_is_back(
    damage: Callable[[], None], stock: list[Document], cast: Cast
) -> None:
    worker_for_a_moment()
    damage()
    published(cast, title="电梯办法示例戊")
    outbox.drain()
    for _minute in range(2):
        OutboxItem.objects.update(not_before=None)  # its time comes
        tasks.notice_a_lost_index(timezone.now())
        worker_for_a_moment()
    assert found() == 4
    assert findings() == []


def test_verify_says_that_the_index_cannot_be_read(stock: list[Document]) -> None:
    without_its_list()
    indexing.index.cache_clear()
    (finding,) = findings()
    assert "请重建" in finding


def test_a_reader_is_told_when_the_index_cannot_be_read(stock: list[Document], client: Client) -> None:
    without_its_list()
    indexing.index.cache_clear()
    response = client.get("/search/?q=电梯办法")
    assert response.status_code == 503
    assert "搜索现在不能用" in response.content.decode()
    assert client.get(f"/documents/{stock[0].pk}/").status_code == 200  # pages do not need it


def test_the_sweep_finds_each_kind_of_difference(stock: list[Document]) -> None:
    lost, stale, extra = stock[0].pk, stock[1].pk, 987_654
    entries = {entry.id: entry for entry in indexing.documents_to_index()}
    from dataclasses import replace

    with indexing.index().writer() as writer:
        writer.remove(lost)
        writer.put(replace(entries[stale], title="旧标题"))
        writer.put(replace(entries[stale], id=extra))
    assert len(findings()) == 3
    asked: set[int] = set()
    for second in range(5):
        tasks.sweep(timezone.now() + timedelta(seconds=second))
        asked |= set(OutboxItem.objects.values_list("key", flat=True))
    assert asked == {lost, stale, extra}
    outbox.drain()
    assert findings() == []


def test_a_level_index_is_swept_once_a_day_and_asks_for_nothing(
    stock: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    sweeps: list[str] = []
    compared = indexing.compared

    def counting() -> Iterator[dict[int, str]]:
        sweeps.append("sweep")
        yield from compared()

    monkeypatch.setattr(indexing, "compared", counting)
    for minute in range(0, 2 * 24 * 60, 30):
        for second in range(4):
            tasks.sweep(NOW + timedelta(minutes=minute, seconds=second))
    assert len(sweeps) == 3  # the days on which it ran: from 9 in the morning, for 48 hours
    assert not OutboxItem.objects.exists()


def test_the_sweep_goes_a_batch_at_a_time(stock: list[Document], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "BATCH", 1)
    emptied()
    asked = []
    for second in range(4):
        tasks.sweep(NOW + timedelta(seconds=second))
        asked.append(OutboxItem.objects.count())
    assert asked == [1, 2, 3, 4]
