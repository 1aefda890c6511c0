"""去向划分 — what came in, told a sentence before, by what became of it: answered at once or passed on, filed or not.

Nothing ties the two but their sense: parts that exceed the total are said to only where one slip of the pen explains it.
"""

import re
from collections.abc import Iterator, Sequence

from gongkai.auditing.labels import cleaned
from gongkai.auditing.mentions import Mention, Said, counts
from gongkai.auditing.relations_tails import AMONG, Listing, alike, tail_from

_CAME_IN = re.compile(r"收到|接到|受理|共办理|共处理|提交|征集到")
_FILED = re.compile(r"(?<!不予)(?<!未予)(?<!未)立案")
_MERGED, _ADVICE, _NOT_FILED = (
    re.compile(r"并案"),
    re.compile(r"意见|来信|参考"),
    re.compile(r"[不未]予?立案"),
)
_AT_ONCE = re.compile(r"直办|直接[答办]|当场[答办]|即时[答办]|在线[答办]|自行[处办]")
_PASSED_ON = re.compile(r"转办|转派|派单|交办|交由|派发|流转")
_DIVISIONS = (
    (_FILED, _MERGED, _ADVICE, _NOT_FILED), (_FILED, _MERGED, _ADVICE), (_FILED, _MERGED, _NOT_FILED),
    (_FILED, _ADVICE), (_FILED, _NOT_FILED), (_AT_ONCE, _PASSED_ON), (_PASSED_ON, _AT_ONCE),
)  # fmt: skip
_HANDLES = re.compile(r"立案|直办|直接[答办]|当场[答办]|即时[答办]|在线[答办]|自行[处办]|分类:")
_CLASSES = re.compile(r"^[\u4e00-\u9fff]{2,4}分类$")
_CARRIED = re.compile(r"结转|转结|遗留|上年")
_REACH, _MOST_SENTENCES = 12, 3


def handled_listings(said: Sequence[Said]) -> Iterator[Listing]:
    """Yield what came in with what became of it, or with its kinds (工单分类：…), each in sentences of their own."""
    for number, one in enumerate(said):
        parts = _parts(one) if _HANDLES.search(one.text) else []
        if not parts or _CARRIED.search(one.text):
            continue
        near = [other for other in said[max(0, number - _MOST_SENTENCES) : number] if _is_near(other, one)]
        if any(_CARRIED.search(other.text) for other in near):
            continue
        before = [m for other in near for m in counts(other.mentions) if alike(m.unit, parts[0].unit)]
        inside = [
            m for m in counts(one.mentions) if m.start < parts[0].start and alike(m.unit, parts[0].unit)
        ]
        total = _total([*before, *inside][-_REACH:], parts)
        if total is not None and not (sum(m.value for m in parts) < total.value and _goes_on(one, parts)):
            yield Listing(one, (total,), (parts,), firm=True)


def _goes_on(said: Said, parts: Sequence[Mention]) -> bool:
    """Whether other numbers follow that may be parts too: 直接答复600件，转办280件，无效20件."""
    return any(m.start > parts[-1].start and m.unit == parts[-1].unit for m in counts(said.mentions))


def _is_near(before: Said, one: Said) -> bool:
    return one.sentence.paragraph - before.sentence.paragraph <= 1


def _parts(said: Said) -> list[Mention]:
    """The numbers that divide what came in: as many side by side as one of the known divisions has, and no more."""
    if said.clauses and _CLASSES.match(said.clauses[0].words) and len(said.clauses) > 1:
        segments = tail_from(said, said.clauses[1].start, -1).segments
        return segments[0] if len(segments) == 1 and len(segments[0]) > 2 else []
    told = [m for m in counts(said.mentions) if m.clause.group < 0]
    for division in _DIVISIONS:
        for start in range(len(told) - len(division) + 1):
            run = told[start : start + len(division)]
            rest = [cleaned(m.left) for m in told[start + len(division) :]]
            fits = all(kind.search(part.left) for kind, part in zip(division, run, strict=True))
            if fits and not any(kind.search(label) for kind in division for label in rest):
                return run if AMONG.search(said.text) is None else []
    return []


def _total(before: Sequence[Mention], parts: Sequence[Mention]) -> Mention | None:
    """What came in: the number that the parts come to, or but for one digit, where nothing else is as likely."""
    units = {part.unit for part in parts}
    summed = sum(part.value for part in parts)
    if len(units) > 1 or not summed or any(m.numeral.approximate for m in (*before, *parts)):
        return None
    came = [m for m in before if _CAME_IN.search(m.left) and not m.earlier]
    if not came:
        return None
    if same := [m for m in before if m.value == summed]:
        return same[-1] if same[-1] in came else None
    total, largest = came[-1], max(part.value for part in parts)
    # What stands between divides the total another way, or the parts may be parts of it.
    between = sum(m.value for m in before[before.index(total) + 1 :])
    slip = f"{abs(total.value - summed):f}".strip("0")
    return total if total.value >= largest and between in (0, total.value) and len(slip) == 1 else None
