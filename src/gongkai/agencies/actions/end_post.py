"""免去岗位 — a post ends with a last day; what was lent of it ends with it."""

from datetime import date, datetime

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from gongkai.agencies import policies
from gongkai.agencies.models import Post
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation


def end_post(post_id: int, *, actor: Actor, now: datetime, last_day: date) -> Post:
    """免去岗位 — return the post; a last day that is already past ends it at once.

    Raises Denied, Http404, RuleViolation for a post that has ended, a day before it began, and for the last
    administrator.
    """
    today = timezone.localdate(now)
    with changing(actor, now) as change:
        post = (
            Post.objects.select_for_update(of=("self",))
            .select_related("agency", "user")
            .filter(pk=post_id)
            .first()
        )
        if post is None:
            raise Http404
        actor.require(policies.MANAGE_PEOPLE, post.agency)
        if post.until is not None and post.until < today:
            raise RuleViolation("这个岗位已经结束")
        if last_day < post.since:
            raise RuleViolation("最后一天不能早于任命的日期", field="last_day")
        if post.role == Role.ADMINISTRATOR and not _other_administrators(post):
            raise RuleViolation("这是唯一的系统管理员，请先任命另一位")
        post.until = last_day
        post.save(update_fields=["until"])
        change.record(
            "agencies.end_post", post, agency_id=post.agency_id, user=post.user_id, until=str(last_day)
        )
    return post


def _other_administrators(post: Post) -> bool:
    others = Post.objects.filter(role=Role.ADMINISTRATOR, until=None, user__is_active=True).filter(
        Q(agency_id=post.agency_id) | Q(agency_id__in=[int(pk) for pk in post.agency.path.split("/") if pk])
    )
    return others.exclude(pk=post.pk).exclude(user_id=post.user_id).exists()
