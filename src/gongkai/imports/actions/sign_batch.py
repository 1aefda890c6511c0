"""整批签发 — a leader signs what of a batch was passed; it is published with the day on which it was public before."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import policies
from gongkai.disclosure.actions.publish import put_before_public
from gongkai.disclosure.actions.sign import put_name_to
from gongkai.disclosure.models import Version
from gongkai.imports.actions.access import batch_for
from gongkai.imports.actions.pieces import look_ahead, move_on, next_items, parted
from gongkai.imports.queries import to_sign
from gongkai.rules.disclosure import check_four_eyes


def sign_batch(batch_id: int, *, actor: Actor, now: datetime) -> int:
    """签发一段 — return how many were looked at, 0 when the batch is through.

    Author, reviewer and signer are three people, for each version; each gets its own signature. What a gate stops
    stays behind with the reason noted.
    """

    def check(version: Version) -> None:
        check_four_eyes(version.author_id, version.reviewed_by_id, actor.user_id)

    if not look_ahead(batch_id, to_sign, actor, policies.SIGN):
        return 0
    with changing(actor, now) as change:
        batch = batch_for(actor, batch_id)
        items = next_items(to_sign(batch, actor), batch)
        versions, gone, held = parted(items, check)
        put_name_to(versions, "publish", change, actor.person, batch=batch_id)
        put_before_public(versions, change, batch=batch_id)
        move_on(batch, items, gone, held, change, "signed")
    return len(items)
