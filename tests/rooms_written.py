"""写了哪几处 — what a change writes, the ledger says of the same rooms and organs: what is kept of them rests on it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection

from gongkai.core import change, pages
from gongkai.core.ledger import Line
from gongkai.core.measures import MEASURES
from gongkai.core.stamps import Stamps
from gongkai.core.standing import has_things_at_one_organ, is_at_one_organ, room_of, uncounted

_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "([a-z]+)_(\w+)"')
_INSERT = re.compile(r'INSERT INTO "\w+" \(([^)]*)\) VALUES')
_COUNTED = {"disclosure_document": "published_at IS NOT NULL"}
"""Of rows of a table only these are counted: a draft may go to another organ."""
_Execute = Callable[..., Any]


@contextmanager
def watched(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a change that writes rows which measures count, and says nothing of the rooms that these name.

    Where all that it says is of things at one organ, rows of no other organ may be written.
    """
    written: dict[UUID, set[str]] = defaultdict(set)
    organs: dict[UUID, set[int | None]] = defaultdict(set)
    said: dict[UUID, list[Line]] = defaultdict(list)
    append, stamps = change.Change._append, pages.stamps

    def note_written(execute: _Execute, sql: str, params: Any, many: bool, context: Any) -> Any:
        now, found = change._current.get(), _WRITES.match(sql)
        if now is None or found is None or found[2] in uncounted():
            return execute(sql, params, many, context)
        written[now.group].add(found[1])
        if f"{found[1]}_{found[2]}" in _with_organ():
            organs[now.group].update(_organs_of(f"{found[1]}_{found[2]}", execute, sql, params, context))
        return execute(sql, params, many, context)

    def note_said(self: change.Change, lines: Sequence[Line]) -> None:
        said[self.group].extend(line for line in lines if line.subject_type not in uncounted())
        append(self, lines)

    def before_the_commit() -> Stamps:
        if (now := change._current.get()) is not None:
            for rooms in {measure.rooms for measure in MEASURES.values() if measure.rooms}:
                rows = written[now.group].intersection(rooms)
                words = [line for line in said[now.group] if room_of(line.subject_type) in rooms]
                assert words or not rows, f"{rows} written, {said[now.group]} said"
                if rows and all(is_at_one_organ(line.subject_type) for line in words):
                    whose = {line.agency_id for line in words}
                    assert organs[now.group] <= whose, f"rows of {organs[now.group]} written, {whose} said"
        return stamps()

    patch.setattr(change.Change, "_append", note_said)
    patch.setattr(change, "stamps", before_the_commit)
    with connection.execute_wrapper(note_written):
        yield


@cache
def _with_organ() -> frozenset[str]:
    """Return the tables of rows that are counted and name their organ themselves."""
    rooms = {
        room
        for measure in MEASURES.values()
        for room in measure.rooms
        if has_things_at_one_organ(measure.rooms)
    }
    return frozenset(
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_label in rooms and any(field.name == "agency" for field in model._meta.fields)
    )


def _organs_of(table: str, execute: _Execute, sql: str, params: Any, context: Any) -> set[int | None]:
    """Return the organs of the rows that a statement puts in, or is about to change or delete."""
    if found := _INSERT.match(sql):
        columns = [name.strip(' "') for name in found[1].split(",")]
        at = columns.index("agency_id")
        return set(params[at :: len(columns)])
    start = _where(sql)
    held = params[sql.count("%s", 0, start) :]
    rows = f'SELECT * FROM "{table}"{sql[start:]}'
    execute(
        f"SELECT DISTINCT agency_id FROM ({rows}) r WHERE {_COUNTED.get(table, '1 = 1')}",
        held,
        False,
        context,
    )
    return {organ for (organ,) in context["cursor"].fetchall()}


def _where(sql: str) -> int:
    """Return where the condition of a statement begins, outside of all brackets; its end for none."""
    depth = 0
    for at, sign in enumerate(sql):
        depth += (sign == "(") - (sign == ")")
        if not depth and sql.startswith(" WHERE ", at):
            return at
    return len(sql)
