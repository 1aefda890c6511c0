"""填报数的查询 — what organs have declared for a period, what is missing, and what was declared a year before."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from gongkai.core.measures import Organs, Period
from gongkai.reporting.models import DeclaredFigure
from gongkai.rules.indicators import INDICATORS
from gongkai.rules.slices import Slice

Key = tuple[int | None, date | None, Slice]


def current(confirmed: bool = False) -> QuerySet[DeclaredFigure]:
    """Return the figures that stand: not superseded, and confirmed where that is asked for."""
    rows = DeclaredFigure.objects.filter(superseded_at=None)
    return rows.filter(confirmed_at__isnull=False) if confirmed else rows


def rows(wanted: Slice, period: Period, organs: Organs) -> QuerySet[DeclaredFigure]:
    """Return the figures behind a declared value, those of the years and months of a period, the newest first."""
    found = _of(period, organs, current()).filter(slice=str(wanted))
    return found.select_related("agency", "declared_by", "confirmed_by").order_by(
        "-year", "-month", "agency_id"
    )


def values(
    slices: Iterable[Slice],
    period: Period,
    organs: Organs,
    *,
    by_organ: bool = False,
    by_month: bool = False,
    confirmed: bool = False,
) -> Mapping[Key, Decimal | None]:
    """Return what was declared for slices, by organ and month where asked for: what was not, is not in it.

    A year's figure of an organ goes before those of its months, which are added up where it is missing. What stands
    at the end of a period is the last one. What is not added up is told of one organ only.
    """
    wanted = {str(one): one for one in slices}
    if not wanted:
        return {}
    told: dict[tuple[int, Slice], list[tuple[int, int, Decimal]]] = {}
    found = _of(period, organs, current(confirmed)).filter(slice__in=wanted)
    for organ, text, year, month, number in found.values_list("agency_id", "slice", "year", "month", "value"):
        one = wanted[text]
        exact = round(number, INDICATORS[one.indicator].decimals)
        told.setdefault((organ, one), []).append((year, month, exact))
    numbers: dict[Key, list[Decimal]] = {}
    for (organ, one), dated in told.items():
        for month_of, number in _of_organ(one, dated, by_month):
            numbers.setdefault((organ if by_organ else None, month_of, one), []).append(number)
    return {key: _together(key[2], found) for key, found in numbers.items()}


def _together(one: Slice, numbers: list[Decimal]) -> Decimal | None:
    return sum(numbers, Decimal(0)) if len(numbers) == 1 or INDICATORS[one.indicator].adds_up else None


def _of_organ(
    one: Slice, dated: list[tuple[int, int, Decimal]], by_month: bool
) -> Iterable[tuple[date | None, Decimal]]:
    """Return an organ's numbers by month, or the one of the period."""
    if by_month:
        return [(date(year, month, 1), number) for year, month, number in dated if month]
    indicator = INDICATORS[one.indicator]
    whole_years = {year for year, month, _ in dated if not month}
    kept = sorted(row for row in dated if not row[1] or row[0] not in whole_years)
    if indicator.standing:
        last = max(kept, key=lambda row: (row[0], row[1] or 12))
        return [(None, last[2])]
    if not indicator.adds_up and len(kept) > 1:
        return []
    return [(None, sum((number for _, _, number in kept), Decimal(0)))]


def _of(period: Period, organs: Organs, rows: QuerySet[DeclaredFigure]) -> QuerySet[DeclaredFigure]:
    """Return the figures of the years and of the months that lie in a period as a whole."""
    whole = Q(pk__in=[])
    for year in range(period.first.year, period.last.year + 1):
        months = [
            month
            for month in range(1, 13)
            if period.first <= Period.of_month(year, month).first
            and Period.of_month(year, month).last <= period.last
        ]
        whole |= Q(year=year, month__in=[*months, *([0] if len(months) == 12 else [])])
    rows = rows.filter(whole).order_by()
    return rows if organs is None else rows.filter(agency_id__in=organs)
