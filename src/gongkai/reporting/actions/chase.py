"""催报 — what every chasing has in common: organs that may be chased, and who there is told, once a day."""

from collections.abc import Callable, Collection, Mapping

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import in_post
from gongkai.core.change import Change
from gongkai.core.permissions import Permission
from gongkai.notices.sending import Contact, notify
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation


def organs_for(by: Actor, wanted: Permission, agency_ids: Collection[int]) -> list[Agency]:
    """Return the organs in their order; raises Http404 where one is not there, Denied where one is not permitted."""
    organs = list(Agency.objects.filter(pk__in=agency_ids).order_by("position", "pk"))
    if len(organs) != len(set(agency_ids)):
        raise Http404
    for agency in organs:
        by.require(wanted, agency)
    return organs


def told_of(organs: Collection[Agency], tell: Callable[[Agency], bool]) -> list[Agency]:
    """Return the organs at which `tell` told somebody; raises RuleViolation where there is none."""
    told = [agency for agency in organs if tell(agency)]
    if not told:
        raise RuleViolation("没有要催报的机关，或者今天已经催过")
    return told


def tell_posts(
    change: Change,
    template: str,
    agency: Agency,
    roles: Collection[Role],
    places: Mapping[str, object],
    about: str,
) -> bool:
    """Write a notice to everybody in such a post at an organ, once a day for what it is about; False if to nobody."""
    today = timezone.localdate(change.now)
    wanted = in_post(today).filter(agency=agency, role__in=roles, user__is_active=True)
    told = [
        notify(
            change,
            template,
            to=Contact.of(post.user),
            places={"organ": agency.short_name, **places},
            subject=agency,
            agency=agency,
            occasion=f"{about} {today.isoformat()}",
        )
        for post in wanted.order_by("pk")
    ]
    return any(told)
