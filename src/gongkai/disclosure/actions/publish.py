"""公开 — put a signed version before the public."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from gongkai.agencies.policies import SYSTEM
from gongkai.agencies.queries import jurisdiction
from gongkai.catalogue.models import Column, ColumnAudience
from gongkai.core.change import Change, changing
from gongkai.core.numbering import next_serials
from gongkai.core.pages import LISTS, document_tag
from gongkai.disclosure import content, gates
from gongkai.disclosure.counts import recount
from gongkai.disclosure.models import Document, Version
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.disclosure import PROCESS, Attribute, DocumentStatus, VersionState
from gongkai.rules.index_numbers import IndexPattern, organ_code_of
from gongkai.rules.publication import days_taken


def open_to_public(version: Version, column: Column | None) -> bool:
    """Whether the public sees a document once this version is published."""
    return version.attribute == Attribute.PROACTIVE and (
        column is None or column.audience == ColumnAudience.PUBLIC
    )


def index_number_for(document: Document, now: datetime) -> str:
    """Give out the next index number of the jurisdiction's pattern (索引号): unique, stable, never reused."""
    return index_numbers_for([document], now)[0]


def index_numbers_for(documents: Sequence[Document], now: datetime) -> list[str]:
    """Give out an index number for each document, in their order, with few questions however many they are."""
    here = jurisdiction()
    pattern = IndexPattern(here.index_pattern if here else "{organ_code}/{year}-{serial:05d}")
    facts = [_facts_for_number(document, timezone.localdate(now)) for document in documents]
    keys = [f"index:{pattern.sequence_key(**each)}" for each in facts]
    serials = {key: iter(next_serials(key, count)) for key, count in Counter(keys).items()}
    return [pattern.format(**each, serial=next(serials[key])) for each, key in zip(facts, keys, strict=True)]


def _facts_for_number(document: Document, day: date) -> dict[str, str | int]:
    # An organ without a credit code gets a virtual one from its number here, as catalogues do.
    uscc = document.agency.uscc or f"{document.agency_id:017d}0"
    return {
        "organ_code": organ_code_of(uscc),
        "uscc": uscc,
        "region": uscc[2:8],
        "column": document.column.code if document.column else "",
        "year": day.year,
        "month": day.month,
    }


def put_before_public(version: Version, change: Change, now: datetime) -> None:
    """Publish a signed version within an open change; the version that it replaces stays as an old one."""
    document = version.document
    earlier = document.public
    if earlier is not None:
        earlier.state = PROCESS.after(VersionState(earlier.state), "supersede")
        earlier.save(update_fields=["state"])
    version.state = PROCESS.after(VersionState(version.state), "publish")
    version.published_at, version.digest = now, content.digest(version)
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
    if document.published_at is None:
        document.published_at = now
        if version.formed_on:
            document.days_taken = days_taken(version.formed_on, timezone.localdate(now), WorkCalendar.load())
    document.revised_at = now
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
