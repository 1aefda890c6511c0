"""隐私筛查的查询 — what officials see of findings and originals: those of their organs."""

from django.db.models import F, Q, QuerySet

from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.rules.disclosure import Attribute, DocumentStatus
from gongkai.rules.privacy import Certainty
from gongkai.screening import policies
from gongkai.screening.models import Finding, FindingState, Original


def originals_for(actor: Actor) -> QuerySet[Original]:
    """Return what an actor may open of what was kept apart, the last first.

    That is everything at the organs for which the permission is held, and at one's own what one masked oneself.
    """
    kept = Q(version__document__agency__in=agencies_for(actor, policies.OPEN_ORIGINALS))
    if actor.user is not None:
        kept |= Q(kept_by=actor.user, version__document__agency__in=agencies_for(actor, policies.REVEAL))
    return (
        Original.objects.filter(kept)
        .select_related("version__document__agency", "file", "after_file", "kept_by")
        .defer("text", "after_text")
        .distinct()
        .order_by("-kept_at", "-id")
    )


def public_findings() -> QuerySet[Finding]:
    """Return the findings in what the public can read now."""
    return Finding.objects.filter(
        version__document__public_id=F("version_id"),
        version__document__status=DocumentStatus.PUBLISHED,
        version__attribute=Attribute.PROACTIVE,
    )


def open_and_certain() -> QuerySet[Finding]:
    """Return the certain findings in what is public that nobody has settled."""
    return public_findings().filter(state=FindingState.OPEN, certainty=Certainty.CERTAIN)
