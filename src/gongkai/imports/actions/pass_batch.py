"""整批审查 — a reviewer passes what of a batch nothing stops, a piece at a time."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import policies
from gongkai.disclosure.actions.pass_review import pass_on
from gongkai.disclosure.models import Version
from gongkai.imports.actions.access import batch_for
from gongkai.imports.actions.pieces import look_ahead, move_on, next_items, parted
from gongkai.imports.queries import to_pass
from gongkai.rules.disclosure import check_four_eyes


def pass_batch(batch_id: int, *, actor: Actor, now: datetime, remark: str = "") -> int:
    """通过一段保密审查 (2019 Regulations Art. 17) — return how many were looked at, 0 when the batch is through.

    Each version gets its own review. What a gate stops stays in review with the reason noted.
    """

    def check(version: Version) -> None:
        check_four_eyes(version.author_id, actor.user_id, None)

    if not look_ahead(batch_id, to_pass, actor, policies.REVIEW):
        return 0
    with changing(actor, now) as change:
        batch = batch_for(actor, batch_id)
        items = next_items(to_pass(batch, actor), batch)
        versions, gone, held = parted(items, check)
        pass_on(versions, change, actor.person, remark, batch=batch_id)
        move_on(batch, items, gone, held, change, "passed")
    return len(items)
