"""未说明的总数 — shares of one whole that the text does not tell: all of them must be shares of the same number."""

import re
from collections.abc import Sequence
from decimal import Decimal

from gongkai.auditing.arithmetic import (
    HUNDRED,
    Interval,
    bare,
    exactness,
    finding,
    plain,
    printed,
    rounded,
    shown,
)
from gongkai.auditing.labels import TOTAL_WORD, cleaned, disjoint
from gongkai.auditing.mentions import Mention
from gongkai.auditing.model import UNTRIED, Finding, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose
from gongkai.auditing.shares_fit import Pair
from gongkai.rules.phrases import phrase

_ENOUGH = 4
# What is viewed from another side may be only some of it.
_VIEWED = re.compile(r"看[，:]|[按从]\S*[分类]")
# Shares that nearly come to 100 % are all of them; so many of all, or of some, tell their whole.
_NEARLY, _FEW, _SOME = Decimal(2), 2, 3
# How narrow the whole must be known, and how far off its own whole a share must be to be called wrong.
_NARROW, _FAR = Decimal("0.05"), Decimal("0.1")


def check_untold(prose: Prose, pairs: Sequence[Pair]) -> Tried:
    """Check shares of a whole that is not told against each other: all but one of four or more must agree on it."""
    telling = [pair for pair in pairs if pair[0].value and pair[1].value > pair[1].numeral.step]
    if len(telling) < _ENOUGH or not disjoint([cleaned(part.left) for part, _ in telling]):
        return UNTRIED
    if (whole := _common(telling)) is not None:
        return Tried(len(telling)) if _is_narrow(whole) else UNTRIED
    outsiders = [pair for pair in telling if _certain([one for one in telling if one is not pair], pair)]
    if len(outsiders) != 1:
        return UNTRIED
    rest = _common([one for one in telling if one is not outsiders[0]])
    return Tried(len(telling), (_finding(prose, *outsiders[0], rest),)) if rest is not None else UNTRIED


def check_whole(prose: Prose, pairs: Sequence[Pair], before: Sequence[Mention]) -> Tried | None:
    """Check the total right before shares that agree on another number, which nothing nearby is: 39条，其中2条，占4%，…

    None where it is not certain that they are shares of it.
    """
    telling = [pair for pair in pairs if pair[0].value and pair[1].value > pair[1].numeral.step]
    complete = abs(sum((share.value for _, share in pairs), Decimal(0)) - HUNDRED) <= _NEARLY
    if len(telling) < (_FEW if complete else _SOME) or not before:
        return None
    whole, total = _common(telling), before[-1]
    labels = [cleaned(part.left) for part, _ in telling]
    if whole is None or not _is_narrow(whole) or not disjoint(labels):
        return None
    off = total.value > whole.high * (1 + _FAR) or total.value < whole.low * (1 - _FAR)
    others = any(whole.low - 1 <= m.value <= whole.high + 1 for m in before)
    if not off or others or total.numeral.approximate or not _leads(prose, total, telling[0][0], complete):
        return None
    return Tried(1, (_wrong_whole(prose, total, pairs, whole),))


def _leads(prose: Prose, total: Mention, first: Mention, complete: bool) -> bool:
    """Whether a number is a total whose parts follow: 共…39条。其中, or at least all of it is divided."""
    between = prose.text[total.numeral.end : first.start]
    led = "其中" in between or (complete and not _VIEWED.search(between))
    return bool(TOTAL_WORD.search(total.left)) and led and "\n" not in between


def _wrong_whole(prose: Prose, total: Mention, pairs: Sequence[Pair], whole: Interval) -> Finding:
    summed = sum((part.value for part, _ in pairs), Decimal(0))
    middle = ((whole.low + whole.high) / 2).quantize(Decimal(1))
    right = shown(prose, total, summed if whole.low <= summed <= whole.high else middle)
    why = phrase(
        "其后各项的数与占比都是约 %(whole)s 的，所述总数为 %(stated)s。请核对总数。",
        whole=right,
        stated=printed(prose, total),
    )
    return finding(prose, FindingKind.SHARE, Severity.ERROR, (total,), printed(prose, total), right, why)


def _certain(others: Sequence[Pair], pair: Pair) -> bool:
    whole, own = _common(others), _whole_of(pair)
    if whole is None or not _is_narrow(whole):
        return False
    return own.low > whole.high * (1 + _FAR) or own.high < whole.low * (1 - _FAR)


def _whole_of(pair: Pair) -> Interval:
    """Between what the whole lies of which the part is this share."""
    part, share = pair
    half = share.numeral.step / 2
    low = (part.value - exactness(part)) / (share.value + half) * HUNDRED
    return Interval(low, (part.value + exactness(part)) / (share.value - half) * HUNDRED)


def _common(pairs: Sequence[Pair]) -> Interval | None:
    wholes = [_whole_of(pair) for pair in pairs]
    low, high = max(one.low for one in wholes), min(one.high for one in wholes)
    return Interval(low, high) if low <= high else None


def _is_narrow(whole: Interval) -> bool:
    return whole.high - whole.low <= whole.low * _NARROW


def _finding(prose: Prose, part: Mention, share: Mention, whole: Interval) -> Finding:
    middle = (whole.low + whole.high) / 2
    right = rounded(part.value / middle * HUNDRED, share.numeral.step)
    why = phrase(
        "其他各项的数与占比对应的总数约为 %(whole)s，%(part)s 应占约 %(right)s，所述为 %(stated)s。请核对两数。",
        whole=plain(middle.quantize(Decimal(1))),
        part=bare(prose, part),
        right=right,
        stated=printed(prose, share),
    )
    return finding(prose, FindingKind.SHARE, Severity.ERROR, (part, share), printed(prose, share), right, why)
