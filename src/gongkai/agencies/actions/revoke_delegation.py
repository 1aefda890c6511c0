"""收回委托 — a lent post comes back before its last day."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies import policies
from gongkai.agencies.models import Delegation
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.rules.process import RuleViolation


def revoke_delegation(delegation_id: int, *, actor: Actor, now: datetime) -> Delegation:
    """收回委托 — by the person in the post, the person it was lent to, or an administrator; at once.

    Raises Http404 for anyone else, RuleViolation when it is over already.
    """
    with changing(actor, now) as change:
        lent = (
            Delegation.objects.select_for_update(of=("self",))
            .select_related("post__agency")
            .filter(pk=delegation_id)
            .first()
        )
        if lent is None or not (
            (actor.user_id is not None and actor.user_id in (lent.post.user_id, lent.to_id))
            or actor.may(policies.MANAGE_PEOPLE, lent.post.agency)
        ):
            raise Http404
        if lent.revoked or lent.until < timezone.localdate(now):
            raise RuleViolation("这项委托已经结束")
        lent.revoked = True
        lent.save(update_fields=["revoked"])
        change.record(
            "agencies.revoke_delegation",
            lent,
            agency_id=lent.post.agency_id,
            post=lent.post_id,
            to=lent.to_id,
        )
    return lent
