"""隐私筛查的查询 — what officials see of findings and originals: those of their organs."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.disclosure.models import Version
from gongkai.rules.disclosure import Attribute
from gongkai.rules.privacy import Certainty
from gongkai.screening import policies
from gongkai.screening.models import Finding, FindingState, Original, Sweep, SweepState


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


def readable_versions() -> QuerySet[Version]:
    """Return the versions that the public can read: the one that is public, and those before it.

    What was withdrawn, and everything before it, is read by nobody though a later version is public
    (the query form of `disclosure.queries.version_history`).
    """
    withdrawn = Version.objects.filter(
        document_id=OuterRef("document_id"), number__gte=OuterRef("number"), withdrawn_at__isnull=False
    )
    return Version.objects.filter(
        ~Exists(withdrawn),
        document__open_to_public=True,
        # Not by the state: its index would have every published version read again for each piece of a sweep.
        published_at__isnull=False,
        attribute=Attribute.PROACTIVE,
    )


def public_findings() -> QuerySet[Finding]:
    """Return the findings in what the public can read now."""
    return Finding.objects.filter(version__in=readable_versions())


def open_and_certain() -> QuerySet[Finding]:
    """Return the certain findings in what is public that nobody has settled."""
    return public_findings().filter(state=FindingState.OPEN, certainty=Certainty.CERTAIN)


def under_way() -> QuerySet[Sweep]:
    """Return the sweep that waits or runs; there is one at most."""
    return Sweep.objects.filter(state__in=[SweepState.WAITING, SweepState.RUNNING]).order_by("pk")


def sweeps_for(actor: Actor) -> QuerySet[Sweep]:
    """Return the sweeps that an actor sees, the last first: of all, and those that reach one of their organs."""
    paths = list(agencies_for(actor, policies.SEE_SWEEPS).values_list("path", flat=True))
    if not paths:
        return Sweep.objects.none()
    above = {int(part) for path in paths for part in path.split("/") if part}
    return (
        Sweep.objects.filter(Q(agency=None) | Q(agency_id__in=above))
        .select_related("agency", "by")
        .order_by("-asked_at", "-pk")
    )
