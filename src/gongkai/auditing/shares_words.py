"""几分之几 — shares told as fractions in words (占四分之一, 占一半, 占三成) against the part and the whole that they are of.

Such words are seldom meant to the point. One is wrong only where it is far off and another simple fraction is nearer.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from gongkai.auditing.arithmetic import HUNDRED, bare, exactness, finding, plain
from gongkai.auditing.mentions import Mention, Said, counts
from gongkai.auditing.model import UNTRIED, FindingKind, Severity, Span, Tried
from gongkai.auditing.prose import Prose
from gongkai.auditing.relations_tails import alike
from gongkai.auditing.shares_pairs import is_generic
from gongkai.rules.phrases import phrase

_DIGITS = {han: number for number, han in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_FRACTION = re.compile(
    r"占(?P<of>[^，;:()\d]{0,10}?)的?"
    r"(?P<told>(?P<below>[二三四五六七八九十])分之(?P<above>[一二两三四五六七八九])|一半|半数|(?P<tenths>[一二两三四五六七八九])成)"
    r"(?!以上|以下|以内|多|余|左右|上下|有余|强|弱|半|之多|[一二三四五六七八九十])"
)
_VAGUE = re.compile(r"[近约超逾过]|接近|大概|不到|不足|至少|几乎|多|少|差不多|成")
_BELOW = (2, 3, 4, 5)
_FAR, _HALF_TENTH, _TENTH, _PLACES = Decimal(4), Decimal(5), Decimal(10), Decimal("0.01")
_NEAR = 1


def check_fractions(prose: Prose, said: Sequence[Said]) -> Tried:
    """Check every fraction in words whose part and whole stand in front of it in its sentence."""
    return sum((_check(prose, one, match) for one in said for match in _FRACTION.finditer(one.text)), UNTRIED)


def _check(prose: Prose, said: Said, match: re.Match[str]) -> Tried:
    place = said.sentence.start + match.start()
    vague = _VAGUE.search(said.text[max(0, match.start() - 2) : match.start()] + match["of"])
    pair = _pair(said, place) if not vague and is_generic(match["of"]) else None
    if pair is None:
        return UNTRIED
    part, whole = pair
    exact, stated = part.value / whole.value * HUNDRED, _percent(match)
    if not (_is_off_tenths if match["tenths"] else _is_off)(exact, stated):
        return Tried(1)
    why = phrase(
        "%(arithmetic)s，与所述“%(stated)s”（%(percent)s）相差较大，请核对。",
        arithmetic=f"{bare(prose, part)} ÷ {bare(prose, whole)} ＝ {_shown(exact)}",
        stated=match["told"],
        percent=_shown(stated),
    )
    found = finding(
        prose, FindingKind.SHARE, Severity.ERROR, (whole, part), match["told"], _shown(exact), why
    )
    end = prose.span(place, said.sentence.start + match.end()).end
    return Tried(1, (replace(found, span=Span(found.span.start, end)),))


def _pair(said: Said, place: int) -> tuple[Mention, Mention] | None:
    """The last number before the words, and the only larger one of its unit before that."""
    clause = next((c for c in said.clauses if any(a <= place < b for a, b in c.runs)), None)
    earlier = [
        m for m in counts(said.mentions) if m.start < place and clause and m.clause.group == clause.group
    ]
    if clause is None or not earlier:
        return None
    part = earlier[-1]
    apart = [
        c for c in said.clauses if part.clause.start < c.start <= clause.start and c.group == clause.group
    ]
    wholes = [m for m in earlier[:-1] if alike(m.unit, part.unit) and m.value >= part.value]
    if len(apart) > _NEAR or len(wholes) != 1 or not part.unit:
        return None
    vague = any(m.numeral.approximate or exactness(m) for m in (part, wholes[0]))
    return None if vague or not wholes[0].value else (part, wholes[0])


def _percent(match: re.Match[str]) -> Decimal:
    if match["tenths"]:
        return Decimal(_DIGITS[match["tenths"]] * 10)
    if match["below"]:
        return Decimal(_DIGITS[match["above"]]) / _DIGITS[match["below"]] * HUNDRED
    return HUNDRED / 2


def _is_off(exact: Decimal, stated: Decimal) -> bool:
    off = abs(exact - stated)
    simple = chain.from_iterable(
        (Decimal(above) / below * HUNDRED for above in range(1, below)) for below in _BELOW
    )
    return off >= _FAR and min(abs(exact - one) for one in simple) < off


def _is_off_tenths(exact: Decimal, stated: Decimal) -> bool:
    """三成 is said of 25 % and of 39 %."""
    return not -_HALF_TENTH <= exact - stated < _TENTH


def _shown(percent: Decimal) -> str:
    return plain(percent.quantize(_PLACES)) + "%"
