"""平均数核算 — an average against its total and that by which it divides: 360人, 6期, 平均每期60人; 全年1200件, 月均100件.

Only what the text itself counts, or the months and quarters of a whole year, divide. How many days were meant, nobody
can tell.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from gongkai.auditing.arithmetic import (
    Interval,
    bare,
    exactness,
    finding,
    percentage_severity,
    plain,
    printed,
)
from gongkai.auditing.mentions import Mention, Role, Said
from gongkai.auditing.model import UNTRIED, Finding, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose
from gongkai.rules.phrases import phrase

_AVERAGE = re.compile(
    r"(?:平均每(?:个)?(?P<each>[\u4e00-\u9fff]{1,2}?)|每(?:个)?(?P<per>[\u4e00-\u9fff]{1,2}?)平均|(?P<of>[月季场期次件户篇人])均)"
    r"[\u4e00-\u9fff]{0,6}$"
)
_EACH_THING = re.compile(r"(?:平均每个|每个)(?P<name>[\u4e00-\u9fff]{2})[\u4e00-\u9fff]{0,6}$")
_NAME = 8
_OF_A_YEAR = {"月": Decimal(12), "季": Decimal(4), "季度": Decimal(4)}
_WHOLE_YEAR = re.compile(r"全年|本年|年度|\d{4}年")
_PART_OF_YEAR = re.compile(r"\d月|季度|上半年|下半年|以来|截[至止]|累计")
_PLACES = Decimal("0.0001")


def check_averages(prose: Prose, said: Sequence[Said]) -> Tried:
    """Check every average whose total and divisor stand in its sentence."""
    return sum(
        (_check(prose, one, mention) for one in said for mention in one.mentions if "均" in mention.left),
        UNTRIED,
    )


def _check(prose: Prose, said: Said, average: Mention) -> Tried:
    match = _AVERAGE.search(average.left)
    if match is None or average.numeral.approximate or not average.unit:
        return UNTRIED
    earlier = [m for m in said.mentions[: average.index] if m.role is Role.COUNT and not m.earlier]
    totals = [m for m in earlier if m.unit == average.unit]
    if (
        len(totals) > 1
        and "其中" in said.text[totals[0].start - said.sentence.start : totals[1].start - said.sentence.start]
    ):
        del totals[1:]
    totals = totals or [m for m in earlier if m.unit.removesuffix("次") == average.unit.removesuffix("次")]
    each = match["each"] or match["per"] or match["of"]
    told = said.text[: average.start - said.sentence.start]
    divisor = _divisor(said, told, earlier, each) or _thing(earlier, average)
    if len(totals) != 1 or divisor is None or totals[0].numeral.approximate or divisor[0] == 0:
        return UNTRIED
    total, slack = totals[0], exactness(totals[0])
    by, words = divisor
    exact = Interval((total.value - slack) / by, (total.value + slack) / by)
    severity = percentage_severity(average.value, average.numeral.step, exact)
    if severity is None:
        return Tried(1)
    # Cut off or rounded up is less than a step away.
    off = max(exact.low - average.value, average.value - exact.high)
    severity = Severity.ROUNDING if off < average.numeral.step else Severity.ERROR
    return Tried(1, (_finding(prose, total, average, by, words, severity),))


def _divisor(
    said: Said, told: str, earlier: list[Mention], each: str
) -> tuple[Decimal, list[Mention]] | None:
    if each in _OF_A_YEAR:
        whole = _WHOLE_YEAR.search(told) and not _PART_OF_YEAR.search(told)
        return (_OF_A_YEAR[each], []) if whole else None
    counted = [m for m in earlier if m.unit and each in (m.unit, m.unit.removesuffix("次"))]
    among = said.sentence.start + said.text.find("其中") if "其中" in said.text else said.sentence.end
    counted = [m for m in counted if m.start < among] or counted
    counted = [m for m in counted if not m.numeral.approximate]
    return (counted[0].value, counted) if len(counted) == 1 else None


def _thing(earlier: list[Mention], average: Mention) -> tuple[Decimal, list[Mention]] | None:
    """68个政府网站…，平均每个网站发布600条: what the average is of is named behind the only number of such things."""
    match = _EACH_THING.search(average.left)
    if match is None:
        return None
    counted = [
        m
        for m in earlier
        if m.unit == "个" and match["name"] in m.right[:_NAME] and not m.numeral.approximate
    ]
    return (counted[0].value, counted) if len(counted) == 1 else None


def _finding(
    prose: Prose, total: Mention, average: Mention, by: Decimal, words: list[Mention], severity: Severity
) -> Finding:
    value = total.value / by
    right = plain(value.quantize(average.numeral.step, ROUND_HALF_UP))
    why = phrase(
        "%(total)s ÷ %(by)s ＝ %(value)s，所述为 %(stated)s，应为 %(right)s。",
        total=bare(prose, total),
        by=plain(by),
        value=plain(value.quantize(_PLACES, ROUND_HALF_UP)),
        stated=printed(prose, average),
        right=right + average.unit,
    )
    mentions = (total, *words, average)
    return finding(
        prose, FindingKind.AVERAGE, severity, mentions, printed(prose, average), right + average.unit, why
    )
