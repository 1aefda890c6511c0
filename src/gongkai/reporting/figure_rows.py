"""打开一个数 — what a figure is, what stands behind it, and its rows for those who may see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for, subtree_ids
from gongkai.core.measures import Period
from gongkai.reporting import figures, policies
from gongkai.reporting.row_kinds import KINDS, RowKind
from gongkai.rules.indicators import INDICATORS, Indicator, unknown_in
from gongkai.rules.slices import Slice, parsed
from gongkai.ui.wording import named


@dataclass(frozen=True, slots=True)
class Asked:
    """所问的数 — which slice, of which organ (with those below it or not), in which period."""

    slice: Slice
    agency: Agency
    period: Period
    below: bool

    @property
    def organs(self) -> list[int]:
        return subtree_ids(self.agency) if self.below else [self.agency.pk]

    @property
    def indicator(self) -> Indicator:
        return INDICATORS[self.slice.indicator]

    @property
    def name(self) -> str:
        return named(self.slice)


@dataclass(frozen=True, slots=True)
class Opened:
    """打开的数 — the number, the parts that it is worked out from, and its rows: how they are listed, which are seen."""

    asked: Asked
    number: Decimal | None
    parts: tuple[tuple[Slice, str, Decimal | None], ...]
    kind: RowKind
    rows: QuerySet[Any]
    hidden: int

    def listed(self, rows: Any) -> Iterator[tuple[str, list[str]]]:
        """Yield address and cells of rows."""
        return ((self.kind.address_of(row), self.kind.cells(row)) for row in rows)


def asked_in(query: QueryDict, actor: Actor) -> Asked:
    """Return what an address asks for; raises Http404 for what is not there or not for the actor."""
    try:
        wanted = parsed(query.get("figure", ""))
        period = _period(query)
    except (ValueError, OverflowError):
        raise Http404 from None
    if unknown_in(wanted):
        raise Http404
    agency = agencies_for(actor, policies.SEE_REPORTS).filter(code=query.get("organ", "")).first()
    if agency is None:
        raise Http404
    return Asked(wanted, agency, period, query.get("below") == "1")


def opened(asked: Asked, actor: Actor) -> Opened:
    """Return a figure with its parts and those of its rows that an actor may see; how many others there are."""
    organs = asked.organs
    parts = figures.parts(asked.slice)
    found = figures.values([asked.slice, *parts], asked.period, organs)
    rows = figures.rows(asked.slice, asked.period, organs)
    kind = KINDS[rows.model]
    seen = kind.seen(rows, actor)
    if kind.related:
        seen = seen.select_related(*kind.related)
    told = tuple((part, named(part), found[part]) for part in parts)
    return Opened(asked, found[asked.slice], told, kind, seen, rows.count() - seen.count())


def _period(query: QueryDict) -> Period:
    if query.get("since"):
        first, last = (query.get(name, "") for name in ("since", "until"))
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
        if period.first > period.last:
            raise ValueError(period)
        return period
    return Period.of_year(int(query.get("year", "")))
