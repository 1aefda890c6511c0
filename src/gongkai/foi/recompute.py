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


Kept = tuple[str, date | None, bool, str]


@dataclass(frozen=True, slots=True)
class Moved:
    """有变动的案件 — a case read anew, with what it kept before; `impossible`: its events cannot be read."""

    case: Case
    kept: Kept
    impossible: bool = False

    @property
    def before(self) -> date | None:
        """The due day that it kept."""
        return self.kept[1]


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
    return [
        moved for moved in _read_again(ids, known) if not moved.impossible and _kept(moved.case) != moved.kept
    ]


def _read_again(ids: list[int], known: WorkCalendar) -> Iterator[Moved]:
    """Yield the running cases of a batch, each with what it kept and its new reading, unsaved."""
    events: dict[int, list[CaseEvent]] = defaultdict(list)
    rows = CaseEvent.objects.filter(case__in=ids, kind__in=CLOCK_KINDS).order_by("on", "id")
    for event in rows.only("case_id", "round", "kind", "on", "working_days"):
        events[event.case_id].append(event)
    for case in running().filter(pk__in=ids):
        kept, impossible = _kept(case), False
        try:
            clocks.keep_reading(case, clocks.reading_of(case, known, events=events[case.pk]))
        except (
            ImpossibleEvent
        ):  # no calendar makes it so: `verify` tells of it, the others are read all the same
            impossible = True
        yield Moved(case, kept, impossible)


def _kept(case: Case) -> Kept:
    return case.statute, case.due_on, case.provisional, case.stopped_by


def differences() -> Iterator[str]:
    """Yield a sentence for each open case that keeps another reading than its clock gives, or has none."""
    known = calendar()
    for ids in batches():
        doubtful = [each.case.pk for each in _read_again(ids, known) if _differs(each)]
        # Read once more: what happened between two questions to the database is no difference.
        for each in filter(_differs, _read_again(doubtful, calendar())):
            yield f"申请 {each.case.number} 保存的期限与其办理经过不符"


def _differs(moved: Moved) -> bool:
    return moved.impossible or _kept(moved.case) != moved.kept
