"""主动公开的后台工作 — index what changed, publish what is due, sweep; each only calls actions."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from gongkai.core import checks, outbox
from gongkai.core.outbox import handles
from gongkai.core.pages import LISTS, SITE, document_tag, stamps
from gongkai.core.schedule import every
from gongkai.disclosure import counts, indexing, queries
from gongkai.disclosure.actions.publish import publish_due
from gongkai.disclosure.models import Document
from gongkai.disclosure.reshaping import batches
from gongkai.search.index import IndexBroken

logger = logging.getLogger(__name__)
# The day of which pages and index speak, and how far a worker that has just started looks back.
_day: date | None = None
_LOOK_BACK = timedelta(days=366)
# The sweep under way, and the day of the last one that came to its end.
_sweep: Iterator[dict[int, str]] | None = None
_swept: date | None = None

checks.register("index", "索引与数据库一致", indexing.differences)
checks.register("counts", "栏目计数与实有件数一致", counts.differences)


@handles(indexing.WORK)
def index_documents(keys: Sequence[int]) -> None:
    """Bring the index level for the documents that changed, then void the pages made from the old index."""
    indexing.bring_up_to_date(keys)
    with stamps().changing([LISTS, *map(document_tag, keys)]):
        pass


@handles("index_agency")
def index_documents_of_agencies(keys: Sequence[int]) -> None:
    """Bring the index level for every document of organs that moved in the tree."""
    documents = Document.objects.filter(agency_id__in=keys).order_by("pk")
    for batch in batches(list(documents.values_list("pk", flat=True))):
        index_documents(batch)


@every(timedelta(seconds=1))
def publish_what_is_due(now: datetime) -> None:
    """定时公开."""
    for version in queries.due_for_publication(now):
        publish_due(version.pk, now=now)


@every(timedelta(seconds=20))
def begin_the_day(now: datetime) -> None:
    """换日 — pages and index follow the date: what comes into force today, what ran out yesterday."""
    global _day
    today = timezone.localdate(now)
    if today == _day:
        return
    since = _day or today - _LOOK_BACK
    for batch in batches(list(queries.changed_standing(since, today))):
        indexing.bring_up_to_date(batch)
    with stamps().changing([SITE]):
        _day = today


@every(timedelta(minutes=1))
def make_pages_keepable(now: datetime) -> None:
    """Mend the stamps that a process killed in the middle of a change left behind."""
    stamps().heal()


@every(timedelta(seconds=1))
def sweep(now: datetime) -> None:
    """清扫 — when the worker starts and then each night: index what the index holds wrongly or lacks.

    A batch of documents at a time, so that what is published meanwhile does not wait for the sweep.
    """
    global _sweep, _swept
    today = timezone.localdate(now)
    if _sweep is None:
        if _swept == today:
            return
        _sweep = indexing.compared()
    try:
        found = next(_sweep, None)
    except IndexBroken:
        logger.exception("sweep: the index cannot be read and is made again")
        indexing.reset()
        _sweep = None
        return
    if found is None:
        _sweep, _swept = None, today
    elif found:
        logger.warning("sweep: %d documents were not level in the index", len(found))
        outbox.ask("index", found, now)


@every(timedelta(minutes=1))
def notice_a_lost_index(now: datetime) -> None:
    """Sweep at once when the index is gone, unreadable or incomplete though nothing waits to be indexed."""
    global _swept
    level = indexing.readable() and (outbox.waiting("index", "index_agency") or indexing.complete())
    if not level:
        _swept = None
