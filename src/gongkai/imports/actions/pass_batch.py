"""整批审查 — a reviewer passes what of a batch nothing stops, a piece at a time."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import content, gates, policies
from gongkai.disclosure.models import Review, Version
from gongkai.imports.actions.access import batch_for
from gongkai.imports.actions.pieces import look_ahead, move_on, next_items, parted
from gongkai.imports.queries import to_pass
from gongkai.rules.disclosure import PROCESS, VersionState, check_four_eyes


def pass_batch(batch_id: int, *, actor: Actor, now: datetime, remark: str = "") -> int:
    """通过一段保密审查 (2019 Regulations Art. 17) — return how many were looked at, 0 when the batch is through.

    Each version gets its own review. What a gate stops stays in review with the reason noted.
    """

    def check(version: Version) -> None:
        check_four_eyes(version.author_id, actor.user_id, None)
        gates.check(version)

    if not look_ahead(batch_id, to_pass, actor, policies.REVIEW):
        return 0
    with changing(actor, now) as change:
        batch = batch_for(actor, batch_id)
        items = next_items(to_pass(batch, actor), batch)
        versions, gone, held = parted(items, check)
        digests = [content.digest(version) for version in versions]
        Review.objects.bulk_create(
            Review(
                version=version,
                kind=Review.Kind.CONFIDENTIALITY,
                outcome=Review.Outcome.PASSED,
                by=actor.person,
                at=now,
                reason=remark,
                content_digest=digest,
            )
            for version, digest in zip(versions, digests, strict=True)
        )
        Version.objects.filter(pk__in=[version.pk for version in versions]).update(
            state=PROCESS.after(VersionState.IN_REVIEW, "pass_review"), reviewed_by=actor.user
        )
        change.record_many(
            "disclosure.pass_review",
            (
                (
                    version.document,
                    version.document.agency_id,
                    {"version": version.number, "content": digest, "batch": batch_id},
                )
                for version, digest in zip(versions, digests, strict=True)
            ),
            citation=PROCESS.step("pass_review").citation,
            note=remark,
        )
        move_on(batch, items, gone, held, change, "passed")
    return len(items)
