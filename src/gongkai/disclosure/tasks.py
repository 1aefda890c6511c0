"""主动公开的后台工作 — index what changed, publish what is due, sweep; each only calls actions."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from gongkai.core import checks
from gongkai.core.outbox import handles
from gongkai.core.pages import stamps
from gongkai.core.schedule import every
from gongkai.disclosure import counts, indexing, queries
from gongkai.disclosure.actions.publish import publish_due
from gongkai.disclosure.models import Document
from gongkai.disclosure.reshaping import batches

checks.register("index", "索引与数据库一致", indexing.differences)
checks.register("counts", "栏目计数与实有件数一致", counts.differences)


@handles("index")
def index_documents(keys: Sequence[int]) -> None:
    """Bring the index level for the documents that changed."""
    indexing.bring_up_to_date(keys)


@handles("index_agency")
def index_documents_of_agencies(keys: Sequence[int]) -> None:
    """Bring the index level for every document of organs that moved in the tree."""
    documents = Document.objects.filter(agency_id__in=keys).order_by("pk")
    for batch in batches(list(documents.values_list("pk", flat=True))):
        indexing.bring_up_to_date(batch)


@every(timedelta(seconds=1))
def publish_what_is_due(now: datetime) -> None:
    """定时公开."""
    for version in queries.due_for_publication(now):
        publish_due(version.pk, now=now)


@every(timedelta(minutes=1))
def make_pages_keepable(now: datetime) -> None:
    """Mend the stamps that a process killed in the middle of a change left behind."""
    stamps().heal()
