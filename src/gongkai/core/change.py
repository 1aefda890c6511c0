"""办理 — the one door for changes: rows, ledger and outbox in one transaction, pages told to refresh.

An action opens `changing(...)`, changes rows, and records what it did. A change that records nothing is
rolled back. An action called inside another shares the outer transaction, so that one click is one change.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.db import models, transaction

from gongkai.core import ledger
from gongkai.core.models import LedgerHead, OutboxItem
from gongkai.core.pages import stamps
from gongkai.rules.citations import Citation


class Who(Protocol):
    """经办人 — whoever changes something; None stands for the system itself."""

    @property
    def user_id(self) -> int | None: ...


class NothingRecorded(Exception):
    """没有留痕 — an action changed rows without recording what it did; everything is rolled back."""


@dataclass
class Change:
    """一次办理 — collects what an action records, asks for and touches."""

    who: Who
    now: datetime
    head: LedgerHead
    group: UUID = field(default_factory=uuid4)
    recorded: int = 0
    tags: set[str] = field(default_factory=set)
    asked: dict[tuple[str, int], None] = field(default_factory=dict)

    def record(
        self,
        action: str,
        subject: models.Model,
        *,
        agency_id: int | None = None,
        citation: Citation | None = None,
        note: str = "",
        **detail: Any,
    ) -> None:
        """Write one ledger entry: references in `detail`, a person's words only in `note`."""
        self._append(
            [_line(action, subject, agency_id=agency_id, citation=citation, note=note, detail=detail)]
        )

    def record_many(
        self,
        action: str,
        subjects: Iterable[tuple[models.Model, int | None, dict[str, Any]]],
        *,
        citation: Citation | None = None,
        note: str = "",
    ) -> None:
        """Write an entry for each (subject, its organ's id, detail) at once, with the same action and words."""
        lines = [
            _line(action, subject, agency_id=agency_id, citation=citation, note=note, detail=detail)
            for subject, agency_id, detail in subjects
        ]
        if lines:
            self._append(lines)

    def _append(self, lines: Sequence[ledger.Line]) -> None:
        ledger.append(self.head, lines, at=self.now, actor_id=self.who.user_id, group=self.group)
        self.recorded += len(lines)

    def ask(self, kind: str, key: int) -> None:
        """Ask for work after the commit (outbox); the same work is asked for once."""
        self.asked[kind, key] = None

    def touch(self, *tags: str) -> None:
        """Name the pages (by tag) that show what has changed."""
        self.tags.update(tags)


def _line(
    action: str,
    subject: models.Model,
    *,
    agency_id: int | None,
    citation: Citation | None,
    note: str,
    detail: dict[str, Any],
) -> ledger.Line:
    return ledger.Line(
        action=action,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk if isinstance(subject.pk, int) else None,
        agency_id=agency_id,
        citation=str(citation) if citation else "",
        detail=detail,
        note=note,
    )


_current: ContextVar[Change | None] = ContextVar("gongkai_change", default=None)


@contextmanager
def changing(who: Who, now: datetime) -> Iterator[Change]:
    """Open a change, or join the one that is open; raises NothingRecorded when nothing was recorded."""
    if (outer := _current.get()) is not None:
        yield outer
        return
    with ExitStack() as after, transaction.atomic():
        # The ledger is one chain, so changes wait for each other in any case: here, before they lock
        # rows of their own, they cannot wait for each other in a circle.
        change = Change(who=who, now=now, head=ledger.hold())
        after.callback(_current.reset, _current.set(change))
        yield change
        if not change.recorded:
            raise NothingRecorded
        OutboxItem.objects.bulk_create(
            OutboxItem(kind=kind, key=key, created_at=now) for kind, key in change.asked
        )
        # From just before the commit until just after it, no made page may be served or kept.
        after.enter_context(stamps().changing(change.tags))
