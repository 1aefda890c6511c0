"""通过保密审查 — the reviewer lets a version go on to the leader."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import content, gates, policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Review, Version
from gongkai.rules.disclosure import PROCESS, VersionState, check_four_eyes


def pass_review(version_id: int, *, actor: Actor, now: datetime, remark: str = "") -> Version:
    """通过保密审查 (2019 Regulations Art. 17) — the author may not review (four eyes)."""
    gates.prepare(version_id)
    with changing(actor, now) as change:
        version = version_for(actor, policies.REVIEW, version_id)
        version.state = PROCESS.after(VersionState(version.state), "pass_review")
        check_four_eyes(version.author_id, actor.user_id, None)
        gates.check(version)
        digest = content.digest(version)
        Review.objects.create(
            version=version,
            kind=Review.Kind.CONFIDENTIALITY,
            outcome=Review.Outcome.PASSED,
            by=actor.person,
            at=now,
            reason=remark,
            content_digest=digest,
        )
        version.reviewed_by = actor.user
        version.save(update_fields=["state", "reviewed_by"])
        change.record(
            "disclosure.pass_review",
            version.document,
            agency_id=version.document.agency_id,
            citation=PROCESS.step("pass_review").citation,
            note=remark,
            version=version.number,
            content=digest,
        )
    return version
