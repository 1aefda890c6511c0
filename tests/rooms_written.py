"""写了哪几处 — what a change writes, the ledger says of the same rooms: what is kept of them rests on it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from gongkai.core import change, pages
from gongkai.core.ledger import Line
from gongkai.core.measures import MEASURES
from gongkai.core.stamps import Stamps
from gongkai.core.standing import room_of, uncounted

_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "([a-z]+)_(\w+)"')


@contextmanager
def watched(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a change that writes rows which measures count, and says nothing of any room that these name."""
    written: dict[UUID, set[str]] = defaultdict(set)
    said: dict[UUID, set[str]] = defaultdict(set)
    append, stamps = change.Change._append, pages.stamps

    def note_written(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        now, found = change._current.get(), _WRITES.match(sql)
        if now is not None and found and found[2] not in uncounted():
            written[now.group].add(found[1])
        return execute(sql, *more)

    def note_said(self: change.Change, lines: Sequence[Line]) -> None:
        kinds = {line.subject_type for line in lines} - uncounted()
        said[self.group].update(map(room_of, kinds))
        append(self, lines)

    def before_the_commit() -> Stamps:
        if (now := change._current.get()) is not None:
            for rooms in {measure.rooms for measure in MEASURES.values() if measure.rooms}:
                rows, words = written[now.group].intersection(rooms), said[now.group].intersection(rooms)
                assert words or not rows, f"{rows} written, {said[now.group]} said"
        return stamps()

    patch.setattr(change.Change, "_append", note_said)
    patch.setattr(change, "stamps", before_the_commit)
    with connection.execute_wrapper(note_written):
        yield
