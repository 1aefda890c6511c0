"""提醒 — each morning the figures of the day, and those who lead are told of what draws near its limit or is late."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import User
from gongkai.agencies.policies import SYSTEM
from gongkai.agencies.queries import actor_for, in_post, jurisdiction
from gongkai.core.change import NothingRecorded, changing
from gongkai.foi.actions.tell import officers_of, people_at, tell_people
from gongkai.foi.addresses import desk_list_address
from gongkai.foi.models import Case
from gongkai.foi.policies import SEE_CASES
from gongkai.foi.reminders import Level, due_reminders, morning_of
from gongkai.notices.sending import Contact, notify
from gongkai.rules.posts import Role

_TEMPLATES = {
    Level.NEAR: "case_due_soon",
    Level.TODAY: "case_due_today",
    Level.OVERDUE: "case_overdue",
}


def escalate(now: datetime) -> int:
    """逐级提醒 — at 80 % of the days, at the limit and after it, tell who handles a case and who leads the organ.

    Return how many cases they were told of; the same level is told once for one due day.
    """
    told = 0
    for each in list(due_reminders(timezone.localdate(now), calendar())):
        with suppress(NothingRecorded), changing(SYSTEM, now) as change:
            case = (
                Case.objects.select_for_update(of=("self",))
                .select_related("agency", "lead")
                .get(pk=each.case_id)
            )
            if not case.open or case.due_on != each.due_on or case.warned >= each.level:
                continue  # answered or moved since it was found
            case.warned = each.level
            case.save(update_fields=["warned"])
            people = [*officers_of(change, case), *people_at(change, case.agency, Role.LEADER)]
            places: dict[str, Any] = {} if each.level is Level.TODAY else {"due": case.due_on}
            occasion = f"{each.level} {case.due_on}"
            tell_people(change, case, _TEMPLATES[each.level], people, occasion=occasion, **places)
            change.record("foi.escalate", case, agency_id=case.agency_id, level=int(each.level))
            told += 1
    return told


def send_digests(now: datetime) -> int:
    """每日提要 — tell everybody who sees cases how many are late, due and waiting; nobody twice on one day.

    Return how many people were told.
    """
    here = jurisdiction()
    if here is None:
        return 0
    today = timezone.localdate(now)
    people = User.objects.filter(is_active=True, posts__in=in_post(today).filter(role__in=SEE_CASES.roles))
    told = 0
    for user in people.distinct().order_by("pk"):
        morning = morning_of(actor_for(user, today), today)
        if morning.quiet:
            continue
        places = {
            "overdue": morning.overdue,
            "today": morning.today,
            "week": morning.week,
            "waiting": morning.waiting,
            "link": desk_list_address(),
        }
        agency = here.host_agency
        with suppress(NothingRecorded), changing(SYSTEM, now) as change:
            sent = notify(
                change,
                "morning_digest",
                to=Contact.of(user),
                places=places,
                subject=agency,
                agency=agency,
                occasion=today.isoformat(),
            )
            if sent:  # else this was told today already
                change.record("foi.morning_digest", agency, agency_id=agency.pk, person=user.pk)
                told += 1
    return told
