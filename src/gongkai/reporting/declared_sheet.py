"""填报表 — what an organ is asked to declare for a year, with what it has declared and what it said a year before."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from gongkai.agencies.models import Agency
from gongkai.reporting.declared import current
from gongkai.reporting.models import DeclaredFigure
from gongkai.rules.indicators import ALWAYS, INDICATORS, Indicator, Origin, name_of
from gongkai.rules.report_deadlines import report_deadline
from gongkai.rules.report_forms import form_of
from gongkai.rules.report_prose import unusual
from gongkai.rules.slices import Slice, parsed, slice_of

FIRST_YEAR = 2008
_PLAIN = str.maketrans("０１２３４５６７８９．－，　\u00a0 ", "0123456789.-,,,,")
_SET_APART = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?|-?\d{1,4}(,\d{4})+(\.\d*)?")
"""Thousands, or ten thousands; digits with a comma elsewhere are left as they are, and are no number."""


@dataclass(frozen=True, slots=True)
class Line:
    """一行 — a slice to declare: what stands there now, what was said for the year before, whether it is asked for."""

    slice: Slice
    asked: bool
    now: DeclaredFigure | None
    before: Decimal | None

    @property
    def indicator(self) -> Indicator:
        """The indicator that it is a slice of."""
        return INDICATORS[self.slice.indicator]

    @property
    def name(self) -> str:
        """Its Chinese name."""
        return name_of(self.slice)

    @property
    def unusual(self) -> bool:
        """Whether it differs so much from the year before that somebody should look at it."""
        if self.now is None or self.before is None:
            return False
        return unusual(self.now.value, self.before)


@cache
def asked_in(year: int) -> tuple[Slice, ...]:
    """Return what every organ is asked to declare for a year: what its form shows and events cannot tell."""
    shown = [cell.shows for cell in form_of(year).cells() if cell.shows] if year >= FIRST_YEAR else []
    always = [Slice(indicator.key) for indicator in INDICATORS.values() if indicator.asked]
    return tuple(dict.fromkeys(one for one in [*shown, *always] if _declared(one)))


@cache
def possible() -> tuple[Slice, ...]:
    """Return every slice that can be declared: each declared indicator, and each value of its own dimensions."""
    found = []
    for indicator in INDICATORS.values():
        if indicator.origin is Origin.DECLARED:
            found.append(Slice(indicator.key))
            for name in indicator.dimensions:
                values = () if name in ALWAYS else indicator.values_of(name)
                found += [slice_of(indicator.key, {name: value}) for value in values]
    return tuple(found)


def sheet(agency: Agency, year: int) -> list[Line]:
    """Return the lines of an organ's year: what is asked for in the order of the form, then all else."""
    told = _told([agency.pk], [year, year - 1])
    asked = asked_in(year)
    return [
        Line(
            one, one in asked, told.get((agency.pk, year, one)), _value(told.get((agency.pk, year - 1, one)))
        )
        for one in dict.fromkeys([*asked, *possible()])
    ]


def missing_at(organs: Sequence[int], year: int) -> Mapping[int, list[Slice]]:
    """Return for each organ what it is asked for and has not declared for a year."""
    told = _told(organs, [year])
    return {organ: [one for one in asked_in(year) if (organ, year, one) not in told] for organ in organs}


def _told(organs: Sequence[int], years: Iterable[int]) -> Mapping[tuple[int, int, Slice], DeclaredFigure]:
    rows = current().filter(agency_id__in=organs, year__in=years, month=0)
    people = rows.select_related("declared_by", "confirmed_by")
    return {(row.agency_id, row.year, parsed(row.slice)): row for row in people}


def _value(figure: DeclaredFigure | None) -> Decimal | None:
    return figure.value if figure else None


def _declared(one: Slice) -> bool:
    return INDICATORS[one.indicator].origin is Origin.DECLARED


def plain_digits(words: str) -> str:
    """Return a number as programs write it: full-width digits made plain, what sets thousands apart left out."""
    plain = words.strip().translate(_PLAIN)
    return plain.replace(",", "") if _SET_APART.fullmatch(plain) else plain


def year_to_declare(today: date) -> int:
    """Return the year for which figures are declared these days: the last one until the reports are out in March."""
    return today.year - 1 if today <= report_deadline(today.year - 1, government=True).day else today.year


@dataclass(frozen=True, slots=True)
class Counts:
    """填报情况 — how many of the figures that an organ is asked for are declared, confirmed, missing."""

    agency: Agency
    asked: int
    declared: int
    confirmed: int

    @property
    def missing(self) -> int:
        """How many are asked for and not declared."""
        return self.asked - self.declared


def counts_of(organs: Sequence[Agency], year: int) -> list[Counts]:
    """Return how far each organ is with a year, by one query for all."""
    asked = asked_in(year)
    told = _told([organ.pk for organ in organs], [year])
    found = []
    for organ in organs:
        rows = [told[organ.pk, year, one] for one in asked if (organ.pk, year, one) in told]
        confirmed = sum(1 for row in rows if row.confirmed_at)
        found.append(Counts(organ, len(asked), len(rows), confirmed))
    return found
