"""公开 — put a signed version before the public."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import SYSTEM
from gongkai.catalogue.models import Column, ColumnAudience
from gongkai.core.change import Change, changing
from gongkai.core.pages import LISTS, document_tag
from gongkai.disclosure import content, gates
from gongkai.disclosure.actions.return_draft import send_back
from gongkai.disclosure.counts import recount
from gongkai.disclosure.index_numbers import index_numbers_for
from gongkai.disclosure.models import Document, Version
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.disclosure import PROCESS, Attribute, DocumentStatus, VersionState
from gongkai.rules.publication import days_taken

# What publication changes in a version and in its document.
_PUBLISHED = ("state", "published_at", "digest")
_OPENED = (
    "index_number",
    "published_at",
    "days_taken",
    "revised_at",
    "public",
    "working",
    "status",
    "open_to_public",
    "withdrawn_at",
    "withdrawal_reason",
    "withdrawn_from_public",
)


def open_to_public(version: Version, column: Column | None) -> bool:
    """Whether the public sees a document once this version is published."""
    return version.attribute == Attribute.PROACTIVE and (
        column is None or column.audience == ColumnAudience.PUBLIC
    )


def moment_of(document: Document, now: datetime) -> datetime:
    """Return when a document becomes public: the first time the day on which it was public elsewhere, else now."""
    if document.published_at is not None or document.old_published_on is None:
        return now
    return datetime.combine(document.old_published_on, time(), timezone.get_default_timezone())


def days_until_public(formed_on: date | None, moment: datetime, calendar: WorkCalendar) -> int | None:
    """Return the working days from formation to publication; None where a day is unknown or they are crossed."""
    published_on = timezone.localdate(moment)
    if formed_on is None or published_on < formed_on:
        return None
    return days_taken(formed_on, published_on, calendar)


def put_before_public(versions: Sequence[Version], change: Change, **refs: Any) -> None:
    """Publish signed versions within an open change; a version that one replaces stays as an old one.

    Versions before their documents, as the triggers ask. `refs` go with each entry of the ledger.
    """
    documents = [version.document for version in versions]
    replaced = [document.public_id for document in documents if document.public_id is not None]
    Version.objects.filter(pk__in=replaced).update(state=PROCESS.after(VersionState.PUBLISHED, "supersede"))
    for version in versions:
        version.state = PROCESS.after(VersionState(version.state), "publish")
        version.published_at = moment_of(version.document, change.now)
        version.digest = content.digest(version)
    # Upserts of rows that are there: `bulk_update` takes many times as long.
    Version.objects.bulk_create(
        versions, update_conflicts=True, unique_fields=["id"], update_fields=_PUBLISHED
    )
    _open_documents(versions, change.now)
    recount(*(document.column_id for document in documents))
    change.record_many(
        "disclosure.publish",
        (
            (
                version.document,
                version.document.agency_id,
                {
                    "version": version.number,
                    "index_number": version.document.index_number,
                    "content": version.digest,
                    "days_taken": version.document.days_taken,
                    **refs,
                },
            )
            for version in versions
        ),
        citation=PROCESS.step("publish").citation,
    )
    for document in documents:
        change.ask("index", document.pk)
    change.touch(LISTS, *(document_tag(document.pk) for document in documents))


def _open_documents(versions: Sequence[Version], now: datetime) -> None:
    documents, known = [version.document for version in versions], calendar()
    without = [document for document in documents if document.index_number is None]
    for document, number in zip(without, index_numbers_for(without, now), strict=True):
        document.index_number = number
    for document, version in zip(documents, versions, strict=True):
        moment = moment_of(document, now)
        if document.published_at is None:
            document.published_at = moment
            document.days_taken = days_until_public(version.formed_on, moment, known)
        document.revised_at = moment
        document.public, document.working = version, None
        document.status = DocumentStatus.PUBLISHED
        document.open_to_public = open_to_public(version, document.column)
        document.withdrawn_at, document.withdrawal_reason = None, ""
        document.withdrawn_from_public = False
    Document.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["id"], update_fields=_OPENED
    )


def publish_due(version_id: int, *, now: datetime) -> Version:
    """定时公开 — publish a signed version whose hour has come; called by the worker.

    What a gate stops now, though it let it pass before, goes back to its author with the reason.
    """
    gates.prepare(version_id)
    with changing(SYSTEM, now) as change:
        document_id = Version.objects.values_list("document_id", flat=True).get(pk=version_id)
        document = (
            Document.objects.select_for_update(of=("self",))
            .select_related("agency", "column")
            .get(pk=document_id)
        )
        version = Version.objects.get(pk=version_id)
        version.document = document
        if words := gates.stopping(version):
            send_back(version, words, change)
        else:
            put_before_public([version], change)
    return version
