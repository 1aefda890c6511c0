"""收支平衡 — received and carried over against handled and carried forward, where a passage states all four."""

import re
from collections.abc import Sequence
from decimal import Decimal

from gongkai.auditing.arithmetic import bare, finding, plain, shown
from gongkai.auditing.mentions import Mention, Said, counts
from gongkai.auditing.model import FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose

_CARRIED_IN = re.compile(r"(?:上一?年度?|去年|往年)(?:度)?(?:结转|转入|遗留|未办结)|结转(?:自)?上年|^结转$")
_CARRIED_ON = re.compile(r"结转(?:至|到|入)?(?:下|次|20\d\d|明)年?|转(?:至|到|入)?(?:下|次|明)年|结转下")
_DONE = re.compile(r"^(?:\S{0,12})(?:已?办结|答复|办理完毕|办理)(?:\S{0,8})$")
_RECEIVED = re.compile(r"(?:新收|收到|受理|接收|接到)")
_PARTIAL = re.compile(r"其中|按[时期]|网上|部分|电话|来信|当面|信函|邮")


def check_balances(prose: Prose, said: Sequence[Said]) -> Tried:
    """Check new + carried over = handled + carried forward, or, where the total includes it, total = the latter."""
    tried = Tried()
    for number, one in enumerate(said):
        following = said[number + 1] if number + 1 < len(said) else None
        run = list(counts(one.mentions))
        if following is not None and following.sentence.paragraph == one.sentence.paragraph:
            run += counts(following.mentions)
        if not any(_CARRIED_ON.search(m.left) for m in run) or not any(
            _RECEIVED.search(m.left) for m in one.mentions
        ):
            continue
        found = _found(run)
        if found is not None and any(m in one.mentions for m in found):
            tried += _check(prose, found)
            break
    return tried


def _found(run: list[Mention]) -> tuple[Mention, Mention, Mention, Mention] | None:
    new: list[Mention] = []
    carried: list[Mention] = []
    done: list[Mention] = []
    on: list[Mention] = []
    for mention in run:
        words = mention.left
        if _CARRIED_ON.search(words):
            on.append(mention)
        elif _CARRIED_IN.search(words):
            carried.append(mention)
        elif _PARTIAL.search(words):
            continue
        elif _RECEIVED.search(words):
            new.append(mention)
        elif _DONE.search(words):
            done.append(mention)
    if any(len(kind) != 1 for kind in (new, carried, done, on)):
        return None
    found = (new[0], carried[0], done[0], on[0])
    alike = len({m.unit for m in found}) == 1 and not any(m.numeral.approximate for m in found)
    return found if alike and new[0].start < done[0].start < on[0].start else None


def _check(prose: Prose, found: tuple[Mention, Mention, Mention, Mention]) -> Tried:
    new, carried, done, on = found
    left, right = new.value + carried.value, done.value + on.value
    if right in (left, new.value):
        return Tried(1)
    if carried.value == 0 and on.value == 0:
        return Tried()
    off: Decimal = abs(left - right)
    why = (
        f"新收 {bare(prose, new)} ＋ 上年结转 {bare(prose, carried)} ＝ {plain(left)}，"
        f"办结 {bare(prose, done)} ＋ 结转下年 {bare(prose, on)} ＝ {plain(right)}，相差 {plain(off)}。两边应当相等。"
    )
    stated, computed = shown(prose, new, left), shown(prose, new, right)
    return Tried(1, (finding(prose, FindingKind.SUM, Severity.ERROR, found, stated, computed, why),))
