"""月度统计的取数 — a month's figures of an organ, its own and with those that the organs right below it have handed in."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import Http404

from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for, subtree_ids
from gongkai.core.measures import Period
from gongkai.core.permissions import Permission
from gongkai.reporting import figures, policies
from gongkai.reporting.models import MonthlyStatistics
from gongkai.rules.monthly import MonthlyState, monthly_form
from gongkai.rules.slices import Slice

HANDED_IN = (MonthlyState.SUBMITTED, MonthlyState.LOCKED)
Numbers = Mapping[Slice, Decimal]


@dataclass(frozen=True, slots=True)
class MonthLine:
    """月报的一行 — the organ's own number, with the organs below, and the same month of last year as it was counted."""

    slice: Slice
    own: Decimal
    whole: Decimal
    before: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """一个月的数 — its lines, the versions of the organs right below that are in them, and who is still missing.

    `moved` are the lines whose own number is no longer what the organ confirmed.
    """

    lines: tuple[MonthLine, ...]
    units: tuple[MonthlyStatistics, ...]
    missing: tuple[Agency, ...]
    moved: frozenset[Slice]


@dataclass(frozen=True, slots=True)
class GridMonth:
    """一个机关的一个月 — its newest version, None where there is none; whether it was asked for, and whether it is late."""

    month: int
    found: MonthlyStatistics | None
    asked: bool
    late: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """一个机关的一年 — its months that are over."""

    agency: Agency
    months: tuple[GridMonth, ...]


def counted(agency: Agency, year: int, month: int) -> Numbers:
    """Return an organ's own figures of a month as they are now."""
    found = figures.values(monthly_form().lines, Period.of_month(year, month), [agency.pk], confirmed=True)
    return {one: number or Decimal(0) for one, number in found.items()}


def with_units(own: Numbers, units: Iterable[MonthlyStatistics]) -> Numbers:
    """Return an organ's own figures with those of versions from below added."""
    handed_in = [numbers_of(unit.figures) for unit in units]
    return {one: sum((each.get(one, Decimal(0)) for each in handed_in), own[one]) for one in own}


def numbers_of(kept: Mapping[str, str]) -> Numbers:
    """Return figures as they are kept; what a later form asks for and they do not tell is 0."""
    return {one: Decimal(kept.get(str(one), 0)) for one in monthly_form().lines}


def as_kept(numbers: Numbers) -> dict[str, str]:
    """Return figures as text by slice."""
    return {str(one): f"{number:f}" for one, number in numbers.items()}


def units_below(agency: Agency, year: int, month: int) -> tuple[list[MonthlyStatistics], list[Agency]]:
    """Return what the organs right below have handed in of a month, the newest of each, and who has not."""
    below = list(Agency.objects.filter(parent=agency, status=AgencyStatus.ACTIVE).order_by("position", "pk"))
    rows = MonthlyStatistics.objects.filter(
        agency__in=below, year=year, month=month, state__in=HANDED_IN
    ).select_related("agency")
    newest = {row.agency_id: row for row in rows.order_by("number")}
    handed_in = [newest[each.pk] for each in below if each.pk in newest]
    return handed_in, [each for each in below if each.pk not in newest]


def month_of(row: MonthlyStatistics) -> Month:
    """Return a version's figures: kept once they are confirmed, counted until then."""
    own = counted(row.agency, row.year, row.month)
    below, missing = units_below(row.agency, row.year, row.month)
    if row.frozen:
        kept, whole = numbers_of(row.own), numbers_of(row.figures)
        units = list(row.units.select_related("agency").order_by("agency__position", "agency_id"))
    else:
        kept, whole, units = own, with_units(own, below), below
    before = figures.values(monthly_form().lines, row.period.before, subtree_ids(row.agency), confirmed=True)
    return Month(
        tuple(MonthLine(one, kept[one], whole[one], before[one] or Decimal(0)) for one in own),
        tuple(units),
        tuple(missing),
        frozenset(one for one in own if kept[one] != own[one]),
    )


def grid(agencies: Iterable[Agency], year: int, today: date) -> list[GridRow]:
    """Return how far each organ is in each month of a year that is over; nothing is asked of one before it began."""
    listed = list(agencies)
    rows = MonthlyStatistics.objects.filter(agency__in=listed, year=year).defer("own", "figures")
    newest = {(row.agency_id, row.month): row for row in rows.select_related("agency").order_by("number")}
    firsts, first = _firsts(), begun(today)

    def told(agency: Agency, month: int) -> GridMonth:
        found = newest.get((agency.pk, month))
        asked = (year, month) >= firsts.get(agency.pk, first)
        return GridMonth(month, found, asked, asked and _late(found, year, month, today))

    over = months_over(year, today)
    return [GridRow(agency, tuple(told(agency, month) for month in over)) for agency in listed]


def _firsts() -> dict[int, tuple[int, int]]:
    """The first month that each organ reported."""
    months = MonthlyStatistics.objects.values_list("agency_id", "year", "month").order_by("-year", "-month")
    return {agency_id: (year, month) for agency_id, year, month in months.distinct()}


def months_over(year: int, today: date) -> range:
    """Return the months of a year that are over."""
    return range(1, 13 if year < today.year else today.month if year == today.year else 1)


def last_month(today: date) -> tuple[int, int]:
    """Return year and month of the last month that is over."""
    return (today.year - 1, 12) if today.month == 1 else (today.year, today.month - 1)


def begun(today: date) -> tuple[int, int]:
    """Return the first month that any organ here reported; the last one that is over where none has yet.

    No article asks for monthly figures: what was never started is not late.
    """
    first = MonthlyStatistics.objects.order_by("year", "month").values_list("year", "month").first()
    return first or last_month(today)


def without(agencies: Collection[Agency], year: int, month: int) -> list[Agency]:
    """Return the organs that have handed in nothing of a month."""
    done = MonthlyStatistics.objects.filter(
        agency__in=agencies, year=year, month=month, state__in=HANDED_IN
    ).values_list("agency_id", flat=True)
    there = set(done)
    return [each for each in agencies if each.pk not in there]


def fetched(actor: Actor, wanted: Permission, monthly_id: int) -> MonthlyStatistics:
    """Return a version, locked for a change; raises Http404 where the actor may not see it, Denied where not permitted."""
    rows = MonthlyStatistics.objects.select_for_update(of=("self",)).select_related("agency")
    row = rows.filter(pk=monthly_id).first()
    if row is None or not actor.may(policies.SEE_MONTHLY, row.agency):
        raise Http404
    actor.require(wanted, row.agency)
    return row


def agency_for(actor: Actor, code: str) -> Agency:
    """Return an organ whose months an actor sees; raises Http404."""
    agency = agencies_for(actor, policies.SEE_MONTHLY).filter(code=code).first()
    if agency is None:
        raise Http404
    return agency


def _late(row: MonthlyStatistics | None, year: int, month: int, today: date) -> bool:
    handed_in = row is not None and (row.handed_in or row.number > 1)
    return not handed_in and today > monthly_form().due(year, month)
