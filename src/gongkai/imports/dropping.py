"""读收下的文件 — in the worker: one document after another, read beside, put down by actions."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import actor_for
from gongkai.core import files
from gongkai.core.aside import Aside
from gongkai.core.permissions import Denied
from gongkai.imports.actions import drop
from gongkai.imports.models import Batch, Item
from gongkai.intake import FileRefused, Reading
from gongkai.intake.bundle import Bundle, bundles
from gongkai.intake.isolated import Isolated
from gongkai.intake.pieces import Piece
from gongkai.rules.process import RuleViolation

logger = logging.getLogger(__name__)
_SECONDS_A_TICK = 0.5


@dataclass(frozen=True, slots=True)
class Document:
    """一件 — a reading with the files that belong to it, by name; `original` is its own name and bytes, `along` are the paths of all that came with it."""

    reading: Reading
    original: tuple[str, bytes]
    beside: dict[str, bytes]
    along: tuple[str, ...]


def read_in(bundle: Bundle, isolated: Isolated) -> Document:
    """Read a bundle's main file in the separate process; raises FileRefused."""
    name, data = bundle.main.name, bundle.main.data()
    reading: Reading = isolated.call("gongkai.intake.read:read", data, name, bundle.for_reading())
    beside = {piece.name: piece for piece in bundle.attached}
    for named in reading.attachments:
        piece = bundle.take(named.file) if named.file else None
        if piece is not None:
            beside[named.file] = piece
    along = {piece.path for piece in (*beside.values(), *bundle.saved)} - {bundle.main.path}
    files = {name: piece.data() for name, piece in beside.items()}
    return Document(reading, (name, data), files, tuple(sorted(along)))


class Dropper:
    """读件工 — works on one batch until it is through."""

    def __init__(self) -> None:
        self._isolated = Isolated()
        self._aside: Aside[Bundle] = Aside("intake")
        self._batch: Batch | None = None
        self._bundles: Iterator[Bundle] = iter(())

    def tick(self, now: datetime, *, seconds: float = _SECONDS_A_TICK) -> None:
        """Put down what was read, for up to so many seconds; a file that takes longer is read on beside."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._aside.busy:
                done = self._aside.finished(max(0.0, until - time.monotonic()))
                if done is None:
                    return
                self._settle(*done, now)
            elif not self._begin_next(now):
                return

    def _begin_next(self, now: datetime) -> bool:
        """Begin the next document, of this batch or the next one; False when nothing is to be done."""
        if self._batch is None:
            batch = Batch.objects.filter(kind=Batch.Kind.FILES, state=Batch.State.LOADING).order_by("pk")
            self._batch = batch.select_related("agency", "made_by").first()
            if self._batch is None:
                return False
            self._bundles = _left_of(self._batch)
        bundle = next(self._bundles, None)
        if bundle is not None:
            self._aside.begin(bundle, partial(read_in, bundle, self._isolated))
            return True
        drop.end_drop(self._batch, who=_actor(self._batch, now), now=now)
        self._batch = None
        return True

    def _settle(self, bundle: Bundle, future: "Future[Document]", now: datetime) -> None:
        assert self._batch is not None
        batch, path = self._batch, bundle.main.path
        actor = _actor(batch, now)
        try:
            read = future.result()
            drop.take_document(
                batch, path, read.reading, read.beside, original=read.original, actor=actor, now=now
            )
        except FileRefused as refusal:
            drop.refuse_document(batch, path, refusal.message, who=actor, now=now)
        except RuleViolation as violation:
            drop.refuse_document(batch, path, str(violation), who=actor, now=now)
        except Denied as denied:
            drop.refuse_document(batch, path, denied.reason, who=actor, now=now)
        except files.FileDamaged:
            drop.refuse_document(batch, path, "服务器上的文件已损坏，请重新上传。", who=actor, now=now)
        except Exception:  # whatever one file does to us, the others are not to wait for it
            logger.exception("import: a file of batch %s could not be read", batch.pk)
            drop.refuse_document(batch, path, "读取这个文件时出错，请另存一份再试。", who=actor, now=now)


def _actor(batch: Batch, now: datetime) -> Actor:
    return actor_for(batch.made_by, timezone.localdate(now))


def _left_of(batch: Batch) -> Iterator[Bundle]:
    """Yield the documents of a batch that nothing was put down of yet: after a break it goes on there."""
    items = batch.items.exclude(file=None).order_by("row")
    pieces = [
        Piece(item.name, item.file.size, partial(files.read, item.file.digest))
        for item in items.select_related("file")
        if item.file is not None
    ]
    done = set(batch.items.exclude(outcome=Item.Outcome.WAITING).values_list("name", flat=True))
    return (bundle for bundle in bundles(pieces) if drop.kept_path(bundle.main.path) not in done)
