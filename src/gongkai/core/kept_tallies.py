"""留用的计数 — groups of rows that were counted before, told again while nothing was said of what they count.

How they are asked for is kept longer than what was answered: the words change with what counts as a workday only.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from gongkai.core.measures import Measure, Organs, Period
from gongkai.core.standing import Follower, Standing
from gongkai.core.tallies import Grouping, Question, Tally, questions

_MOST_KEPT = 256
"""Counts that one process keeps: those of a few overviews."""
_CALENDAR = ("agencies",)
"""The room of whose things the ledger says something when another day becomes a workday."""
_Asked = tuple[tuple[Measure, ...], Period, tuple[int, ...] | None, Grouping]

_kept: OrderedDict[_Asked, tuple[object, list[Tally]]] = OrderedDict()
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
        at = [self._at.of(measure.rooms) for measure in measures]
        with _turning:
            known, told = _kept.get(asked, (None, []))
            if known == at:
                _kept.move_to_end(asked)
                return told
        told = [
            tally for question in _in_words(self._at.of(_CALENDAR), asked) for tally in question.tallies()
        ]
        with _turning:
            _kept[asked] = at, told
            _kept.move_to_end(asked)
            if len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        return told


@lru_cache(maxsize=_MOST_KEPT)
def _in_words(_calendar: object, asked: _Asked) -> tuple[Question, ...]:
    return tuple(questions(*asked))


def forget(room: str = "") -> None:
    """Drop what is kept of a room, or of all, as if something had changed there; for measuring."""
    with _turning:
        for asked in list(_kept):
            if not room or any(room in (measure.rooms or (room,)) for measure in asked[0]):
                del _kept[asked]
