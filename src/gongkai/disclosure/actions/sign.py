"""签发 — the leader signs: the version is published now, or at the hour that is set."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.disclosure import gates, policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.actions.pass_review import note_passed
from gongkai.disclosure.actions.publish import put_before_public
from gongkai.disclosure.models import Review, Version
from gongkai.rules.disclosure import PROCESS, VersionState, check_four_eyes
from gongkai.rules.process import RuleViolation


def sign(version_id: int, *, actor: Actor, now: datetime, publish_at: datetime | None = None) -> Version:
    """签发公开 — author, reviewer and signer are three people. Raises RuleViolation for an hour that has passed."""
    gates.prepare(version_id)
    with changing(actor, now) as change:
        version = version_for(actor, policies.SIGN, version_id)
        step = "schedule" if publish_at else "publish"
        PROCESS.after(VersionState(version.state), step)
        check_four_eyes(version.author_id, version.reviewed_by_id, actor.user_id)
        gates.check(version)
        if publish_at and publish_at <= now:
            raise RuleViolation("定时公开的时间已经过了，请选一个以后的时间", field="publish_at")
        put_name_to(
            [version], step, change, actor.person, publish_at=publish_at.isoformat() if publish_at else None
        )
        if publish_at:
            version.state, version.scheduled_for = VersionState.SCHEDULED, publish_at
            version.save(update_fields=["state", "scheduled_for"])
        else:
            put_before_public([version], change)
    return version


def put_name_to(versions: Sequence[Version], step: str, change: Change, by: User, **refs: Any) -> None:
    """Sign versions that nothing stops within an open change, each by itself, before the step that follows."""
    reviews = note_passed(versions, Review.Kind.SIGNATURE, change, by)
    for version in versions:
        version.signed_by = by
    Version.objects.filter(pk__in=[version.pk for version in versions]).update(signed_by=by)
    change.record_many(
        "disclosure.sign",
        (
            (
                version.document,
                version.document.agency_id,
                {"version": version.number, "content": review.content_digest, **refs},
            )
            for version, review in zip(versions, reviews, strict=True)
        ),
        citation=PROCESS.step(step).citation,
    )
