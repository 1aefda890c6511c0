"""增减数核算 — differences, multiples and points between two numbers that are told."""

import re
from decimal import Decimal

from gongkai.auditing.arithmetic import (
    Interval,
    bare,
    exactness,
    finding,
    percentage_severity,
    plain,
    printed,
    rounded,
    shown,
    unscaled,
)
from gongkai.auditing.growth_far import YearlyFigures
from gongkai.auditing.growth_pairs import ONLY_A_YEAR, pair_of
from gongkai.auditing.growth_said import came_out
from gongkai.auditing.mentions import Mention, Role, Said, counts, moves
from gongkai.auditing.model import UNTRIED, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose

_YEAR = re.compile(r"(\d{4})年")
_MULTIPLE = re.compile(r"(?:是|为|达|达到|相当于)(?:上年度?|去年|上一年|\d{4}年)[^，;]*的$")


def check_difference(prose: Prose, said: Said, difference: Mention, told: YearlyFigures) -> Tried:
    """Check by how much something changed against its two numbers, be the earlier one told elsewhere."""
    pair = pair_of(said, difference) or _told_behind(said, difference) or told.pair(said, difference)
    if pair is None or any(m.numeral.approximate or m.unit != difference.unit for m in pair):
        return UNTRIED
    now, before = pair
    came = now.value - before.value
    slack = sum((exactness(m) for m in (now, before, difference)), Decimal(0))
    off = abs(came - difference.value * moves(difference))
    if off == 0:
        return Tried(1)
    severity = Severity.ROUNDING if off <= slack else Severity.ERROR
    right = shown(prose, difference, abs(came))
    sum_shown = f"{bare(prose, now)} － {bare(prose, before)} ＝ {unscaled(prose, now, came)}"
    why = came_out(sum_shown, printed(prose, difference), right)
    found = finding(
        prose, FindingKind.GROWTH, severity, (now, before, difference), printed(prose, difference), right, why
    )
    return Tried(1, (found,))


def _told_behind(said: Said, difference: Mention) -> tuple[Mention, Mention] | None:
    """比2017年增加28件（2017年为115件）, 比上年增加9期，上年为29期: the base stands behind the difference."""
    earlier = [
        m for m in counts(said.mentions[: difference.index]) if m.clause.group == difference.clause.group
    ]
    behind = said.mentions[difference.index + 1 :][:1]
    if not earlier or not behind:
        return None
    base = behind[0]
    beside = base.clause.group == difference.clause.group and base.clause.before == "，"
    if base.clause.group != difference.numeral.end and not (beside and ONLY_A_YEAR.fullmatch(base.left)):
        return None
    told = base.earlier or (
        _YEAR.findall(base.left) and _YEAR.findall(base.left)[-1:] == _YEAR.findall(difference.left)[-1:]
    )
    return (earlier[-1], base) if told else None


def check_times(prose: Prose, said: Said, times: Mention) -> Tried:
    """Check how many times a number is another, or by how many times it grew."""
    grown = moves(times) > 0
    if not grown and not _MULTIPLE.search(said.text[: times.start - said.sentence.start]):
        return UNTRIED
    pair = pair_of(said, times) if grown else _multiplied(said, times)
    if (
        pair is None
        or any(m.numeral.approximate for m in pair)
        or pair[0].unit != pair[1].unit
        or not pair[1].value
    ):
        return UNTRIED
    now, before = pair
    multiple = now.value / before.value - (1 if grown else 0)
    severity = percentage_severity(times.value, times.numeral.step, Interval(multiple, multiple))
    if severity is None:
        return Tried(1)
    if abs(multiple - times.value) >= times.numeral.step:
        severity = Severity.ERROR
    right = rounded(multiple, times.numeral.step).rstrip("%") + "倍"
    less = " － 1" if grown else ""
    ratio_shown = (
        f"{bare(prose, now)} ÷ {bare(prose, before)}{less} ＝ {plain(multiple.quantize(Decimal('0.0001')))}"
    )
    why = came_out(ratio_shown, printed(prose, times), right)
    found = finding(
        prose, FindingKind.GROWTH, severity, (now, before, times), printed(prose, times), right, why
    )
    return Tried(1, (found,))


def _multiplied(said: Said, times: Mention) -> tuple[Mention, Mention] | None:
    """875条，是2016年350条的2.5倍: the number in front of 的 is the base, the one before it what is multiplied."""
    if (pair := pair_of(said, times)) is not None:
        return pair
    behind = said.mentions[times.index + 1 : times.index + 2]
    if behind and behind[0].earlier and behind[0].clause.group == times.numeral.end:
        now = [m for m in said.mentions[: times.index] if m.clause.group == times.clause.group][-1:]
        return (now[0], behind[0]) if now and now[0].role is Role.COUNT and not now[0].earlier else None
    both = said.mentions[max(0, times.index - 2) : times.index]
    beside = len(both) == 2 and both[1].clause is times.clause and both[0].clause is not times.clause
    counted = beside and all(m.role is Role.COUNT and m.clause.group < 0 for m in both)
    told = counted and both[1].right == "的" and not both[0].earlier and _YEAR.search(both[1].left)
    return (both[0], both[1]) if told else None


def check_points(prose: Prose, said: Said, points: Mention) -> Tried:
    """Check by how many points one percentage is above or below another."""
    pair = pair_of(said, points)
    if pair is None or any(m.unit != "%" or m.numeral.approximate for m in pair) or not moves(points):
        return UNTRIED
    now, before = pair
    came = (now.value - before.value) * moves(points)
    step = max(points.numeral.step, now.numeral.step, before.numeral.step)
    off = abs(came - points.value)
    if off == 0:
        return Tried(1)
    severity = Severity.ROUNDING if off <= step and step < 1 else Severity.ERROR
    right = plain(came) + "个百分点"
    sum_shown = f"{bare(prose, now)} － {bare(prose, before)} ＝ {plain(now.value - before.value)}"
    why = came_out(sum_shown, printed(prose, points), right)
    found = finding(
        prose, FindingKind.GROWTH, severity, (now, before, points), printed(prose, points), right, why
    )
    return Tried(1, (found,))
