"""留用的计数 — groups of rows that were counted before, told again while nothing was said of what they count.

Where only some organs' rows were said to have changed, those of these organs are counted, and the others told again.
How counts are asked for is kept longer than what was answered: the words change with what counts as a workday only.
"""

import threading
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from gongkai.core.measures import Measure, Organs, Period
from gongkai.core.standing import Follower, Standing, has_things_at_one_organ
from gongkai.core.tallies import Grouping, Question, Tally, questions

_MOST_KEPT = 256
"""Counts that one process keeps: those of a few overviews."""
_MOST_WORDED = 1024
"""Questions that one process keeps, those of single organs among them."""
_CALENDAR = "agencies"
"""The room of whose things the ledger says something when another day becomes a workday."""
_Asked = tuple[tuple[Measure, ...], Period, tuple[int, ...] | None, Grouping]
_Parts = Mapping[int | None, Sequence[Tally]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """留着的 — groups by whose rows they are, and when that was; what is told of them."""

    at: Standing
    parts: _Parts
    told: Sequence[Tally]


_kept: OrderedDict[_Asked, _Kept] = OrderedDict()
_turning = threading.Lock()
_follower = Follower()


def standing() -> Standing | None:
    """Return where the ledger stands, as this process knows it; None while it is empty."""
    return _follower.now()


class Keeping:
    """按现状计数 — counts as `tallies` does, and once only for as long as the ledger says nothing of what is counted.

    `at` is read before anything is counted.
    """

    def __init__(self, at: Standing) -> None:
        self._at = at

    def __call__(
        self, measures: Sequence[Measure], period: Period, organs: Organs, grouping: Grouping
    ) -> Iterable[Tally]:
        asked: _Asked = tuple(measures), period, None if organs is None else tuple(organs), grouping
        with _turning:
            known = _kept.get(asked)
        rooms = _rooms(measures)
        # Each organ's groups are kept by themselves where some change alone, and nothing else parts the rows.
        apart = organs is not None and not grouping.dimensions and has_things_at_one_organ(rooms)
        by = replace(grouping, by_organ=True) if apart else grouping
        changed = self._at.changed(known.at, rooms) if known else None
        if known is None or changed is None or (changed and not apart):
            parts = self._parts((asked[0], period, asked[2], by))
        elif here := changed.intersection(asked[2] or ()):
            counted = self._parts((asked[0], period, tuple(sorted(here)), by))
            parts = {**known.parts, **dict.fromkeys(here, ()), **counted}
        else:
            parts = known.parts
        if known is None or parts is not known.parts:
            told = list(chain.from_iterable(parts.values()))
            known = _Kept(self._at, parts, told if by == grouping else _of_all(told))
        with _turning:
            _kept[asked] = known
            _kept.move_to_end(asked)
            if len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        return known.told

    def _parts(self, asked: _Asked) -> _Parts:
        """Count the groups; those of no organ by itself are of None."""
        found: dict[int | None, list[Tally]] = defaultdict(list)
        for question in _in_words(self._at.of(_CALENDAR), asked):
            for tally in question.tallies():
                found[tally.organ].append(tally)
        return found


def _rooms(measures: Iterable[Measure]) -> Collection[str]:
    """Return the rooms of whose things measures tell; none where one of them may tell of any."""
    rooms = [measure.rooms for measure in measures]
    return frozenset(chain.from_iterable(rooms)) if all(rooms) else ()


def _of_all(told: Iterable[Tally]) -> list[Tally]:
    """Return groups of organs as those of all of them together, month by month where they are told so."""
    months: dict[date | None, list[Tally]] = defaultdict(list)
    for tally in told:
        months[tally.month].append(tally)
    return [_sum(month, each) for month, each in months.items()]


def _sum(month: date | None, told: Sequence[Tally]) -> Tally:
    amounts: Counter[Any] = Counter()
    for tally in told:
        amounts.update(tally.amounts)
    totals = [tally.total for tally in told if tally.total is not None]
    counts = tuple(map(sum, zip(*(tally.counts for tally in told), strict=True)))
    return Tally(None, month, {}, counts, amounts, sum(totals) if totals else None)


@lru_cache(maxsize=_MOST_WORDED)
def _in_words(_calendar: object, asked: _Asked) -> tuple[Question, ...]:
    return tuple(questions(*asked))


def forget() -> None:
    """Drop what is kept; for measuring."""
    with _turning:
        _kept.clear()
