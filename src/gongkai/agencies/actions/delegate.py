"""委托 — lend a post to another person until a day."""

from datetime import date, datetime

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from gongkai.agencies import policies
from gongkai.agencies.actions import people_facts
from gongkai.agencies.models import Delegation, Post
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.core.permissions import Denied
from gongkai.rules.phrases import phrase
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation


def delegate(
    post_id: int, *, actor: Actor, now: datetime, to_id: int, since: date, until: date
) -> Delegation:
    """委托 — return the delegation: from `since` to `until`, both included.

    One's own post, or by an administrator of the organ. A post held by delegation cannot be lent on. Raises
    Denied, Http404, RuleViolation.
    """
    today = timezone.localdate(now)
    with changing(actor, now) as change:
        post = Post.objects.select_related("agency", "user").filter(pk=post_id).first()
        if post is None or not (
            actor.may(policies.MANAGE_PEOPLE, post.agency) or _known_to(actor, post, today)
        ):
            raise Http404
        _check_may_lend(actor, post)
        _check_days(post, today, since, until)
        to = people_facts.person(to_id)
        if not to.is_active:
            raise RuleViolation(phrase("%(person)s的账号已停用", person=to.name), field="to")
        if to.pk == post.user_id:
            raise RuleViolation("不能委托给岗位上的本人", field="to")
        if Delegation.objects.filter(
            post=post, to=to, revoked=False, since__lte=until, until__gte=since
        ).exists():
            raise RuleViolation(phrase("这段时间已经委托给%(person)s", person=to.name), field="to")
        people_facts.check_separation(to, Role(post.role), since, until)
        made = Delegation.objects.create(post=post, to=to, since=since, until=until)
        change.record(
            "agencies.delegate", made, agency_id=post.agency_id, post=post.pk, to=to.pk, until=str(until)
        )
    return made


def _known_to(actor: Actor, post: Post, today: date) -> bool:
    """Whether someone may know of a post: it is theirs, or was lent to them."""
    lent = Delegation.objects.filter(post=post, to_id=actor.user_id, until__gte=today, revoked=False)
    return post.user_id == actor.user_id or lent.exists()


def _check_may_lend(actor: Actor, post: Post) -> None:
    if post.user_id == actor.user_id or actor.may(policies.MANAGE_PEOPLE, post.agency):
        return
    raise Denied("受托的岗位不能再转委托，请由岗位上的本人或者系统管理员办理")


def _check_days(post: Post, today: date, since: date, until: date) -> None:
    if since < today:
        raise RuleViolation("开始日期不能早于今天", field="since")
    if until < since:
        raise RuleViolation("结束日期不能早于开始日期", field="until")
    if (
        post.since > since
        or not Post.objects.filter(Q(until=None) | Q(until__gte=until), pk=post.pk).exists()
    ):
        raise RuleViolation("委托的时间超出了岗位本身的任期", field="until")
