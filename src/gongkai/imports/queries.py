"""导入的查询 — batches that someone may see, and what is in them."""

from django.db.models import F, Q, QuerySet

from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.core.permissions import Permission
from gongkai.disclosure import policies
from gongkai.imports.models import Batch, Item
from gongkai.rules.disclosure import VersionState


def batches_for(actor: Actor) -> QuerySet[Batch]:
    """Return the batches that an actor sees: those of their organs, and those with documents of their organs."""
    organs = policies.agencies_seen_by(actor)
    touching = Batch.organs.through.objects.filter(agency_id__in=organs).values("batch_id")
    return Batch.objects.filter(Q(agency_id__in=organs) | Q(pk__in=touching))


def in_state(batch: Batch, state: VersionState, actor: Actor, wanted: Permission) -> QuerySet[Item]:
    """Return a batch's items whose version is in work in a state, at the organs where an actor may go on with it."""
    return (
        Item.objects.filter(
            batch=batch,
            current=True,
            version__state=state,
            document__working_id=F("version_id"),
            document__agency__in=agencies_for(actor, wanted),
        )
        .select_related("version", "document__agency", "document__column")
        .order_by("row")
    )


def to_submit(batch: Batch, actor: Actor) -> QuerySet[Item]:
    """Return the drafts of a batch that an actor may send to review."""
    return in_state(batch, VersionState.DRAFT, actor, policies.DRAFT)


def to_pass(batch: Batch, actor: Actor) -> QuerySet[Item]:
    """Return what of a batch waits for an actor's confidentiality review."""
    waiting = in_state(batch, VersionState.IN_REVIEW, actor, policies.REVIEW)
    return waiting.exclude(version__author_id=actor.user_id)


def to_sign(batch: Batch, actor: Actor) -> QuerySet[Item]:
    """Return what of a batch waits for an actor's signature."""
    waiting = in_state(batch, VersionState.IN_SIGNING, actor, policies.SIGN)
    return waiting.exclude(version__author_id=actor.user_id).exclude(version__reviewed_by_id=actor.user_id)


def to_revert(batch: Batch, actor: Actor) -> QuerySet[Item]:
    """Return what of a batch is still as it was brought in or went on from there, at an actor's organs."""
    return (
        Item.objects.filter(
            batch=batch, current=True, document__agency__in=agencies_for(actor, policies.DRAFT)
        )
        .exclude(document=None)
        .exclude(digest="")
        .select_related("version", "document__agency", "document__column", "document__public", "previous")
        .order_by("row")
    )


def in_work() -> QuerySet[Batch]:
    """Return the batches with which the worker is to go on, oldest first.

    A table that is read where it lies is checked and loaded by the command line, not by the worker.
    """
    elsewhere = Q(job__in=[Batch.Job.CHECK, Batch.Job.LOAD], file=None)
    return Batch.objects.exclude(job="").exclude(elsewhere).order_by("pk")
