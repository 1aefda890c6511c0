"""单位混用的分项 — parts told in several units for the same things: 共196条，其中报告1条、公告3个、文件180件、计划12份."""

from collections import Counter
from collections.abc import Iterator, Sequence

from gongkai.auditing.mentions import Mention, Said
from gongkai.auditing.relations_tails import Listing, Tail

PIECES = frozenset({"条", "件", "个", "份", "篇", "封", "期", "则", "宗", "条次", "件次"})
"""Units of single things that are published, sent or handled."""
_FEWEST = 3


def mixed_unit(tail: Tail) -> str:
    """Return the unit that most parts of a list in several units have; "" for a list in one, or not of single things."""
    if len(tail.segments) > 1 or len(tail.segments[0]) < _FEWEST:
        return ""
    units = Counter(part.unit for part in tail.segments[0])
    return units.most_common(1)[0][0] if len(units) > 1 and set(units) <= PIECES else ""


def mixed_listings(said: Said, totals: Sequence[Mention], tail: Tail) -> Iterator[Listing]:
    """Yield such a list with its total where both can be meant to be the same: parts may be left out of it."""
    parts = [part for segment in tail.segments for part in segment]
    summed = sum(part.value for part in parts)
    if totals and totals[0].value <= 2 * summed <= 3 * totals[0].value:
        yield Listing(said, tuple(totals), (parts,), excerpt=True, overlapping=True, explicit=True)
