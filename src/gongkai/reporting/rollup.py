"""汇总 — the figures of a government's report: its own, and those of the departments and townships below it.

A unit counts with what it submitted. One that has not submitted is listed, and counts as the system has it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency, AgencyKind, AgencyStatus
from gongkai.core.measures import Period
from gongkai.reporting import figures
from gongkai.reporting.models import AnnualReport
from gongkai.rules.indicators import INDICATORS, Origin
from gongkai.rules.report_process import ReportScope, ReportState
from gongkai.rules.slices import Slice

Values = Mapping[Slice, Decimal | None]


@dataclass(frozen=True, slots=True)
class Unit:
    """汇总单位 — an organ whose figures go into a report: the organ itself first, then those below it.

    `report` is what it submitted, None where it has not and `values` are as the system has them.
    """

    agency: Agency
    report: AnnualReport | None
    values: Values
    itself: bool = False


@dataclass(frozen=True, slots=True)
class Rollup:
    """汇总结果 — the figures of all together and of each unit."""

    values: Values
    units: tuple[Unit, ...]

    @property
    def missing(self) -> tuple[Unit, ...]:
        """The units that have not submitted."""
        return tuple(unit for unit in self.units if unit.report is None and not unit.itself)


def scope_of(agency: Agency) -> ReportScope:
    """Return whose figures an organ's report tells: a government's those of the organs below as well."""
    below = agency.kind == AgencyKind.GOVERNMENT and Agency.objects.filter(parent=agency).exists()
    return ReportScope.CONSOLIDATED if below else ReportScope.OWN


def organs_of(agency: Agency, scope: str) -> list[int]:
    """Return the ids of the organs whose rows are behind the figures of a report."""
    return list(_below(agency).values_list("pk", flat=True)) if reaches_below(agency, scope) else [agency.pk]


def reaches_below(agency: Agency, scope: str) -> bool:
    """Whether rows of organs below are behind a report's figures: of a department's own, too, but not of a government's."""
    return scope == ReportScope.CONSOLIDATED or agency.kind != AgencyKind.GOVERNMENT


def values_of(slices: Iterable[Slice], agency: Agency, year: int, scope: str) -> Values:
    """Return the figures of a report that is not frozen."""
    if scope == ReportScope.CONSOLIDATED:
        return rolled_up(slices, agency, year).values
    return figures.values(slices, Period.of_year(year), organs_of(agency, scope))


def rolled_up(slices: Iterable[Slice], agency: Agency, year: int) -> Rollup:
    """Return the consolidated figures of a government and of each of its units.

    Rates and medians are not added up: they are reckoned from the rows of all organs together.
    """
    wanted = tuple(dict.fromkeys(slices))
    adding = [one for one in wanted if INDICATORS[one.indicator].adds_up]
    other = [one for one in wanted if not INDICATORS[one.indicator].adds_up]
    units = _units(adding, agency, year)
    together: dict[Slice, Decimal | None] = {
        one: added(unit.values.get(one) for unit in units) for one in adding
    }
    if other:
        organs = organs_of(agency, ReportScope.CONSOLIDATED)
        together.update(figures.values(other, Period.of_year(year), organs))
    return Rollup(together, units)


def added(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of what is known; None where nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if known else None


def units_of(agency: Agency, year: int) -> list[Agency]:
    """Return the organs directly below one that were there in a year."""
    there = Q(status=AgencyStatus.ACTIVE) | Q(closed_on__year__gte=year)
    return list(Agency.objects.filter(there, parent=agency).order_by("position", "pk"))


def submitted_reports(agencies: Sequence[Agency], year: int) -> dict[int, AnnualReport]:
    """Return for each organ, by id, the newest version of its report on a year that is submitted."""
    rows = AnnualReport.objects.filter(agency__in=agencies, year=year).exclude(state=ReportState.DRAFT)
    return {row.agency_id: row for row in rows.select_related("agency").order_by("number")}


def _units(adding: Sequence[Slice], agency: Agency, year: int) -> tuple[Unit, ...]:
    below = units_of(agency, year)
    reports = submitted_reports(below, year)
    live = _live(adding, agency, [unit for unit in below if unit.pk not in reports], year)
    found = [Unit(agency, None, live.get(agency.pk, {}), itself=True)]
    for unit in below:
        report = reports.get(unit.pk)
        found.append(Unit(unit, report, _frozen(adding, report) if report else live.get(unit.pk, {})))
    return tuple(found)


def _frozen(slices: Iterable[Slice], report: AnnualReport) -> Values:
    kept = report.figures
    return {one: Decimal(kept[str(one)]) for one in slices if kept.get(str(one)) is not None}


def _live(
    slices: Sequence[Slice], agency: Agency, units: Sequence[Agency], year: int
) -> Mapping[int, Values]:
    """Return the figures as the system has them, by unit, those of the organs below a unit added to it."""
    whose = {agency.pk: agency.pk}
    for pk, path in _below(agency).values_list("pk", "path"):
        for unit in units:
            if path.startswith(unit.path):
                whose[pk] = unit.pk
    counted = figures.values(slices, Period.of_year(year), list(whose), by_organ=True)
    held: dict[int, list[Values]] = {unit: [] for unit in (agency.pk, *(unit.pk for unit in units))}
    for organ, values in counted.items():
        held[whose[organ]].append(values)
    nothing = {one: Decimal(0) for one in slices if INDICATORS[one.indicator].origin is not Origin.DECLARED}
    return {
        unit: {one: added(values.get(one) for values in found) for one in slices} if found else nothing
        for unit, found in held.items()
    }


def _below(agency: Agency) -> QuerySet[Agency]:
    return Agency.objects.filter(path__startswith=agency.path)
