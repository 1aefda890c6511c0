"""机关与人员的查询 — organs in their tree, posts held today."""

from datetime import date

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency, AgencyStatus, Delegation, Jurisdiction, Post, User
from gongkai.agencies.policies import PUBLIC, Actor, HeldPost
from gongkai.core.measures import at
from gongkai.core.permissions import Permission
from gongkai.rules.posts import SUBTREE_ROLES, Role


def jurisdiction() -> Jurisdiction | None:
    """Return the jurisdiction with its organs, or None before any is set up."""
    return Jurisdiction.objects.select_related("root", "host_agency").first()


def active_agencies() -> QuerySet[Agency]:
    """Return the organs that are in use."""
    return Agency.objects.filter(status=AgencyStatus.ACTIVE)


def subtree_ids(agency: Agency) -> list[int]:
    """Return the ids of an organ and of all organs below it, closed ones too."""
    return list(Agency.objects.filter(path__startswith=agency.path).values_list("id", flat=True))


def ancestor_ids(agency: Agency) -> list[int]:
    """Return the ids of an organ and of all organs above it, top first."""
    return [int(part) for part in agency.path.split("/") if part]


def actor_for(user: User | None, today: date) -> Actor:
    """Return the actor with every post that the person holds on a day, by appointment or delegation."""
    if user is None or not user.is_active:
        return PUBLIC
    in_post = Post.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today)
    lent = Delegation.objects.filter(to=user, since__lte=today, until__gte=today, revoked=False)
    held = in_post.filter(Q(user=user) | Q(pk__in=lent.values("post_id"))).order_by("pk")
    rows = dict.fromkeys(held.values_list("role", "agency_id", "agency__path"))
    return Actor(user=user, posts=tuple(HeldPost(Role(role), organ, path) for role, organ, path in rows))


def agencies_for(actor: Actor, wanted: Permission) -> QuerySet[Agency]:
    """Return the organs for which an actor holds a permission."""
    organs, below = _reach(actor, wanted)
    return Agency.objects.filter(Q(pk__in=organs) | below)


def at_organs_for(actor: Actor, wanted: Permission) -> Q:
    """Return the same of rows that have an `agency`: that theirs is such an organ."""
    organs, below = _reach(actor, wanted)
    rule = at("agency_id", organs)
    return rule | Q(agency__in=Agency.objects.filter(below).values("pk")) if below else rule


def _reach(actor: Actor, wanted: Permission) -> tuple[list[int], Q]:
    """Return the organs where a permission is held, and the condition for those below that it reaches as well.

    One list of organs, not one condition for each post: people may hold posts at many.
    """
    held = [post for post in actor.posts if post.role in wanted.roles]
    below = Q()
    for post in held:
        if post.role in SUBTREE_ROLES:
            below |= Q(path__startswith=post.agency_path)
    return sorted({post.agency_id for post in held}), below


def by_name(name: str) -> Agency | None:
    """Return the organ of exactly this full, short or former name; None when none or several bear it."""
    found = list(
        Agency.objects.filter(Q(name=name) | Q(short_name=name) | Q(former_names__name=name)).distinct()[:2]
    )
    return found[0] if len(found) == 1 else None


def in_post(today: date) -> QuerySet[Post]:
    """Return the posts that are held on a day, with their people and organs."""
    return Post.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today).select_related(
        "user", "agency"
    )


def posts_at(agency: Agency, today: date) -> QuerySet[Post]:
    """Return the posts at an organ that are held today or will be."""
    return (
        Post.objects.filter(Q(until=None) | Q(until__gte=today), agency=agency)
        .select_related("user", "agency")
        .order_by("role", "id")
    )


def delegations_of(user: User, today: date) -> QuerySet[Delegation]:
    """Return what a person has lent or been lent and is not over, the next to end first."""
    return (
        Delegation.objects.filter(Q(post__user=user) | Q(to=user), revoked=False, until__gte=today)
        .select_related("post__agency", "post__user", "to")
        .order_by("until", "id")
    )


def people_managed_by(actor: Actor, wanted: Permission) -> QuerySet[User]:
    """Return the people at the organs for which an actor holds a permission, and those without any post."""
    organs = agencies_for(actor, wanted)
    return User.objects.filter(Q(posts__agency__in=organs) | Q(posts=None)).distinct().order_by("name", "pk")
