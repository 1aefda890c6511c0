"""整批送审 — the drafts of a batch go to confidentiality review, a piece at a time."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import policies
from gongkai.disclosure.actions.submit import check_ready, send_to_review
from gongkai.disclosure.models import Version
from gongkai.imports.actions.access import batch_for
from gongkai.imports.actions.pieces import look_ahead, move_on, next_items, parted
from gongkai.imports.queries import to_submit


def submit_batch(batch_id: int, *, actor: Actor, now: datetime) -> int:
    """送审一段 (2019 Regulations Art. 17) — return how many were looked at, 0 when the batch is through.

    What is not complete, or what a gate stops, stays a draft with the reason noted.
    """
    today = timezone.localdate(now)

    def check(version: Version) -> None:
        check_ready(version, today)

    if not look_ahead(batch_id, to_submit, actor, policies.DRAFT):
        return 0
    with changing(actor, now) as change:
        batch = batch_for(actor, batch_id)
        items = next_items(to_submit(batch, actor), batch)
        versions, gone, held = parted(items, check)
        send_to_review(versions, change, actor.person, batch=batch_id)
        move_on(batch, items, gone, held, change, "submitted")
    return len(items)
