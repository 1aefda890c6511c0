"""年报里的图 — which charts a section may hold: one indicator over the months, over the years, or taken apart.

What is offered follows from the form: charts of the indicators that its cells and its sentences count. No article
prescribes a chart; the figures are those of the form.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from gongkai.rules.indicators import ALWAYS, DIMENSIONS, INDICATORS, Indicator, Origin
from gongkai.rules.report_forms import forms
from gongkai.rules.report_prose import figures_of
from gongkai.rules.slices import Slice, slice_of

YEARS_SHOWN = 10
"""How many years stand side by side at most, the report's own the last."""
_MOST_PARTS = 24


class Across(StrEnum):
    """横轴 — the months of the year, the years up to it, or the values of a dimension."""

    MONTHS = "months"
    YEARS = "years"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Chart:
    """图 — an indicator and what it is spread over; `dimension` only where it is taken apart."""

    indicator: str
    across: Across
    dimension: str = ""

    def __str__(self) -> str:
        return ":".join(filter(None, (self.indicator, self.across, self.dimension)))

    @property
    def whole(self) -> Slice:
        """The figure whose parts or course it shows."""
        return Slice(self.indicator)

    @property
    def parts(self) -> tuple[tuple[str, Slice], ...]:
        """Name and slice of each part, () for a course."""
        if self.across is not Across.PARTS:
            return ()
        names, values = (
            DIMENSIONS[self.dimension].values,
            INDICATORS[self.indicator].values_of(self.dimension),
        )
        return tuple((names[value], slice_of(self.indicator, {self.dimension: value})) for value in values)

    @property
    def title(self) -> str:
        """What it shows, in words."""
        spread = {Across.MONTHS: "月", Across.YEARS: "年度"}
        by = spread.get(self.across) or DIMENSIONS[self.dimension].name
        return f"{INDICATORS[self.indicator].name}（按{by}）"


def chart_of(text: str) -> Chart:
    """Return what `str` of a chart wrote; raises ValueError or KeyError for anything else."""
    indicator, across, *dimension = text.split(":")
    chart = Chart(indicator, Across(across), ":".join(dimension))
    if chart not in charts_for(indicator):
        raise ValueError(text)
    return chart


@cache
def charts_of(form_key: str, year: int) -> tuple[tuple[str, tuple[Chart, ...]], ...]:
    """Return the charts that a report in a form may hold, by the name of their indicator, in the order of the form."""
    form = next(form for form in forms() if form.key == form_key)
    shown = [cell.shows for cell in form.cells() if cell.shows]
    shown += [reference.shows for reference in figures_of(form_key, year)]
    offered = [
        (INDICATORS[key].name, tuple(chart for chart in charts_for(key) if _told(chart, shown)))
        for key in dict.fromkeys(one.indicator for one in shown)
    ]
    return tuple((name, charts) for name, charts in offered if charts)


def _told(chart: Chart, shown: Collection[Slice]) -> bool:
    """Whether a form has the numbers of a chart: what organs declare by its parts alone has no whole, and vice versa."""
    if INDICATORS[chart.indicator].origin is not Origin.DECLARED:
        return True
    return any(one in shown for one in ([part for _name, part in chart.parts] or [chart.whole]))


@cache
def charts_for(indicator: str) -> tuple[Chart, ...]:
    """Return the charts of one indicator, by its key: by month only what events tell and months add up to."""
    return tuple(_charts(INDICATORS[indicator]))


def _charts(indicator: Indicator) -> Iterator[Chart]:
    if indicator.signed:  # a bar stands on nothing
        return
    if indicator.origin is Origin.EVENTS and indicator.adds_up and not indicator.standing:
        yield Chart(indicator.key, Across.MONTHS)
    yield Chart(indicator.key, Across.YEARS)
    for dimension in indicator.dimensions if indicator.adds_up else ():
        if dimension not in ALWAYS and 1 < len(indicator.values_of(dimension)) <= _MOST_PARTS:
            yield Chart(indicator.key, Across.PARTS, dimension)
