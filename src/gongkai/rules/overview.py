"""统计总览 — which figures the overview shows, how it breaks them down, from how many cases on organs are ranked.

A choice of the house among the indicators, as data (``overview.toml``); no article prescribes it.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongkai.rules.indicators import INDICATORS
from gongkai.rules.slices import Slice, parsed, slice_of


@dataclass(frozen=True, slots=True)
class Group:
    """一组数 — its title and its figures; an `office` one stands on the desk only."""

    key: str
    title: str
    figures: tuple[Slice, ...]
    office: bool = False


@dataclass(frozen=True, slots=True)
class Breakdown:
    """一种分列 — an indicator told apart by the values of one dimension."""

    key: str
    title: str
    indicator: str
    dimension: str

    @property
    def whole(self) -> Slice:
        """What is told apart."""
        return Slice(self.indicator)

    @property
    def parts(self) -> tuple[Slice, ...]:
        """One slice for each value of the dimension."""
        values = INDICATORS[self.indicator].values_of(self.dimension)
        return tuple(slice_of(self.indicator, {self.dimension: value}) for value in values)


@dataclass(frozen=True, slots=True)
class Course:
    """一段走势 — figures month by month, all of one unit."""

    key: str
    title: str
    series: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """总览 — all that the page shows; `compared` are the figures of organs side by side.

    Organs with fewer than `minimum_cases` behind a figure are shown and not ranked by it.
    """

    groups: tuple[Group, ...]
    breakdowns: tuple[Breakdown, ...]
    courses: tuple[Course, ...]
    compared: tuple[Slice, ...]
    minimum_cases: int

    def slices(self, *, office: bool) -> Iterator[Slice]:
        """Yield every figure that is told for the whole, with those that only the office sees or without."""
        for group in self.groups:
            yield from group.figures if office or not group.office else ()
        for breakdown in self.breakdowns:
            yield from (breakdown.whole, *breakdown.parts)


@cache
def overview() -> Overview:
    """Return what the overview shows."""
    data = tomllib.loads((files("gongkai.rules") / "overview.toml").read_text("utf-8"))
    return Overview(
        groups=tuple(
            Group(row["key"], row["title"], _slices(row["figures"]), row.get("office", False))
            for row in data["groups"]
        ),
        breakdowns=tuple(Breakdown(**row) for row in data["breakdowns"]),
        courses=tuple(Course(row["key"], row["title"], _slices(row["series"])) for row in data["courses"]),
        compared=_slices(data["compared"]["figures"]),
        minimum_cases=data["minimum_cases"],
    )


def _slices(written: list[str]) -> tuple[Slice, ...]:
    return tuple(parsed(one) for one in written)
