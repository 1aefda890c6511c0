"""重新计算 — open cases read anew, many at once, without opening anything that is sealed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gongkai.agencies.calendar import calendar
from gongkai.foi import clocks
from gongkai.foi.models import Case, CaseEvent
from gongkai.rules.application_process import CLOCK_KINDS, OPEN_STATES
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.clock import ImpossibleEvent

BATCH = 1000
_READ = ("number", "agency_id", "lead_id", "state", "round", "clock_since", "answered_on", "warned")
_KEPT = (*clocks.KEPT, "deferred_until", "ordered_by")


@dataclass(frozen=True, slots=True)
class Moved:
    """有变动的案件 — a case whose reading is not what it keeps any more, with the day that it kept."""

    case: Case
    before: date | None


def running() -> QuerySet[Case]:
    """Return the open cases whose clock has begun, with as much of them as a reading needs, case officers together."""
    found = Case.objects.filter(state__in=sorted(OPEN_STATES), clock_since__isnull=False)
    return found.only(*_READ, *_KEPT).order_by("agency_id", "lead_id", "pk")


def batches() -> Iterator[list[int]]:
    """Yield the ids of all running cases, so many at once that nobody waits long for a batch."""
    ids = list(running().values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def moved_among(ids: list[int], known: WorkCalendar) -> list[Moved]:
    """Return those cases of a batch that read otherwise now, with the new reading on them, unsaved."""
    events: dict[int, list[CaseEvent]] = defaultdict(list)
    rows = CaseEvent.objects.filter(case__in=ids, kind__in=CLOCK_KINDS).order_by("on", "id")
    for event in rows.only("case_id", "round", "kind", "on", "working_days"):
        events[event.case_id].append(event)
    moved = []
    for case in running().filter(pk__in=ids):
        kept = _kept(case)
        try:
            clocks.keep_reading(case, clocks.reading_of(case, known, events=events[case.pk]))
        except (
            ImpossibleEvent
        ):  # no calendar makes it so: `verify` tells of it, the others are read all the same
            continue
        if _kept(case) != kept:
            moved.append(Moved(case, kept[1]))
    return moved


def _kept(case: Case) -> tuple[object, date | None, bool, str]:
    return case.statute, case.due_on, case.provisional, case.stopped_by


def differences() -> Iterator[str]:
    """Yield a sentence for each open case that keeps another reading than its clock gives."""
    known = calendar()
    for ids in batches():
        for moved in moved_among(ids, known):
            yield f"申请 {moved.case.number} 保存的期限与其办理经过不符"
