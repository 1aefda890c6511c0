"""人员管理的核对 — who may manage whom, and which posts one person must not hold together."""

from datetime import date

from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.http import Http404

from gongkai.agencies import policies
from gongkai.agencies.models import Post, User
from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Denied
from gongkai.rules.phrases import phrase
from gongkai.rules.posts import ROLE_LABELS, Role
from gongkai.rules.process import RuleViolation

# 系统管理员 opens accounts and appoints; whoever can do that must not also be able to publish.
PUBLISHING_ROLES = frozenset(Role) - {Role.ADMINISTRATOR}


def person(user_id: int) -> User:
    """Return a person, locked until the end of the transaction; raises Http404."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise Http404
    return user


def current_posts(user: User, since: date, until: date | None = None) -> list[Post]:
    """Return the posts that a person holds by appointment or by delegation at some time between two days."""
    until = until or date.max
    own = Q(user=user, since__lte=until) & (Q(until=None) | Q(until__gte=since))
    lent = Q(
        delegations__to=user,
        delegations__revoked=False,
        delegations__since__lte=until,
        delegations__until__gte=since,
    )
    return list(Post.objects.filter(own | lent).select_related("agency").distinct())


def check_manages(actor: Actor, user: User, today: date) -> None:
    """Refuse to touch the account of someone who also works where the actor does not manage; raises Denied."""
    actor.require(policies.MANAGE_PEOPLE)
    for post in Post.objects.filter(Q(until=None) | Q(until__gte=today), user=user).select_related("agency"):
        if not actor.may(policies.MANAGE_PEOPLE, post.agency):
            raise Denied(
                phrase(
                    "%(person)s在%(organ)s还有岗位，账号由那里的系统管理员管理",
                    person=user.name,
                    organ=post.agency.short_name,
                )
            )


def check_separation(user: User, role: Role, since: date, until: date | None) -> None:
    """Refuse managing and publishing in one hand; raises RuleViolation."""
    held = {Role(post.role) for post in current_posts(user, since, until)}
    clashing = held & PUBLISHING_ROLES if role is Role.ADMINISTRATOR else held & {Role.ADMINISTRATOR}
    if clashing:
        words = phrase(
            "%(person)s是%(held)s，不能同时担任%(wanted)s：管理账号和公开信息要由不同的人办",
            person=user.name,
            held=phrase(ROLE_LABELS[min(clashing)]),
            wanted=phrase(ROLE_LABELS[role]),
        )
        raise RuleViolation(words, field="role")


def end_sessions(user: User) -> int:
    """Sign a person out everywhere; returns how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
