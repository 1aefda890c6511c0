"""法定主动公开内容的汇总 — the same column counted over all organs, as the tree in which the law lists them."""

from dataclasses import dataclass, field
from functools import cache

from django.db.models import Count, Max, Min, Sum

from gongkai.agencies.models import AgencyStatus
from gongkai.catalogue.models import Column, ColumnAudience, ColumnStatus
from gongkai.home.figures import column_search
from gongkai.rules.catalogue import Section, structure


@dataclass
class Item:
    """公开事项 — a column that organs share: how many documents, at how many organs, and what is below it."""

    code: str
    name: str
    basis: str
    under: str
    own: int
    organs: int
    items: list["Item"] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Documents in it and in everything below it."""
        return self.own + sum(item.count for item in self.items)

    @property
    def address(self) -> str:
        """The search that lists them."""
        return column_search(self.code)


def items() -> list[Item]:
    """Return the statutory columns of all organs in use, merged by their code, in one query."""
    rows = (
        Column.objects.filter(
            section=Section.STATUTORY,
            status=ColumnStatus.ACTIVE,
            audience=ColumnAudience.PUBLIC,
            agency__status=AgencyStatus.ACTIVE,
        )
        .order_by()
        .values("code")
        .annotate(
            name=Min("name"),
            basis=Max("basis"),
            under=Max("parent__code"),
            own=Sum("published_count"),
            organs=Count("agency_id", distinct=True),
            place=Min("position"),
        )
        .order_by("place", "code")
    )
    found = {
        row["code"]: Item(
            row["code"], row["name"], row["basis"], row["under"] or "", row["own"], row["organs"]
        )
        for row in rows
    }
    top: list[Item] = []
    order = _order()
    for item in sorted(found.values(), key=lambda item: order.get(item.code, len(order))):
        above = found.get(item.under)
        (above.items if above else top).append(item)
    return [
        below
        for item in top
        for below in (item.items if item.code == Section.STATUTORY else [item]) or [item]
    ]


@cache
def _order() -> dict[str, int]:
    """The order of the law: governments and departments first, then townships, then other organs."""
    codes: dict[str, int] = {}
    for kind in ("government", "township", "organisation"):
        for spec in structure(kind).walk():
            codes.setdefault(spec.code, len(codes))
    return codes
