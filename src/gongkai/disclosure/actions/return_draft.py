"""退回修改 — send a version back to its author, with the reason and the passages that it is about."""

from collections.abc import Sequence
from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.disclosure import content, policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Review, Version
from gongkai.rules.disclosure import PROCESS, VersionState
from gongkai.rules.process import RuleViolation


def return_draft(
    version_id: int, *, actor: Actor, now: datetime, reason: str, passages: Sequence[str] = ()
) -> Version:
    """退回修改 — by the reviewer from review, by the leader from signing or before a scheduled hour.

    `passages` are the quoted words to look at. Raises RuleViolation without a reason.
    """
    with changing(actor, now) as change:
        state = VersionState(
            Version.objects.filter(pk=version_id).values_list("state", flat=True).first() or "draft"
        )
        in_review = state is VersionState.IN_REVIEW
        version = version_for(actor, policies.REVIEW if in_review else policies.SIGN, version_id)
        PROCESS.after(VersionState(version.state), "return_draft")
        if not reason.strip():
            raise RuleViolation("请写明退回的理由", field="reason")
        Review.objects.create(
            version=version,
            kind=Review.Kind.CONFIDENTIALITY if in_review else Review.Kind.SIGNATURE,
            outcome=Review.Outcome.RETURNED,
            by=actor.person,
            at=now,
            reason=reason.strip(),
            marks=[words.strip() for words in passages if words.strip()],
            content_digest=content.digest(version),
        )
        send_back(version, reason.strip(), change)
    return version


def send_back(version: Version, words: str, change: Change) -> None:
    """Make a version a draft again, without what reviewer and signer put to it; `words` say why."""
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
