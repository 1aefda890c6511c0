"""重新计算期限 — when a year's days off are announced or corrected, open cases that read otherwise now are put right."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Agency, User
from gongkai.agencies.policies import SYSTEM
from gongkai.core.change import Change, NothingRecorded, changing
from gongkai.foi import clocks
from gongkai.foi.actions.tell import people_at, tell_applicant
from gongkai.foi.addresses import desk_list_address
from gongkai.foi.models import Case, CaseEvent
from gongkai.foi.recompute import Moved, batches, moved_among
from gongkai.notices.sending import Contact, notify
from gongkai.rules.posts import Role

DUE_CHANGED = "foi_due_changed"
"""The kind of outbox work that tells an applicant of another day; its key is the case."""
_WRITTEN = (*clocks.KEPT, "warned")


def recompute_cases(now: datetime) -> int:
    """重新计算期限 — return how many cases moved; a second time nothing moves.

    Each case that moved has an event and a ledger entry, its officer is told once for all of them, and its
    applicant by the worker afterwards. What letters have named, the day for a supplement or an answer, stays.
    """
    return sum(_recompute(ids, now) for ids in batches())


def _recompute(ids: list[int], now: datetime) -> int:
    with suppress(NothingRecorded), changing(SYSTEM, now) as change:
        moved = moved_among(ids, calendar())
        _keep([each.case for each in moved])
        CaseEvent.objects.bulk_create(_event(each, change) for each in moved)
        change.record_many(
            "foi.recomputed", [(each.case, each.case.agency_id, _detail(each)) for each in moved]
        )
        _tell(change, [each.case for each in moved])
        for each in moved:
            change.ask(DUE_CHANGED, each.case.pk)
        return len(moved)
    return 0  # nothing in this batch moved, so nothing was recorded


def _detail(moved: Moved) -> dict[str, str]:
    days = {"before": moved.before, "after": moved.case.due_on}
    return {name: day.isoformat() for name, day in days.items() if day}


def _event(moved: Moved, change: Change) -> CaseEvent:
    return CaseEvent(
        case=moved.case,
        round=moved.case.round,
        kind="recomputed",
        on=timezone.localdate(change.now),
        at=change.now,
        detail=_detail(moved),
    )


def _keep(cases: Sequence[Case]) -> None:
    """Write the new readings, those that are alike at once: a batch has few different days."""
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for case in cases:
        alike[tuple(getattr(case, name) for name in _WRITTEN)].append(case.pk)
    for values, ids in alike.items():
        Case.objects.filter(pk__in=ids).update(**dict(zip(_WRITTEN, values, strict=True)))


def _tell(change: Change, cases: Sequence[Case]) -> None:
    """Tell each officer how many of their cases moved; those without a lead concern all officers of the organ."""
    organs = Agency.objects.in_bulk({case.agency_id for case in cases})
    leads = User.objects.in_bulk({case.lead_id for case in cases if case.lead_id})
    for (organ_id, lead_id), count in Counter((case.agency_id, case.lead_id) for case in cases).items():
        organ = organs[organ_id]
        people = [leads[lead_id]] if lead_id else people_at(change, organ, Role.CASE_OFFICER)
        places = {"count": count, "link": desk_list_address()}
        for user in people:
            to = Contact.of(user)
            notify(change, "due_recomputed", to=to, places=places, subject=organ, agency=organ)


def tell_of_new_day(case_ids: Iterable[int], now: datetime) -> None:
    """告知新的期限 — tell applicants by which day they are answered now; repeated, it tells nobody twice.

    A day that comes back after another one is told again: each time that a case moved is an occasion.
    """
    for case_id in case_ids:
        with suppress(NothingRecorded), changing(SYSTEM, now) as change:
            case = Case.objects.select_related("agency", "applicant").get(pk=case_id)
            moved = case.events.filter(kind="recomputed").order_by("id").last()
            if not case.open or case.due_on is None or moved is None:
                continue
            if tell_applicant(change, case, "due_changed", occasion=str(moved.pk), due=case.due_on):
                change.record("foi.tell_new_day", case, agency_id=case.agency_id, due=case.due_on.isoformat())
