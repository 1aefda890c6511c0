"""总览的页面 — the figures as both audiences read them, with charts and tables, or as data to take along."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import active_agencies, jurisdiction
from gongkai.core import kept_tallies
from gongkai.core.kept_tallies import standing
from gongkai.core.measures import Period
from gongkai.core.standing import Standing
from gongkai.core.tallies import tallies
from gongkai.reporting import overview
from gongkai.reporting.charts import Columns, Lanes, columns, lanes
from gongkai.reporting.data_files import FORMATS, data_file
from gongkai.reporting.forms_overview import PeriodForm, listed
from gongkai.reporting.overview import Asked, Line, Stretch, Told, text_of
from gongkai.rules.indicators import DIMENSIONS, INDICATORS
from gongkai.rules.overview import Breakdown
from gongkai.rules.overview import overview as shown_figures
from gongkai.rules.slices import Slice, parsed
from gongkai.typesetting.workbook import Value
from gongkai.ui.wording import named, told


@dataclass(frozen=True, slots=True)
class Page:
    """总览页 — all that one address shows."""

    asked: Asked
    told: Told
    stretches: tuple[Stretch, ...]
    ordered_by: Slice | None


def page_of(form: PeriodForm, *, office: bool, order: str = "") -> Page:
    """Return what a query asks for; an order that is none is left out."""
    form.is_valid()
    agency, below = form.agency(), bool(form.cleaned_data.get("below"))
    asked = Asked(agency, below, form.period(), office)
    under = tuple(each for each in form.agencies if each.path.startswith(agency.path)) if below else ()
    at = standing()
    make = _kept if at else _kept.__wrapped__
    return make(at, form.today, asked, under, _ordered_by(order))


def count_ahead(today: date) -> None:
    """Count what is opened first, the whole site this year, so that it is kept before anybody asks."""
    if jurisdiction() is None:
        return
    for office in (False, True):
        page_of(PeriodForm({}, agencies=listed(active_agencies()), today=today), office=office)


def forget() -> None:
    """Drop the pages that this process keeps, and what they were counted from; for measuring."""
    _kept.cache_clear()
    kept_tallies.forget()


def _ordered_by(order: str) -> Slice | None:
    try:
        found = parsed(order) if order else None
    except ValueError:
        return None
    return found if found in shown_figures().compared else None


@lru_cache(maxsize=64)
def _kept(
    at: Standing | None, today: date, asked: Asked, under: tuple[Agency, ...], order: Slice | None
) -> Page:
    """Return a page as it is on a day with the ledger as it stands: every change of a fact adds to the ledger."""
    count = kept_tallies.Keeping(at) if at else tallies
    found = overview.told(asked, under if len(under) > 1 else (), order, count)
    return Page(asked, found, tuple(overview.stretches(asked, count)), order)


def context_of(page: Page, form: PeriodForm) -> dict[str, Any]:
    """Return what the templates show of a page."""
    return {
        "form": form,
        "asked": page.asked,
        "told": page.told,
        "breakdowns": [
            (breakdown, lines, _lanes(breakdown, lines, office=page.asked.office))
            for breakdown, lines in page.told.breakdowns
        ],
        "courses": [(stretch, *_course(page.asked, stretch)) for stretch in page.stretches],
        "compared": [(one, named(one), INDICATORS[one.indicator].unit) for one in shown_figures().compared],
        "sides": [(side, _cells(side.lines)) for side in page.told.sides],
        "ordered_by": page.ordered_by,
        "minimum": shown_figures().minimum_cases,
        "formats": FORMATS,
    }


def _cells(lines: Iterable[Line]) -> SafeString:
    """Return the numbers of an organ as cells of a row; of a hundred organs a template takes ten times as long."""
    return format_html_join(
        "",
        '<td class="r"><a href="{}">{}</a>{}</td>',
        ((line.address, line.text or "—", _small(line.of)) for line in lines),
    )


def _small(words: str) -> str:
    return format_html(' <small class="quiet">{}</small>', words) if words else ""


def part_name(breakdown: Breakdown, line: Line) -> str:
    """Return what a part of a breakdown is called beside the others."""
    value = dict(line.slice.where)[breakdown.dimension]
    return told(DIMENSIONS[breakdown.dimension].values[value])


def _lanes(breakdown: Breakdown, lines: Sequence[Line], *, office: bool) -> Lanes:
    addresses = [line.address for line in lines] if office else []
    return lanes([(part_name(breakdown, line), line.value) for line in lines], addresses)


def _course(asked: Asked, stretch: Stretch) -> tuple[Columns, list[tuple[str, list[tuple[str, str]]]]]:
    """Return a course as a chart, and the table under it: each place with its numbers and where they open."""
    series = stretch.course.series
    places = [_place(stretch, when) for when, _values in stretch.rows]
    names = [named(one) for one in series]
    by_series = [[values[at] for _when, values in stretch.rows] for at in range(len(series))]
    table = [
        (
            place,
            [
                (text_of(number), asked.address(one, period=when))
                for one, number in zip(series, values, strict=True)
            ],
        )
        for place, (when, values) in zip(places, stretch.rows, strict=True)
    ]
    addresses = [[cells[at][1] for _place, cells in table] for at in range(len(series))]
    return columns(names, places, by_series, addresses if asked.office else ()), table


def _place(stretch: Stretch, when: Period) -> str:
    if stretch.by_year:
        return str(when.first.year)
    months = stretch.rows
    if months[0][0].first.year == months[-1][0].first.year:
        return _("%(n)s 月") % {"n": when.first.month}
    return f"{when.first:%Y-%m}"


_HEADINGS = ("part", "organ_code", "organ", "from", "to", "figure", "name", "unit", "value", "n", "last_year")


def data_of(page: Page, wanted: str) -> HttpResponse:
    """Return everything that a page tells as one tidy table."""
    days = page.asked.period
    name = f"{page.asked.agency.short_name}{days.first:%Y%m%d}-{days.last:%Y%m%d}"
    return data_file(name, _HEADINGS, list(_rows(page)), wanted)


def _rows(page: Page) -> Iterator[tuple[Value, ...]]:
    agency, days = page.asked.agency, page.asked.period
    for group, lines in page.told.groups:
        yield from (_row(group.key, agency, days, line) for line in lines)
    for breakdown, lines in page.told.breakdowns:
        yield from (_row(breakdown.key, agency, days, line) for line in lines)
    for stretch in page.stretches:
        for when, values in stretch.rows:
            for one, number in zip(stretch.course.series, values, strict=True):
                line = Line(one, number, None, None, None, "")
                yield _row(stretch.course.key, agency, when, line)
    for side in page.told.sides:
        yield from (_row("organs", side.agency, days, line) for line in side.lines)


def _row(part: str, agency: Agency, days: Period, line: Line) -> tuple[Value, ...]:
    return (
        part,
        agency.code,
        agency.name,
        days.first.isoformat(),
        days.last.isoformat(),
        str(line.slice),
        line.name,
        told(line.indicator.unit),
        line.value,
        line.n,
        line.before,
    )
