"""撤并的共同部分 — what ends when an organ is merged or closed: its posts, the delegations of them."""

from datetime import date, timedelta

from django.db.models import Q

from gongkai.agencies.models import Agency, AgencyStatus, Delegation, Post
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation


def check_may_end(agency: Agency) -> None:
    """Refuse an organ that still has organs in use below it, or stands at the top; raises RuleViolation."""
    if agency.parent_id is None:
        raise RuleViolation("最上级的机关不能撤并")
    below = agency.children.filter(status=AgencyStatus.ACTIVE)
    if (child := below.first()) is not None:
        raise RuleViolation(
            phrase(
                "还有 %(count)s 个下级机关（如%(organ)s），请先把它们移走或者撤并",
                count=below.count(),
                organ=child.short_name,
            )
        )


def end_posts(agency: Agency, today: date) -> list[int]:
    """End the posts at an organ as of today, and what was lent of them; returns the ids of the posts.

    A post ends with yesterday, so that today nobody acts for the organ any more; one that began today is
    ended with today.
    """
    posts = list(Post.objects.filter(Q(until=None) | Q(until__gte=today), agency=agency))
    for post in posts:
        post.until = max(post.since, today - timedelta(days=1))
    Post.objects.bulk_update(posts, ["until"])
    Delegation.objects.filter(post__in=posts, until__gte=today, revoked=False).update(revoked=True)
    return [post.pk for post in posts]
