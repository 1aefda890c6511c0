"""月度统计的页面 — what may be done to a version, how far it is, and its numbers as a table to take along."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.core.permissions import Verdict
from gongkai.reporting import policies
from gongkai.reporting.models import MonthlyStatistics
from gongkai.reporting.monthly import HANDED_IN, Month
from gongkai.reporting.numbers import plain
from gongkai.rules.indicators import INDICATORS, name_of
from gongkai.rules.monthly import MONTHLY_STATE_LABELS, MonthlyState
from gongkai.rules.slices import Slice
from gongkai.typesetting.workbook import Value
from gongkai.ui.templatetags.ui import say
from gongkai.ui.wording import named

HEADINGS = (
    "organ_code",
    "organ",
    "year",
    "month",
    "version",
    "figure",
    "name",
    "unit",
    "own",
    "value",
    "last_year",
)


def deeds(row: MonthlyStatistics, actor: Actor) -> list[str]:
    """Return what an actor may do to the newest version, by name, the next step first."""
    drafts = actor.may(policies.DRAFT_MONTHLY, row.agency)
    confirms = actor.may(policies.CONFIRM_MONTHLY, row.agency) and row.drafted_by_id != actor.user_id
    locks = actor.may(policies.LOCK_MONTHLY, row.agency)
    returns = actor.may(policies.RETURN_MONTHLY, row.agency)
    found: dict[MonthlyState, dict[str, bool | Verdict]] = {
        MonthlyState.DRAFT: {"confirm": confirms, "note": drafts},
        MonthlyState.CONFIRMED: {"submit": drafts, "return": returns},
        MonthlyState.SUBMITTED: {"lock": locks, "return": returns, "correct": drafts},
        MonthlyState.LOCKED: {"correct": drafts},
    }
    return [name for name, may in found[MonthlyState(row.state)].items() if may]


def to_settle(actor: Actor) -> list[tuple[MonthlyStatistics, str]]:
    """Return the months that wait for an actor, with what is next: "confirm", or "submit" what is confirmed."""
    rows = MonthlyStatistics.objects.filter(state__in=[MonthlyState.DRAFT, MonthlyState.CONFIRMED])
    rows = rows.filter(agency__in=agencies_for(actor, policies.SEE_MONTHLY)).select_related("agency")
    told = [(row, deeds(row, actor)[:1]) for row in rows.order_by("year", "month", "agency_id")]
    return [(row, next_one[0]) for row, next_one in told if next_one in (["confirm"], ["submit"])]


def progress(row: MonthlyStatistics) -> Iterator[tuple[str, str, bool, bool]]:
    """Yield each step with who did it, whether it is done, and whether it is the next one."""
    steps: list[tuple[str, User | None, datetime | None]] = [
        ("起草", row.drafted_by, row.drafted_at),
        *(
            (MONTHLY_STATE_LABELS[state], who, when)
            for state, who, when in (
                (MonthlyState.CONFIRMED, row.confirmed_by, row.confirmed_at),
                (MonthlyState.SUBMITTED, row.submitted_by, row.submitted_at),
                (MonthlyState.LOCKED, row.locked_by, row.locked_at),
            )
        ),
    ]
    done = [when is not None for _words, _who, when in steps]
    for at, (words, who, _when) in enumerate(steps):
        yield say(words), who.name if who and done[at] else "", done[at], not done[at] and done[at - 1]


def table_of(row: MonthlyStatistics, month: Month) -> list[tuple[Value, ...]]:
    """Return a version's numbers, a row for each line."""
    return [
        (
            row.agency.code,
            row.agency.name,
            row.year,
            row.month,
            row.number,
            str(line.slice),
            name_of(line.slice),
            unit_of(line.slice),
            line.own,
            line.whole,
            line.before,
        )
        for line in month.lines
    ]


def shown(month: Month) -> Iterator[tuple[Slice, str, str, str, str, str, bool]]:
    """Yield each line as the page shows it: slice, name, unit, own, whole, last year's, whether it has moved."""
    for line in month.lines:
        numbers = (plain(line.own), plain(line.whole), plain(line.before))
        yield (
            line.slice,
            named(line.slice),
            say(unit_of(line.slice)),
            *numbers,
            line.slice in month.moved,
        )


def unit_of(one: Slice) -> str:
    """Return in what a line is counted."""
    return INDICATORS[one.indicator].unit


def waiting(rows: Iterable[MonthlyStatistics], actor: Actor) -> list[MonthlyStatistics]:
    """Return those versions that an actor can lock now."""
    return [
        row
        for row in rows
        if row.state == MonthlyState.SUBMITTED and actor.may(policies.LOCK_MONTHLY, row.agency)
    ]


def handed_in(rows: Iterable[MonthlyStatistics | None]) -> int:
    """Return how many of the versions the level above has."""
    return sum(1 for row in rows if row is not None and row.state in HANDED_IN)
