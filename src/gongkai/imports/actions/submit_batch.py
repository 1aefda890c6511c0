"""整批送审 — the drafts of a batch go to confidentiality review, a piece at a time."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import content, gates, policies
from gongkai.disclosure.models import Version
from gongkai.imports.actions.access import batch_for
from gongkai.imports.actions.pieces import look_ahead, move_on, next_items, parted
from gongkai.imports.queries import to_submit
from gongkai.rules.disclosure import PROCESS, VersionState, check_attribute


def submit_batch(batch_id: int, *, actor: Actor, now: datetime) -> int:
    """送审一段 (2019 Regulations Art. 17) — return how many were looked at, 0 when the batch is through.

    What is not complete, or what a gate stops, stays a draft with the reason noted.
    """
    today = timezone.localdate(now)

    def check(version: Version) -> None:
        content.check_complete(version, today)
        check_attribute(version.attribute, version.ground)
        gates.check(version)

    if not look_ahead(batch_id, to_submit, actor, policies.DRAFT):
        return 0
    with changing(actor, now) as change:
        batch = batch_for(actor, batch_id)
        items = next_items(to_submit(batch, actor), batch)
        versions, gone, held = parted(items, check)
        Version.objects.filter(pk__in=[version.pk for version in versions]).update(
            state=PROCESS.after(VersionState.DRAFT, "submit"),
            author=actor.user,  # whoever sends it for review answers for it
            reviewed_by=None,
            signed_by=None,
            submitted_at=now,
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
                        "batch": batch_id,
                    },
                )
                for version in versions
            ),
            citation=PROCESS.step("submit").citation,
        )
        move_on(batch, items, gone, held, change, "submitted")
    return len(items)
