"""主动公开的后台工作 — index what changed, publish what is due, sweep; each only calls actions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from gongkai.core import checks
from gongkai.core.outbox import handles
from gongkai.core.pages import LISTS, SITE, document_tag, stamps
from gongkai.core.schedule import every
from gongkai.disclosure import counts, indexing, queries
from gongkai.disclosure.actions.publish import publish_due
from gongkai.disclosure.models import Document
from gongkai.disclosure.reshaping import batches

# The day of which pages and index speak, and how far a worker that has just started looks back.
_day: date | None = None
_LOOK_BACK = timedelta(days=366)

checks.register("index", "索引与数据库一致", indexing.differences)
checks.register("counts", "栏目计数与实有件数一致", counts.differences)


@handles("index")
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
