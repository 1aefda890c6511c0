"""采集的后台工作 — one request at a time, beside the worker's other work, which never waits for another site.

The thread fetches and reads and touches no database; what it brings is put down by actions at a later tick.
"""

import hashlib
import logging
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import Q

from gongkai.core.aside import Aside
from gongkai.imports.actions import harvest
from gongkai.imports.fetching import Fetcher, NotFetched, Page
from gongkai.imports.lists import Listed
from gongkai.imports.models import Fetched, Source
from gongkai.intake import FileRefused, Reading
from gongkai.intake.isolated import Isolated

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Task:
    """取一次 — what the thread is to fetch: a source's list, or one page."""

    url: str
    etag: str
    last_modified: str
    kind: str = ""
    select: str = ""
    source: int = 0
    fetched: int = 0


@dataclass(frozen=True, slots=True)
class _Brought:
    page: Page
    listed: Listed | None = None
    reading: Reading | None = None


class Harvester:
    """采集工 — keeps one task under way and hands what it brought to the actions."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._isolated = Isolated()
        self._aside: Aside[_Task] = Aside("harvest")

    def tick(self, now: datetime, *, patience: float | None = 0) -> None:
        """Put down what has come within `patience` seconds (None: whenever it comes), and begin the next task."""
        if done := self._aside.finished(patience):
            _settle(*done, now)
        task = None if self._aside.busy else _next_task(now)
        if task is not None:
            self._aside.begin(task, partial(self._bring, task))

    def _bring(self, task: _Task) -> _Brought:
        page = self._fetcher.fetch(task.url, etag=task.etag, last_modified=task.last_modified)
        if page.data is None:
            return _Brought(page)
        if task.source:
            select = [task.select] if task.kind == Source.Kind.LIST else []
            return _Brought(
                page, listed=self._isolated.call(_READERS[task.kind], page.data, page.url, *select)
            )
        name = page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1] or "index.html"
        reading = self._isolated.call("gongkai.intake.read:read", page.data, name)
        return _Brought(page, reading=reading)


_READERS: dict[str, str] = {
    Source.Kind.LIST: "gongkai.imports.lists:read_list",
    Source.Kind.ATOM: "gongkai.imports.lists:read_feed",
    Source.Kind.SITEMAP: "gongkai.imports.lists:read_sitemap",
}
_READING = (Source.State.ACTIVE, Source.State.FAILING)


def _next_task(now: datetime) -> _Task | None:
    """Return what is due: a list first, so that a long queue of pages keeps no other source waiting."""
    source = Source.objects.filter(state__in=_READING, next_at__lte=now).order_by("next_at").first()
    if source is not None:
        first = not source.onward
        return _Task(
            url=source.onward or source.url,
            etag=source.etag if first else "",
            last_modified=source.last_modified if first else "",
            kind=source.kind,
            select=source.select,
            source=source.pk,
        )
    due = Q(not_before=None) | Q(not_before__lte=now)
    page = (
        Fetched.objects.filter(due, status=Fetched.Status.WAITING, source__state__in=_READING)
        .order_by("tries", "pk")
        .first()
    )
    return _Task(page.url, "", "", fetched=page.pk) if page else None


def _settle(task: _Task, future: "Future[_Brought]", now: datetime) -> None:
    try:
        _put_down(task, future.result(), now)
    except FileRefused as refusal:
        if task.source:
            _fail(task, refusal.message, 0, now)
        else:
            harvest.page_refused(task.fetched, refusal=refusal, now=now)
    except NotFetched as error:
        _fail(task, str(error), error.later, now)
    except Exception:  # whatever a page does to us, the next one is not to wait for it
        logger.exception("harvest: a page could not be read or put down")
        _fail(task, "读取这个页面时出错", 0, now)


def _put_down(task: _Task, brought: _Brought, now: datetime) -> None:
    if task.source:
        harvest.note_list(task.source, page=brought.page, listed=brought.listed, now=now)
    elif brought.reading is not None and brought.page.data is not None:
        digest = hashlib.sha256(brought.page.data).hexdigest()
        harvest.take_page(task.fetched, page=brought.page, digest=digest, reading=brought.reading, now=now)


def _fail(task: _Task, words: str, later: int, now: datetime) -> None:
    if task.source:
        harvest.list_failed(task.source, words=words, later=later, now=now)
    else:
        harvest.page_failed(task.fetched, words=words, later=later, now=now)
