"""通过保密审查 — the reviewer lets a version go on to the leader."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.disclosure import content, gates, policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Review, Version
from gongkai.rules.disclosure import PROCESS, VersionState, check_four_eyes


def pass_review(version_id: int, *, actor: Actor, now: datetime, remark: str = "") -> Version:
    """通过保密审查 (2019 Regulations Art. 17) — the author may not review (four eyes)."""
    gates.prepare(version_id)
    with changing(actor, now) as change:
        version = version_for(actor, policies.REVIEW, version_id)
        PROCESS.after(VersionState(version.state), "pass_review")
        check_four_eyes(version.author_id, actor.user_id, None)
        gates.check(version)
        pass_on([version], change, actor.person, remark)
    return version


def pass_on(versions: Sequence[Version], change: Change, by: User, remark: str, **refs: Any) -> None:
    """Let versions that nothing stops go on to signature within an open change, each with a review of its own."""
    reviews = note_passed(versions, Review.Kind.CONFIDENTIALITY, change, by, remark)
    state = PROCESS.after(VersionState.IN_REVIEW, "pass_review")
    for version in versions:
        version.state, version.reviewed_by = state, by
    Version.objects.filter(pk__in=[version.pk for version in versions]).update(state=state, reviewed_by=by)
    change.record_many(
        "disclosure.pass_review",
        (
            (
                version.document,
                version.document.agency_id,
                {"version": version.number, "content": review.content_digest, **refs},
            )
            for version, review in zip(versions, reviews, strict=True)
        ),
        citation=PROCESS.step("pass_review").citation,
        note=remark,
    )


def note_passed(
    versions: Sequence[Version], kind: Review.Kind, change: Change, by: User, remark: str = ""
) -> list[Review]:
    """Keep that somebody passed each version as it stands; return the reviews in the order of the versions."""
    return Review.objects.bulk_create(
        Review(
            version=version,
            kind=kind,
            outcome=Review.Outcome.PASSED,
            by=by,
            at=change.now,
            reason=remark,
            content_digest=content.digest(version),
        )
        for version in versions
    )
