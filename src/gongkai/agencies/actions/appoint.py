"""任命 — appoint a person to a post at an organ."""

from datetime import date, datetime

from django.db.models import Q

from gongkai.agencies import policies
from gongkai.agencies.actions import agency_facts, people_facts
from gongkai.agencies.models import Post
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.rules.phrases import phrase
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation


def appoint(
    *,
    actor: Actor,
    now: datetime,
    user_id: int,
    agency_id: int,
    role: Role,
    since: date,
    until: date | None = None,
) -> Post:
    """任命 — return the post, held from `since` until `until` (None: until it is ended).

    Raises Denied, Http404, RuleViolation for a disabled account, a post already held, one's own appointment to a
    post that publishes, or managing and publishing in one hand.
    """
    with changing(actor, now) as change:
        agency = agency_facts.active(agency_id)
        actor.require(policies.MANAGE_PEOPLE, agency)
        user = people_facts.person(user_id)
        if not user.is_active:
            raise RuleViolation(phrase("%(person)s的账号已停用", person=user.name), field="user")
        if user.pk == actor.user_id and role in people_facts.PUBLISHING_ROLES:
            raise RuleViolation("系统管理员不能任命自己办理公开业务", field="user")
        if until is not None and until < since:
            raise RuleViolation("结束日期不能早于开始日期", field="until")
        held = Post.objects.filter(Q(until=None) | Q(until__gte=since), user=user, agency=agency, role=role)
        if held.exists():
            raise RuleViolation(phrase("%(person)s已经有这个岗位", person=user.name), field="role")
        people_facts.check_separation(user, role, since, until)
        post = Post.objects.create(user=user, agency=agency, role=role, since=since, until=until)
        change.record("agencies.appoint", post, agency_id=agency.pk, user=user.pk, role=str(role))
    return post
