"""各机关的申请 — the organs that an actor oversees, side by side."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.foi import policies
from gongkai.foi.desk_lists import OPEN, this_week


@dataclass(frozen=True, slots=True)
class OrganFigures:
    """一个机关的件数 — what is open at an organ, late, near, waiting; what came and was answered this year."""

    agency: Agency
    open: int
    overdue: int
    week: int
    waiting: int
    received: int
    answered: int
    in_time: int = field(default=0)


def by_organ(actor: Actor, today: date) -> list[OrganFigures]:
    """Return the figures of every organ that an actor oversees and that has cases, the most overdue first."""
    new_year = date(today.year, 1, 1)
    here = Q(cases__state__in=OPEN)
    # As the indicators count: by the first answer, which a later round does not undo.
    this_year = Q(cases__first_answered_on__gte=new_year)
    in_time = Q(cases__first_due_on=None) | Q(cases__first_answered_on__lte=F("cases__first_due_on"))
    organs = (
        agencies_for(actor, policies.URGE)
        .annotate(
            open=Count("cases", filter=here),
            overdue=Count("cases", filter=here & Q(cases__due_on__lt=today)),
            week=Count("cases", filter=here & Q(cases__due_on__range=this_week(today))),
            waiting=Count("cases", filter=here & ~Q(cases__stopped_by="")),
            received=Count("cases", filter=Q(cases__received_on__gte=new_year)),
            answered=Count("cases", filter=this_year),
            in_time=Count("cases", filter=this_year & in_time),
        )
        .filter(Q(open__gt=0) | Q(received__gt=0))
        .order_by("-overdue", "-open", "position", "pk")
    )
    names = ("open", "overdue", "week", "waiting", "received", "answered", "in_time")
    return [OrganFigures(organ, **{name: getattr(organ, name) for name in names}) for organ in organs]
