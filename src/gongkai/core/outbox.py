"""待发 — doing the work that committed changes asked for, in order, at least once."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from gongkai.core.models import OutboxItem

logger = logging.getLogger(__name__)
Handler = Callable[[Sequence[int]], None]
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does all work of a kind; it must be safe to repeat."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def pending(now: datetime) -> int:
    """Return how many items wait."""
    return OutboxItem.objects.filter(Q(not_before=None) | Q(not_before__lte=now)).count()


def drain(*, limit: int = 500, now: datetime | None = None) -> int:
    """Do up to `limit` waiting items, a kind at a time; returns how many were done.

    An item that fails is tried again later, at growing intervals, and never lost.
    """
    now = now or timezone.now()
    items = list(
        OutboxItem.objects.filter(Q(not_before=None) | Q(not_before__lte=now)).order_by("id")[:limit]
    )
    done = 0
    for kind in dict.fromkeys(item.kind for item in items):
        batch = [item for item in items if item.kind == kind]
        try:
            _handlers[kind]([item.key for item in batch])
        except Exception as error:  # whatever a handler raises, the item stays and is tried again
            logger.exception("outbox: %s failed", kind)
            _put_off(batch, error, now)
            continue
        OutboxItem.objects.filter(pk__in=[item.pk for item in batch]).delete()
        done += len(batch)
    return done


def _put_off(batch: list[OutboxItem], error: Exception, now: datetime) -> None:
    tries = max(item.tries for item in batch) + 1
    OutboxItem.objects.filter(pk__in=[item.pk for item in batch]).update(
        tries=F("tries") + 1,
        not_before=now + timedelta(seconds=min(2**tries, 600)),
        last_error=type(error).__name__,
    )
