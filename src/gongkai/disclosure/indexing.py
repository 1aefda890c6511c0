"""检索登记 — what the index holds of a document, and proof that it agrees with the database."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from django.conf import settings
from django.db.models import Prefetch, Q
from django.utils import timezone

from gongkai.agencies.queries import ancestor_ids
from gongkai.catalogue.models import Column
from gongkai.core import outbox
from gongkai.core.pages import INDEX, SITE, stamps
from gongkai.disclosure.models import Attachment, Document, Version
from gongkai.disclosure.policies import PUBLIC_AUDIENCE, audience_of
from gongkai.disclosure.presentation import standing_of
from gongkai.disclosure.reshaping import batches
from gongkai.search.index import Entry, Index, IndexBroken
from gongkai.search.query import parse

BATCH = 500
WORK = "index"
"""The kind of outbox work that indexes a document; its key is the document."""
_HAS_VERSION = Q(public__isnull=False) | Q(working__isnull=False)


@cache
def index() -> Index:
    """Return this process's view of the index."""
    return Index(settings.INDEX)


def shown_version(document: Document) -> Version | None:
    """Return the version that the index speaks of: the public one, else the one in work."""
    return document.public or document.working


def text_for_search(version: Version) -> str:
    """Return the body and the attachments' text, as the index and the snippets read it."""
    texts = [version.body_text]
    for attachment in version.attachments.all():
        texts += [attachment.caption or attachment.name, attachment.text]
    return "\n".join(text for text in texts if text)


def _column_codes(column: Column | None) -> tuple[str, ...]:
    codes = []
    while column is not None:
        codes.append(column.code)
        column = column.parent
    return tuple(codes)


def entry_for(document: Document, version: Version) -> Entry:
    """Return what the index holds of a document."""
    day = document.published_at or document.created_at
    stamp = document.revised_at or document.created_at
    return Entry(
        id=document.pk,
        title=version.title,
        numbers=tuple(filter(None, (version.document_number, document.index_number))),
        body=text_for_search(version),
        audiences=audience_of(document),
        agency_ids=tuple(ancestor_ids(document.agency)),
        agency=document.agency_id,
        column=document.column.code if document.column else "",
        columns=_column_codes(document.column),
        subject=version.subject.code if version.subject else "",
        genre=version.genre.code if version.genre else "",
        audience_term=version.audience.code if version.audience else "",
        validity=standing_of(version, timezone.localdate()).code,
        attribute=version.attribute,
        year=version.report_year or (version.formed_on or timezone.localdate(day)).year,
        published=int(f"{timezone.localtime(stamp):%Y%m%d%H%M}"),
    )


def documents_to_index(ids: Sequence[int] | None = None) -> Iterator[Entry]:
    """Yield the entries of documents that have a version to show."""
    documents = (
        Document.objects.select_related("agency", "column__parent__parent__parent")
        .select_related(
            *(
                f"{which}__{term}"
                for which in ("public", "working")
                for term in ("subject", "genre", "audience")
            )
        )
        .prefetch_related(
            *(
                Prefetch(f"{which}__attachments", Attachment.objects.order_by("position", "id"))
                for which in ("public", "working")
            )
        )
        .order_by("pk")
    )
    if ids is not None:
        documents = documents.filter(pk__in=ids)
    for document in documents.iterator(chunk_size=BATCH):
        version = shown_version(document)
        if version is not None:
            yield entry_for(document, version)


def bring_up_to_date(ids: Sequence[int]) -> None:
    """Bring the index level with the database for these documents; safe to repeat."""
    with stamps().changing([INDEX]), index().writer() as writer:
        entries = {entry.id: entry for entry in documents_to_index(ids)}
        for document_id in dict.fromkeys(ids):
            if document_id in entries:
                writer.put(entries[document_id])
            else:
                writer.remove(document_id)


def rebuild(tick: Callable[[], object] = lambda: None) -> int:
    """Make the index anew from the database; returns how many documents it holds.

    What waited to be indexed is then indexed, and need not wait any longer.
    """
    count = 0
    index().clear()
    with outbox.overtaken(WORK), stamps().changing([INDEX, SITE]), index().writer() as writer:
        for entry in documents_to_index():
            writer.put(entry)
            count += 1
            tick()
    return count


def _look() -> None:
    """Open the index and search it once; raises IndexBroken.

    Opened anew: what this process has mapped would still be read after it is gone from the disk.
    """
    index.cache_clear()
    index().search(parse("公开"), audiences=(PUBLIC_AUDIENCE,), limit=1)


def readable() -> bool:
    """Say whether the index can be opened and searched."""
    try:
        _look()
    except IndexBroken:
        return False
    return True


def complete() -> bool:
    """Say at little cost whether the index holds as many entries as there are documents to hold."""
    return len(index()) == Document.objects.filter(_HAS_VERSION).count()


def compared() -> Iterator[dict[int, str]]:
    """Compare index and database; yield, a batch of documents at a time, what differs: its id and how.

    Raises IndexBroken. What changes meanwhile may be told as different though it is level by now.
    """
    _look()
    held = index().fingerprints()
    ids = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    for batch in batches(ids, BATCH):
        found = {}
        for entry in documents_to_index(batch):
            known = held.pop(entry.id, None)
            if known is None:
                found[entry.id] = f"索引里没有第 {entry.id} 件"
            elif known != entry.fingerprint():
                found[entry.id] = f"索引里的第 {entry.id} 件与数据库不同"
        yield found
    yield {document_id: f"索引里多出第 {document_id} 件" for document_id in held}


def differences() -> Iterator[str]:
    """Yield a sentence for each document that the index holds wrongly, lacks, or has too many."""
    try:
        for found in compared():
            yield from found.values()
    except IndexBroken as error:
        yield str(error)


def reset() -> None:
    """Put an empty index in the place of one that cannot be read."""
    Index.reset(settings.INDEX)
    index.cache_clear()
