"""待发 — doing the work that committed changes asked for, in order, at least once."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from gongkai.core.models import OutboxItem

logger = logging.getLogger(__name__)
Handler = Callable[[Sequence[int]], None]
_handlers: dict[str, Handler] = {}
_PATIENCE = timedelta(minutes=1)
_AT_ONCE = 5000


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does all work of a kind; it must be safe to repeat."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def stuck(now: datetime) -> int:
    """Return how many items have waited longer than a running worker lets them, be they put off after a failure."""
    return OutboxItem.objects.filter(created_at__lt=now - _PATIENCE).count()


def waiting(*kinds: str) -> bool:
    """Say whether any work of these kinds waits, be it put off."""
    return OutboxItem.objects.filter(kind__in=kinds).exists()


def ask(kind: str, keys: Iterable[int], now: datetime) -> None:
    """Ask for work that no change asked for: what a sweep found to be out of level."""
    OutboxItem.objects.bulk_create(OutboxItem(kind=kind, key=key, created_at=now) for key in keys)


@contextmanager
def overtaken(kind: str) -> Iterator[None]:
    """Do all that there is of a kind anew: what was asked for before it begins is done when it ends well."""
    asked = list(OutboxItem.objects.filter(kind=kind).values_list("pk", flat=True))
    yield
    for start in range(0, len(asked), _AT_ONCE):
        OutboxItem.objects.filter(pk__in=asked[start : start + _AT_ONCE]).delete()


def drain(*, limit: int = 500, now: datetime | None = None) -> int:
    """Do up to `limit` waiting items, a kind at a time; returns how many were done.

    An item that fails is tried again later, at growing intervals, and never lost. It is then done by itself,
    so that what cannot be done keeps nothing else waiting.
    """
    now = now or timezone.now()
    items = list(
        OutboxItem.objects.filter(Q(not_before=None) | Q(not_before__lte=now)).order_by("id")[:limit]
    )
    done, failed = 0, set()
    for kind, batch in _batches(items):
        try:
            _handlers[kind]([item.key for item in batch])
        except Exception as error:  # whatever a handler raises, the item stays and is tried again
            # Once for a kind: when the index is away, each of its items fails for the same reason.
            logger.log(
                logging.DEBUG if kind in failed else logging.ERROR, "outbox: %s failed", kind, exc_info=error
            )
            failed.add(kind)
            _put_off(batch, error, now)
            continue
        OutboxItem.objects.filter(pk__in=[item.pk for item in batch]).delete()
        done += len(batch)
    return done


def _batches(items: list[OutboxItem]) -> Iterator[tuple[str, list[OutboxItem]]]:
    for kind in dict.fromkeys(item.kind for item in items):
        if batch := [item for item in items if item.kind == kind and not item.tries]:
            yield kind, batch
        for item in items:
            if item.kind == kind and item.tries:
                yield kind, [item]


def _put_off(batch: list[OutboxItem], error: Exception, now: datetime) -> None:
    tries = max(item.tries for item in batch) + 1
    OutboxItem.objects.filter(pk__in=[item.pk for item in batch]).update(
        tries=F("tries") + 1,
        not_before=now + timedelta(seconds=min(2**tries, 600)),
        last_error=type(error).__name__,
    )
