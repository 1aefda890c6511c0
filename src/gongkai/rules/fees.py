"""信息处理费 — what an organ may charge for applications that are clearly too many or too large.

Source: 国办函〔2020〕109号 (in force from 2021-01-01): by the number of applications of one applicant in a calendar
month, or by the pages of one application; progressive, as tax is, and one of the two for one application.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from types import MappingProxyType


class FeeBasis(StrEnum):
    """计费标准 — by applications in a month, or by pages of one application."""

    ITEMS = "items"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Bracket:
    """收费档 — from the `first` to the `last` unit (None: without end) at `yuan` each."""

    first: int
    last: int | None
    yuan: int


UNITS = MappingProxyType({FeeBasis.ITEMS: "件", FeeBasis.PAGES: "页"})
_PAGE_BRACKETS = (Bracket(1, 30, 0), Bracket(31, 100, 10), Bracket(101, 200, 20), Bracket(201, None, 40))
_FIRST_ITEMS = (Bracket(1, 10, 0), Bracket(11, 30, 100))
ITEM_STEP, ITEM_RISE = 10, 100
MOST = 1_000_000
"""More applications or pages than anybody asks for: each step is a sentence, and there would be no end of them."""


@dataclass(frozen=True, slots=True)
class Fee:
    """应收费用 — in yuan, with the sentences that lead there."""

    yuan: int
    steps: tuple[str, ...]


def fee(basis: FeeBasis, number: int) -> Fee:
    """Return the fee for so many applications or pages; raises ValueError for less than none or more than MOST."""
    if number < 0:
        raise ValueError(f"数量不能是负数：{number}")
    if number > MOST:
        raise ValueError(f"数量不能超过{MOST}：{number}")
    unit = UNITS[basis]
    total, steps = 0, []
    for bracket in brackets(basis):
        if number < bracket.first:
            break
        last = number if bracket.last is None else min(number, bracket.last)
        units = last - bracket.first + 1
        total += units * bracket.yuan
        which = f"{bracket.first}至{last}" if units > 1 else f"{last}"
        steps.append(f"第{which}{unit}：{units}{unit}，每{unit}{bracket.yuan}元，计{units * bracket.yuan}元")
    return Fee(total, (*steps, f"合计{total}元"))


def brackets(basis: FeeBasis) -> Iterator[Bracket]:
    """Yield the brackets in their order, for applications without end: every ITEM_STEP more cost ITEM_RISE more."""
    if basis is FeeBasis.PAGES:
        yield from _PAGE_BRACKETS
        return
    yield from _FIRST_ITEMS
    for step in count(1):
        first = _FIRST_ITEMS[-1].last or 0
        yield Bracket(
            first + (step - 1) * ITEM_STEP + 1,
            first + step * ITEM_STEP,
            _FIRST_ITEMS[-1].yuan + step * ITEM_RISE,
        )
