"""公开 — put a signed version before the public."""

from datetime import date, datetime, time

from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import SYSTEM
from gongkai.catalogue.models import Column, ColumnAudience
from gongkai.core.change import Change, changing
from gongkai.core.pages import LISTS, document_tag
from gongkai.disclosure import content, gates
from gongkai.disclosure.counts import recount
from gongkai.disclosure.index_numbers import index_number_for
from gongkai.disclosure.models import Document, Version
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.disclosure import PROCESS, Attribute, DocumentStatus, VersionState
from gongkai.rules.publication import days_taken


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


def put_before_public(version: Version, change: Change, now: datetime) -> None:
    """Publish a signed version within an open change; the version that it replaces stays as an old one."""
    document = version.document
    earlier = document.public
    if earlier is not None:
        earlier.state = PROCESS.after(VersionState(earlier.state), "supersede")
        earlier.save(update_fields=["state"])
    version.state = PROCESS.after(VersionState(version.state), "publish")
    version.published_at, version.digest = moment_of(document, now), content.digest(version)
    version.save(update_fields=["state", "published_at", "digest"])
    _open_document(document, version, now)
    recount(document.column_id)
    change.record(
        "disclosure.publish",
        document,
        agency_id=document.agency_id,
        citation=PROCESS.step("publish").citation,
        version=version.number,
        index_number=document.index_number,
        content=version.digest,
        days_taken=document.days_taken,
    )
    change.ask("index", document.pk)
    change.touch(LISTS, document_tag(document.pk))


def _open_document(document: Document, version: Version, now: datetime) -> None:
    if document.index_number is None:
        document.index_number = index_number_for(document, now)
    moment = moment_of(document, now)
    if document.published_at is None:
        document.published_at = moment
        document.days_taken = days_until_public(version.formed_on, moment, calendar())
    document.revised_at = moment
    document.public, document.working = version, None
    document.status = DocumentStatus.PUBLISHED
    document.open_to_public = open_to_public(version, document.column)
    document.withdrawn_at, document.withdrawal_reason = None, ""
    document.withdrawn_from_public = False
    document.save()


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
            _send_back(version, words, change)
        else:
            put_before_public(version, change, now)
    return version


def _send_back(version: Version, words: str, change: Change) -> None:
    version.state = PROCESS.after(VersionState(version.state), "return_draft")
    version.reviewed_by = version.signed_by = version.scheduled_for = None
    version.save(update_fields=["state", "reviewed_by", "signed_by", "scheduled_for"])
    change.record(
        "disclosure.return_draft",
        version.document,
        agency_id=version.document.agency_id,
        citation=PROCESS.step("return_draft").citation,
        note=words,
        version=version.number,
    )
