"""送审 — send a draft, its attribute fixed, to confidentiality review."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import content, gates, policies
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Version
from gongkai.rules.disclosure import PROCESS, VersionState, check_attribute


def submit(version_id: int, *, actor: Actor, now: datetime) -> Version:
    """送保密审查 (2019 Regulations Art. 17) — raises RuleViolation for what is missing, with its field."""
    gates.prepare(version_id)
    with changing(actor, now) as change:
        version = version_for(actor, policies.DRAFT, version_id)
        version.state = PROCESS.after(VersionState(version.state), "submit")
        content.check_complete(version, timezone.localdate(now))
        check_attribute(version.attribute, version.ground)
        gates.check(version)
        if version.evidence:
            change.ask("submitted", version.pk)  # a room above learns from it
        version.author = actor.user  # whoever sends it for review answers for it
        version.reviewed_by = version.signed_by = None
        version.submitted_at = now
        version.save(update_fields=["state", "author", "reviewed_by", "signed_by", "submitted_at"])
        change.record(
            "disclosure.submit",
            version.document,
            agency_id=version.document.agency_id,
            citation=PROCESS.step("submit").citation,
            version=version.number,
            attribute=version.attribute,
            ground=version.ground,
            content=content.digest(version),
        )
    return version
