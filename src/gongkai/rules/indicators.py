"""指标 — what is counted about disclosure: name, unit, legal basis, how it is broken down and how it is reckoned.

The indicators are data (``figures/``), in the order in which pages list them. What is counted from rows has its rows in
the room that owns them (`measures.py`); what rows cannot tell is declared by the organs; the rest is worked out from
others. A cell of a form, a figure of a report and a number on a page are slices (`rules.slices`) of these.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Citation, cite
from gongkai.rules.slices import Slice, parsed
from gongkai.rules.statutes import REPORT_FORM_2014, REPORT_FORM_2021


class Origin(StrEnum):
    """来源 — counted from what happened, declared by the organ, or worked out from other indicators."""

    EVENTS = "events"
    DECLARED = "declared"
    DERIVED = "derived"


ORIGIN_LABELS = {Origin.EVENTS: "系统取数", Origin.DECLARED: "机关填报", Origin.DERIVED: "由其他指标算出"}


class Reckoning(StrEnum):
    """算法 — how rows or other figures make the number.

    COUNT and SUM add up over organs, MEDIAN and PERCENTILE rank amounts, RATE divides two indicators (in percent),
    STATED is taken as it was declared and never added up.
    """

    COUNT = "count"
    SUM = "sum"
    MEDIAN = "median"
    PERCENTILE = "percentile"
    RATE = "rate"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Dimension:
    """维度 — a way to break a figure down, with the words of its values; none where they are rows of the database."""

    key: str
    name: str
    name_en: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """指标 — one thing counted: its key, Chinese and English names, unit, basis and the ways to break it down.

    `how` says in Chinese how it is reckoned. `standing` is what stands at the end of a period and is not added up over
    months; `asked` is declared every year by every organ, whatever the form of the year shows; `signed` may be negative.
    `values` names those of a dimension that occur here, all where it says nothing. A rate is `of` divided by `over`, a derived sum that of `parts`.
    """

    key: str
    name: str
    name_en: str
    unit: str
    citation: Citation
    dimensions: tuple[str, ...]
    origin: Origin
    reckoning: Reckoning
    how: str
    decimals: int = 0
    percent: int = 50
    standing: bool = False
    asked: bool = False
    signed: bool = False
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of: Slice | None = None
    over: Slice | None = None
    parts: tuple[Slice, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether the numbers of several organs make one by adding."""
        return self.reckoning in (Reckoning.COUNT, Reckoning.SUM)

    def values_of(self, dimension: str) -> tuple[str, ...]:
        """Return the values by which a dimension breaks this indicator down, () where they are rows of the database."""
        return self.values.get(dimension, tuple(DIMENSIONS[dimension].values))


_FILES = ("dimensions", "disclosure", "foi", "judged", "declared_2014", "declared_2019", "declared_other")
_STATUTES = {
    text.code: text for text in (REGULATIONS_2019, REGULATIONS_2007, REPORT_FORM_2014, REPORT_FORM_2021)
}
ALWAYS = ("organ", "organ_kind", "organ_level")
"""The dimensions that every indicator has: whose it is, by kind and level of the organ."""


def _read() -> Iterator[tuple[str, Mapping[str, Any]]]:
    folder = files("gongkai.rules") / "figures"
    for name in _FILES:
        data = tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
        for kind, rows in data.items():
            yield from ((kind, row) for row in rows)


def _citation(words: str) -> Citation:
    """Read "regulations-2019 50(2).1": text, article, paragraph, item."""
    code, _, place = words.partition(" ")
    head, _, item = place.partition(".")
    article, _, paragraph = head.rstrip(")").partition("(")
    numbers = [int(number) if number else None for number in (article, paragraph, item)]
    return cite(_STATUTES[code], *numbers)


def _indicator(row: Mapping[str, Any]) -> Indicator:
    values = dict(row)
    origin = Origin(values.pop("origin", "events"))
    default = "sum" if origin is Origin.DECLARED else "count"
    return Indicator(
        citation=_citation(values.pop("basis")),
        dimensions=(*ALWAYS, *values.pop("dimensions", ())),
        origin=origin,
        reckoning=Reckoning(values.pop("reckoning", default)),
        of=parsed(values.pop("of")) if "of" in values else None,
        over=parsed(values.pop("over")) if "over" in values else None,
        parts=tuple(parsed(part) for part in values.pop("parts", ())),
        how=values.pop("how", ""),
        values={name: tuple(found) for name, found in values.pop("values", {}).items()},
        **values,
    )


_ROWS = tuple(_read())
DIMENSIONS: Mapping[str, Dimension] = MappingProxyType(
    {row["key"]: Dimension(**row) for kind, row in _ROWS if kind == "dimensions"}
)
INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {row["key"]: _indicator(row) for kind, row in _ROWS if kind == "indicators"}
)


def unknown_in(wanted: Slice) -> str:
    """Return the first thing in a slice that is not declared: an indicator, a dimension, a value; "" for none."""
    indicator = INDICATORS.get(wanted.indicator)
    if indicator is None:
        return wanted.indicator
    for name, value in wanted.where:
        if name not in indicator.dimensions:
            return f"{indicator.key}[{name}]"
        if (known := indicator.values_of(name)) and value not in known:
            return f"{indicator.key}[{name}={value}]"
    return ""


def names_of(wanted: Slice) -> tuple[str, ...]:
    """Return the Chinese names of a slice: of its indicator, then of each value that is held."""
    held = (DIMENSIONS[name].values.get(value, value) for name, value in wanted.where)
    return (INDICATORS[wanted.indicator].name, *held)


def name_of(wanted: Slice) -> str:
    """Return the Chinese name of a slice, with a · between the indicator and each value."""
    return "·".join(names_of(wanted))
