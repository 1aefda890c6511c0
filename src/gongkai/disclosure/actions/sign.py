"""签发 — the leader signs: the version is published now, or at the hour that is set."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import content, gates, policies
from gongkai.disclosure.actions.access import version_for
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
        digest = content.digest(version)
        Review.objects.create(
            version=version,
            kind=Review.Kind.SIGNATURE,
            outcome=Review.Outcome.PASSED,
            by=actor.person,
            at=now,
            content_digest=digest,
        )
        version.signed_by = actor.user
        version.save(update_fields=["signed_by"])
        change.record(
            "disclosure.sign",
            version.document,
            agency_id=version.document.agency_id,
            citation=PROCESS.step(step).citation,
            version=version.number,
            content=digest,
            publish_at=publish_at.isoformat() if publish_at else None,
        )
        if publish_at:
            version.state, version.scheduled_for = VersionState.SCHEDULED, publish_at
            version.save(update_fields=["state", "scheduled_for"])
        else:
            put_before_public(version, change, now)
    return version
