"""图里的数字 — what the charts of a report show beside its own figures: an indicator month by month and year by year.

A course is keyed by its place and its indicator, "2026-03:foi.received" or "2021:foi.received". Earlier years are as
they were reported: by this organ's reports of those years, else by what the library keeps of it.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Q

from gongkai.core.measures import Period
from gongkai.reporting import figures, rollup
from gongkai.reporting.library_compare import numbers_of
from gongkai.reporting.models import AnnualReport, Illustration, LibraryReport
from gongkai.rules.indicators import INDICATORS
from gongkai.rules.report_charts import YEARS_SHOWN, Across, Chart, chart_of
from gongkai.rules.report_process import ReportState
from gongkai.rules.slices import Slice

Numbers = Mapping[str, Decimal | None]
_KEY = ":"


def charts_in(report: AnnualReport) -> tuple[Chart, ...]:
    """Return the charts of a report's sections, each once; () for a report that is not stored."""
    if not report.pk:
        return ()
    rows = Illustration.objects.filter(section__report=report).exclude(chart="")
    return tuple(dict.fromkeys(chart_of(text) for text in rows.values_list("chart", flat=True)))


def slices_in(charts: Iterable[Chart]) -> tuple[Slice, ...]:
    """Return the figures of the year that charts show."""
    return tuple(one for chart in charts for one in (chart.whole, *(part for _name, part in chart.parts)))


def courses_of(
    report: AnnualReport,
    charts: Iterable[Chart],
    now: Mapping[Slice, Decimal | None],
    before: Mapping[Slice, Decimal | None],
) -> Numbers:
    """Return every number of the courses, given the figures of this year and of the year before."""
    wanted = tuple(charts)
    monthly = [chart.whole for chart in wanted if chart.across is Across.MONTHS]
    yearly = [chart.whole for chart in wanted if chart.across is Across.YEARS]
    found: dict[str, Decimal | None] = _by_month(report, monthly) if monthly else {}
    if yearly:
        # A year of which nothing was reported and nothing happened here was before this system.
        last = {one: number for one, number in before.items() if number}
        told: dict[int, Mapping[Slice, Decimal | None]]
        told = {report.year - 1: last, **_reported(report, yearly), report.year: now}
        found |= {
            key_of(str(year), one.indicator): numbers[one]
            for year, numbers in sorted(told.items())
            for one in yearly
            if numbers.get(one) is not None
        }
    return found


def key_of(place: str, indicator: str) -> str:
    """Return the key of a number of a course: at a month ("2026-03") or a year ("2026")."""
    return f"{place}{_KEY}{indicator}"


def place_in(key: str) -> tuple[str, str]:
    """Return place and indicator of a key."""
    place, _, indicator = key.partition(_KEY)
    return place, indicator


def name_at(key: str) -> str:
    """Return what a number of a course counts, and when."""
    place, indicator = place_in(key)
    return f"{INDICATORS[indicator].name}·{place}"


def year_and_month(key: str) -> tuple[int, int]:
    """Return year and month of a key, 0 as month for a whole year."""
    year, _, month = place_in(key)[0].partition("-")
    return int(year), int(month or 0)


def _by_month(report: AnnualReport, wanted: list[Slice]) -> dict[str, Decimal | None]:
    organs = rollup.organs_of(report.agency, report.scope)
    counted = figures.by_month(wanted, Period.of_year(report.year), organs)
    return {
        key_of(f"{month:%Y-%m}", one.indicator): values[one]
        for month, values in counted.items()
        for one in wanted
    }


def _reported(report: AnnualReport, wanted: list[Slice]) -> dict[int, dict[Slice, Decimal | None]]:
    """Return what was reported of earlier years: of the library what everyone or this organ sees, its own reports first."""
    years = range(report.year - YEARS_SHOWN + 1, report.year)
    found: dict[int, dict[Slice, Decimal | None]] = {}
    seen = Q(public=True) | Q(keeper_id=report.agency_id)
    for kept in LibraryReport.objects.filter(seen, agency_id=report.agency_id, year__in=years).order_by("pk"):
        units = {str(one): INDICATORS[one.indicator].unit for one in wanted}
        for number in numbers_of(kept):
            if not number.approximate and units.get(number.key[0]) == number.unit:
                found.setdefault(kept.year, {})[Slice(number.key[0])] = number.value
    own = AnnualReport.objects.filter(agency_id=report.agency_id, year__in=years)
    for earlier in own.exclude(state=ReportState.DRAFT).order_by("year", "number"):
        for one in wanted:
            if (number := earlier.figures.get(str(one))) is not None:
                found.setdefault(earlier.year, {})[one] = Decimal(number)
    return found
