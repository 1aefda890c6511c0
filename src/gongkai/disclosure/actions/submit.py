"""送审 — send a draft, its attribute fixed, to confidentiality review."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.disclosure import content, gates, policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Version
from gongkai.rules.disclosure import PROCESS, VersionState, check_attribute


def submit(version_id: int, *, actor: Actor, now: datetime) -> Version:
    """送保密审查 (2019 Regulations Art. 17) — raises RuleViolation for what is missing, with its field."""
    gates.prepare(version_id)
    with changing(actor, now) as change:
        version = version_for(actor, policies.DRAFT, version_id)
        PROCESS.after(VersionState(version.state), "submit")
        check_ready(version, timezone.localdate(now))
        gates.check(version)
        if version.evidence:
            change.ask("submitted", version.pk)  # a room above learns from it
        send_to_review([version], change, actor.user)
    return version


def check_ready(version: Version, today: date) -> None:
    """Refuse what is not complete or has no attribute as the law has it; raises RuleViolation with the field."""
    content.check_complete(version, today)
    check_attribute(version.attribute, version.ground)


def send_to_review(versions: Sequence[Version], change: Change, by: User | None, **refs: Any) -> None:
    """Send drafts that nothing stops to review within an open change, by nobody where another system sends them.

    `refs` go with each entry of the ledger.
    """
    for version in versions:
        version.state = PROCESS.after(VersionState.DRAFT, "submit")
        version.author = by  # whoever sends it for review answers for it
        version.reviewed_by = version.signed_by = None
        version.submitted_at = change.now
    Version.objects.filter(pk__in=[version.pk for version in versions]).update(
        state=PROCESS.after(VersionState.DRAFT, "submit"),
        author=by,
        reviewed_by=None,
        signed_by=None,
        submitted_at=change.now,
    )
    change.record_many(
        "disclosure.submit",
        (
            (
                version.document,
                version.document.agency_id,
                {
                    "version": version.number,
                    "attribute": version.attribute,
                    "ground": version.ground,
                    "content": content.digest(version),
                    **refs,
                },
            )
            for version in versions
        ),
        citation=PROCESS.step("submit").citation,
    )
