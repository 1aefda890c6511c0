"""占比相合 — which number shares are shares of, by how many of them are right for it."""

from collections.abc import Sequence
from decimal import Decimal

from gongkai.auditing.arithmetic import exactness, percentage_severity, ratio
from gongkai.auditing.mentions import Mention
from gongkai.auditing.model import Severity

Pair = tuple[Mention, Mention]
"""所占与占比 — a part and its share."""
_TWO = 2
_CERTAIN = Decimal("0.6")
RARE = Decimal("0.05")
"""What is rarer than this is no chance."""


def best_of(candidates: Sequence[Mention], telling: Sequence[Pair]) -> Mention | None:
    """The number that at least two shares, and most of those that are not of nothing, are certainly shares of.

    None where several numbers do as well, unless all shares are right for the nearest: 5 % is of many a number.
    """
    if len(telling) < _TWO:
        return None
    scores = [(agreeing(one, telling), agreeing(one, telling, exactly=True)) for one in candidates]
    top = max(scores, default=(0, 0))
    if top[0] < _TWO or top[0] < len(telling) * _CERTAIN:
        return None
    best = [one for one, score in zip(candidates, scores, strict=True) if score == top]
    if top[1] == len(telling):
        return best[0]
    alone = len({one.value for one in best}) == 1
    return best[0] if alone and chance_of(best[0], telling, candidates) < RARE else None


def chance_of(whole: Mention, pairs: Sequence[Pair], candidates: Sequence[Mention]) -> Decimal:
    """How likely some number or other would agree with as many of these shares by chance."""
    chance = Decimal(len({one.value for one in candidates}))
    for stated in {share.value: (part, share) for part, share in pairs}.values():
        if stated[1].value and agreeing(whole, [stated]):
            chance *= min(stated[1].numeral.step / stated[1].value, Decimal(1))
    return chance


def agreeing(whole: Mention, pairs: Sequence[Pair], *, exactly: bool = False) -> int:
    """How many shares are right, or only cut off where that is enough."""
    if whole.value <= exactness(whole):
        return 0
    fine = (None,) if exactly else (None, Severity.ROUNDING)
    return sum(
        part.value <= whole.value
        and percentage_severity(share.value, share.numeral.step, ratio(part, whole)) in fine
        for part, share in pairs
    )
