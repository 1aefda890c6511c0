"""主动公开的查询 — everything that reads documents starts from `visible_to`."""

from datetime import date, datetime
from itertools import dropwhile, takewhile

from django.db.models import F, Q, QuerySet

from gongkai.agencies.policies import PUBLIC, Actor
from gongkai.agencies.queries import agencies_for
from gongkai.disclosure import policies
from gongkai.disclosure.models import CorrectionReport, Document, Review, Version
from gongkai.rules.disclosure import Attribute, VersionState

# Written as a list: a bare boolean keeps SQLite from using an index, and newest-first lists would read every row.
OPEN = Q(open_to_public__in=[True])


def visible_to(actor: Actor) -> QuerySet[Document]:
    """Return the documents that an actor may see: the query form of `policies.audience_of`."""
    rule = OPEN
    if agencies := policies.agencies_seen_by(actor):
        rule |= Q(agency_id__in=agencies)
    return Document.objects.filter(rule)


def published() -> QuerySet[Document]:
    """Return what the public sees, newest first, with what a list shows."""
    return (
        visible_to(PUBLIC)
        .select_related("public", "agency", "column", "public__genre", "public__subject")
        .defer("public__body_html", "public__body_text", "public__evidence")
        .defer("agency__guide_text", "column__standard")
        .order_by("-published_at", "-id")
    )


def version_history(document: Document) -> tuple[list[Version], list[Version]]:
    """Return the versions of a published document that the public may read, and those that were withdrawn.

    Newest first. What was withdrawn stays withdrawn when a later version is published, and so does everything
    before it, which may well say the same. A version that was open on application only is in neither: the
    public never saw it, and a later one that may be read does not open it. The first one withdrawn says when.
    """
    versions = list(
        document.versions.filter(state__in=[VersionState.PUBLISHED, VersionState.SUPERSEDED])
        .defer("body_html", "body_text", "evidence")
        .order_by("-number")
    )
    since = list(takewhile(_not_withdrawn, versions))
    before = dropwhile(_not_withdrawn, filter(_was_public, versions[len(since) :]))
    return list(filter(_was_public, since)), list(before)


def _not_withdrawn(version: Version) -> bool:
    return version.withdrawn_at is None


def _was_public(version: Version) -> bool:
    return version.attribute == Attribute.PROACTIVE


def withdrawn() -> QuerySet[Document]:
    """Return the documents whose address shows a notice of withdrawal: those that the public read until then.

    Of others even the number and the reason stay where they were, whoever may see their column by now.
    """
    return Document.objects.filter(withdrawn_from_public=True).select_related("agency")


def working_versions(actor: Actor) -> QuerySet[Version]:
    """Return the versions in work at the organs whose unpublished documents an actor sees."""
    return (
        Version.objects.filter(
            document__agency_id__in=policies.agencies_seen_by(actor), document__working_id=F("pk")
        )
        .select_related("document", "document__agency", "document__column", "author")
        .defer("body_html", "body_text", "evidence")
    )


def to_draft(actor: Actor) -> QuerySet[Version]:
    """Return the drafts at the organs for which an actor drafts, the oldest formed first."""
    return (
        working_versions(actor)
        .filter(state=VersionState.DRAFT, document__agency__in=agencies_for(actor, policies.DRAFT))
        .order_by("formed_on", "id")
    )


def to_review(actor: Actor) -> QuerySet[Version]:
    """Return what waits for an actor's confidentiality review; never their own draft."""
    return (
        working_versions(actor)
        .filter(state=VersionState.IN_REVIEW, document__agency__in=agencies_for(actor, policies.REVIEW))
        .exclude(author_id=actor.user_id)
        .order_by("submitted_at", "id")
    )


def to_sign(actor: Actor) -> QuerySet[Version]:
    """Return what waits for an actor's signature; never what they drafted or reviewed."""
    return (
        working_versions(actor)
        .filter(state=VersionState.IN_SIGNING, document__agency__in=agencies_for(actor, policies.SIGN))
        .exclude(author_id=actor.user_id)
        .exclude(reviewed_by_id=actor.user_id)
        .order_by("submitted_at", "id")
    )


def last_return(version: Version) -> Review | None:
    """Return the newest decision on a version when that was a return, else None."""
    review = version.reviews.order_by("-id").select_related("by").first()
    return review if review and review.outcome == Review.Outcome.RETURNED else None


def due_for_publication(now: datetime) -> QuerySet[Version]:
    """Return the signed versions whose hour has come."""
    return Version.objects.filter(state=VersionState.SCHEDULED, scheduled_for__lte=now).order_by(
        "scheduled_for", "id"
    )


def changed_standing(since: date, today: date) -> QuerySet[Document, int]:
    """Return the ids of published documents that came into force or ran out after `since`, up to today."""
    came = Q(public__in_force_from__gt=since, public__in_force_from__lte=today)
    went = Q(public__in_force_until__gte=since, public__in_force_until__lt=today)
    return Document.objects.filter(came | went).order_by("pk").values_list("pk", flat=True)


def same_document_number(version: Version) -> QuerySet[Document]:
    """Return other documents of the same organ that carry the same document number."""
    if not version.number_key:
        return Document.objects.none()
    return (
        Document.objects.filter(agency_id=version.document.agency_id, versions__number_key=version.number_key)
        .exclude(pk=version.document_id)
        .distinct()
    )


def open_corrections(actor: Actor) -> QuerySet[CorrectionReport]:
    """Return the readers' reports that an actor is to answer, oldest first."""
    return (
        CorrectionReport.objects.filter(
            answered_at=None, agency__in=agencies_for(actor, policies.ANSWER_CORRECTION)
        )
        .select_related("agency", "document")
        .order_by("reported_at")
    )
