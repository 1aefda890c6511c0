"""整批签发 — a leader signs what of a batch was passed; it is published with the day on which it was public before."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.core.pages import LISTS, document_tag
from gongkai.disclosure import content, gates, policies
from gongkai.disclosure.actions.publish import (
    days_until_public,
    moment_of,
    open_to_public,
    put_before_public,
)
from gongkai.disclosure.counts import recount
from gongkai.disclosure.index_numbers import index_numbers_for
from gongkai.disclosure.models import Document, Review, Version
from gongkai.imports.actions.access import batch_for
from gongkai.imports.actions.pieces import look_ahead, move_on, next_items, parted
from gongkai.imports.models import Item
from gongkai.imports.queries import to_sign
from gongkai.rules.disclosure import PROCESS, DocumentStatus, VersionState, check_four_eyes


def sign_batch(batch_id: int, *, actor: Actor, now: datetime) -> int:
    """签发一段 — return how many were looked at, 0 when the batch is through.

    Author, reviewer and signer are three people, for each version; each gets its own signature. What a gate stops
    stays behind with the reason noted.
    """

    def check(version: Version) -> None:
        check_four_eyes(version.author_id, version.reviewed_by_id, actor.user_id)
        gates.check(version)

    if not look_ahead(batch_id, to_sign, actor, policies.SIGN):
        return 0
    with changing(actor, now) as change:
        batch = batch_for(actor, batch_id)
        items = next_items(to_sign(batch, actor), batch)
        versions, gone, held = parted(items, check)
        _sign(versions, change, actor, batch_id)
        # What was never public goes the short way; a new version of what was, the way of every revision.
        fresh = [item for item in gone if item.document and item.document.published_at is None]
        _publish(fresh, change, batch_id)
        for item in gone:
            if item not in fresh and item.version is not None:
                put_before_public(item.version, change, now)
        move_on(batch, items, gone, held, change, "signed")
    return len(items)


def _sign(versions: Sequence[Version], change: Change, actor: Actor, batch_id: int) -> None:
    for version in versions:
        version.digest = content.digest(version)
    Review.objects.bulk_create(
        Review(
            version=version,
            kind=Review.Kind.SIGNATURE,
            outcome=Review.Outcome.PASSED,
            by=actor.person,
            at=change.now,
            content_digest=version.digest,
        )
        for version in versions
    )
    Version.objects.filter(pk__in=[version.pk for version in versions]).update(signed_by=actor.user)
    for version in versions:
        version.signed_by = actor.user
    change.record_many(
        "disclosure.sign",
        (
            (
                version.document,
                version.document.agency_id,
                {"version": version.number, "content": version.digest, "batch": batch_id},
            )
            for version in versions
        ),
        citation=PROCESS.step("publish").citation,
    )


def _publish(items: Sequence[Item], change: Change, batch_id: int) -> None:
    """Put documents before the public for the first time: their versions first, as the triggers ask."""
    versions = [item.version for item in items if item.version is not None]
    for version in versions:
        version.state = PROCESS.after(VersionState(version.state), "publish")
        version.published_at = moment_of(version.document, change.now)
    Version.objects.bulk_update(versions, ["state", "published_at", "digest"], batch_size=100)
    documents = [version.document for version in versions]
    _number(documents, change.now)
    known = calendar()
    for document, version in zip(documents, versions, strict=True):
        moment = moment_of(document, change.now)
        document.days_taken = days_until_public(version.formed_on, moment, known)
        document.published_at = document.revised_at = moment
    Document.objects.bulk_update(
        documents, ["index_number", "published_at", "revised_at", "days_taken"], batch_size=100
    )
    _open(versions)
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
                    "batch": batch_id,
                },
            )
            for version in versions
        ),
        citation=PROCESS.step("publish").citation,
    )
    for document in documents:
        change.ask("index", document.pk)
    change.touch(LISTS, *(document_tag(document.pk) for document in documents))


def _number(documents: Sequence[Document], now: datetime) -> None:
    without = [document for document in documents if document.index_number is None]
    for document, number in zip(without, index_numbers_for(without, now), strict=True):
        document.index_number = number


def _open(versions: Sequence[Version]) -> None:
    for is_open in (True, False):
        ids = [
            version.document_id
            for version in versions
            if open_to_public(version, version.document.column) is is_open
        ]
        Document.objects.filter(pk__in=ids).update(
            status=DocumentStatus.PUBLISHED, public=F("working"), working=None, open_to_public=is_open
        )
