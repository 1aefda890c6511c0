"""增减幅度核算 — how much something grew or fell against both of its numbers.

Both must be said next to each other: this year's and the earlier one, or this year's and the difference. A base of
zero has no growth. A percentage that fits the wrong base is a note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.auditing.arithmetic import (
    HUNDRED,
    Interval,
    bare,
    exactness,
    finding,
    percent,
    percentage_severity,
    plain,
    printed,
    rounded,
    shown,
    unscaled,
)
from gongkai.auditing.growth_far import YearlyFigures
from gongkai.auditing.growth_said import came_out, grew
from gongkai.auditing.labels import cleaned, core
from gongkai.auditing.mentions import Mention, Role, Said, counts, moves
from gongkai.auditing.model import Finding, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose

_YEAR = re.compile(r"(\d{4})年")
_COMPARES = re.compile(
    r"(?:比|较|同)(?P<base>[^，;]*?)(?:的|相比)?(?:增长|增加|上升|提高|提升|下降|减少|降低|多|少|增|减)\D{0,3}$"
)
_ONLY_COMPARES = re.compile(r"(?:与|比|较|同|和)\S*(?:相比|比较|比)$")
_NOT_ONE_STEP = re.compile(r"分别|年均|平均|累计|复合")
_ONLY_A_YEAR = re.compile(r"(?:上一?年|去年|20\d\d年)(?:度|同期)*(?:为|是|有)?$")
_LAST_YEAR = re.compile(
    r"^(?:上一?年度?|去年度?|上一年度|\d{4}年度?|上年同期|去年同期|同期|同比|环比)*(?:同期)?(?:的|相比)?$"
)
_FROM = re.compile(r"(?:由|从)[^，]*$")
_TO = re.compile(r"(?:增长|增加|上升|提高|提升|下降|减少|降低|增|降|升|减)(?:到|至|为)$|^(?:到|至)$")
_MULTIPLE = re.compile(r"(?:是|为|达|达到|相当于)(?:上年|去年|上一年|\d{4}年)[^，;]*的$")
_SAME = 2


@dataclass(frozen=True, slots=True)
class Change:
    """变化 — now and before, with how exactly each is printed, and the numbers that they were taken from."""

    now: Decimal
    before: Decimal
    slack_now: Decimal
    slack_before: Decimal
    mentions: tuple[Mention, ...]

    def growth(self) -> Interval:
        """Return between what the growth lies, in percent; the base is not near 0."""
        low = (self.now - self.slack_now) / (self.before + self.slack_before) - 1
        high = (self.now + self.slack_now) / (self.before - self.slack_before) - 1
        return Interval(low * HUNDRED, high * HUNDRED)


def check_growth(prose: Prose, said: Sequence[Said], year: int | None = None) -> Tried:
    """Check every growth, difference and multiple whose two numbers are certain; `year` is the report's."""
    tried, told = Tried(), YearlyFigures(said, year)
    for number, one in enumerate(said):
        last = (
            said[number - 1]
            if number and one.sentence.start - said[number - 1].sentence.end <= _SAME
            else None
        )
        for mention in one.mentions:
            if mention.numeral.approximate:
                continue
            if mention.role is Role.GROWTH and mention.unit == "%":
                tried += _check_percentage(prose, one, last, mention, told)
            elif mention.role is Role.CHANGE:
                tried += _check_difference(prose, one, mention, told)
            elif mention.role is Role.TIMES:
                tried += _check_times(prose, one, mention)
            elif mention.role is Role.POINTS:
                tried += _check_points(prose, one, mention)
    return tried


def _check_percentage(
    prose: Prose, said: Said, last: Said | None, growth: Mention, told: YearlyFigures
) -> Tried:
    if _NOT_ONE_STEP.search(growth.left):
        return Tried()
    change = (
        _by_difference(said, last, growth)
        or _by_both(said, growth)
        or _by_base_behind(said, growth)
        or _by_difference_behind(said, growth)
        or _by_far_base(said, growth, told)
    )
    if change is None or change.before <= change.slack_before:
        return Tried()
    exact = change.growth()
    stated = growth.value * moves(growth)
    severity = percentage_severity(stated, growth.numeral.step, exact)
    if severity is None:
        return Tried(1)
    if severity is Severity.ERROR and _wrong_base(change, growth):
        severity = Severity.NOTE
    return Tried(1, (_finding(prose, change, growth, severity),))


def _wrong_base(change: Change, growth: Mention) -> bool:
    if change.now <= change.slack_now:
        return False
    other = (change.now - change.before) / change.now * HUNDRED
    stated = growth.value * moves(growth)
    return percentage_severity(stated, growth.numeral.step, Interval(other, other)) is None


def _by_difference(said: Said, last: Said | None, growth: Mention) -> Change | None:
    """…142.80万元，比上年减少13.52万元，下降8.65%."""
    index = growth.index - 1
    if index < 0 or said.mentions[index].role is not Role.CHANGE or said.mentions[index].numeral.approximate:
        return None
    difference = said.mentions[index]
    if moves(difference) != moves(growth) or cleaned(growth.left.rstrip("%")) not in _bare_moves(growth):
        return None
    now = _now_for(said, last, difference)
    if now is None:
        return None
    before = now.value - difference.value * moves(difference)
    if before < 0:
        return None
    slack = exactness(now) + exactness(difference)
    return Change(now.value, before, exactness(now), slack, (now, difference))


def _bare_moves(growth: Mention) -> set[str]:
    match = re.search(r"(?:同比|环比)?\S{2,4}$", growth.left)
    return {cleaned(growth.left)} if match and len(growth.left) <= 8 else set()


def _now_for(said: Said, last: Said | None, difference: Mention) -> Mention | None:
    about = core(_subject(difference))
    here = [m for m in said.mentions[: difference.index] if m.clause.group == difference.clause.group]
    if here:
        now = here[-1]
        apart = any(c.before == ";" and now.start < c.start <= difference.start for c in said.clauses)
        if apart and len(here) > 1:
            # …126条，其中…28条；较上年增加26条: of the whole list, or of its last number, nobody can tell.
            return None
        if (
            now.role is not Role.COUNT
            or now.earlier
            or now.unit != difference.unit
            or now.numeral.approximate
        ):
            return None
        return now if not about or core(cleaned(now.left)).endswith(about) else None
    if last is None or not (others := list(counts(last.mentions))):
        return None
    if any(c.start < difference.clause.start and not _ONLY_COMPARES.match(c.words) for c in said.clauses):
        # 公务用车运行维护费与预算持平，比上年增加…: of something whose own amount is not told here.
        return None
    now = others[-1]
    same = about and core(cleaned(now.left)).endswith(about)
    return (
        now if now.unit == difference.unit and not now.numeral.approximate and (same or not about) else None
    )


def _subject(mention: Mention) -> str:
    """Return what is said to have changed, without the comparison and the verb."""
    words = re.sub(
        r"(?:同比|环比|(?:与|比|较|同)[^，]*?(?:相比|(?:年度?|同期|预算|决算|数)(?:相比)?))", "", mention.left
    )
    words = re.sub(r"(?:增长|增加|上升|提高|提升|下降|减少|降低|(?:多|少)\S{0,2}|增|减)(?:了)?$", "", words)
    return cleaned(words)


def _by_both(said: Said, growth: Mention) -> Change | None:
    pair = _pair(said, growth)
    return None if pair is None else _change(*pair)


def _by_far_base(said: Said, growth: Mention, told: YearlyFigures) -> Change | None:
    """…186条，比去年增长24%, where another sentence tells last year's number."""
    pair = told.pair(said, growth)
    return None if pair is None else _change(*pair)


def _change(now: Mention, before: Mention) -> Change | None:
    if now.numeral.approximate or before.numeral.approximate or now.unit != before.unit:
        return None
    return Change(now.value, before.value, exactness(now), exactness(before), (now, before))


def _by_base_behind(said: Said, growth: Mention) -> Change | None:
    """28690人次，同比增长12.4%（2012年为25525人次）: the base stands behind the percentage."""
    now, base = said.mentions[growth.index - 1 : growth.index], said.mentions[growth.index + 1 :][:1]
    if not now or not base or len(base[0].clause.mentions) > 1:
        return None
    bracketed = base[0].clause.group == growth.numeral.end
    if not bracketed and (base[0].clause.before != "，" or not _ONLY_A_YEAR.match(base[0].left)):
        return None
    if now[0].role is not Role.COUNT or now[0].earlier or now[0].clause.group != growth.clause.group:
        return None
    told = base[0].earlier or (_year(base[0]) is not None and _year(base[0]) != _year(now[0]))
    if not told or now[0].unit != base[0].unit or now[0].numeral.approximate or base[0].numeral.approximate:
        return None
    return Change(now[0].value, base[0].value, exactness(now[0]), exactness(base[0]), (now[0], base[0]))


def _by_difference_behind(said: Said, growth: Mention) -> Change | None:
    """262件，同比下降2.60%，减少7件: the difference stands behind the percentage."""
    now, difference = said.mentions[growth.index - 1 : growth.index], said.mentions[growth.index + 1 :][:1]
    if (
        not now
        or not difference
        or difference[0].role is not Role.CHANGE
        or difference[0].clause.before != "，"
    ):
        return None
    near = all(m.clause.group == growth.clause.group for m in (now[0], difference[0]))
    if not near or now[0].role is not Role.COUNT or now[0].earlier or now[0].unit != difference[0].unit:
        return None
    vague = now[0].numeral.approximate or difference[0].numeral.approximate
    bare = _subject(difference[0]) == "" and _subject(growth) == ""
    if vague or not bare or moves(difference[0]) != moves(growth):
        return None
    before = now[0].value - difference[0].value * moves(difference[0])
    slack = exactness(now[0]) + exactness(difference[0])
    return Change(now[0].value, before, exactness(now[0]), slack, (now[0], difference[0]))


def _pair(said: Said, growth: Mention) -> tuple[Mention, Mention] | None:
    earlier = [m for m in said.mentions[: growth.index] if m.role in (Role.COUNT, Role.RATE)]
    if len(earlier) < 2:
        return None
    first, second = earlier[-2:]
    if any(m.role is not Role.SHARE for m in said.mentions[first.index + 1 : second.index]):
        return None
    between = said.mentions[first.index : growth.index]
    if _divided(said, first, growth) or any(m.role in (Role.GROWTH, Role.POINTS) for m in between):
        return None
    if second.clause.group != growth.clause.group and not second.earlier:
        return None
    if second.earlier and not first.earlier:
        return first, second
    if first.earlier and not second.earlier:
        return (second, first) if _tells_base(growth, first) else None
    if _FROM.search(first.left) and _TO.search(second.left):
        return second, first
    return _by_years(said, first, second, growth)


def _divided(said: Said, first: Mention, growth: Mention) -> bool:
    return any(c.before == ";" and first.start < c.start <= growth.start for c in said.clauses)


def _by_years(said: Said, first: Mention, second: Mention, growth: Mention) -> tuple[Mention, Mention] | None:
    years = [_opening_year(said, first), _year(second)]
    if None in years or years[0] == years[1]:
        return None
    now, before = (second, first) if (years[0] or 0) < (years[1] or 0) else (first, second)
    return (now, before) if _tells_base(growth, before) else None


def _year(mention: Mention) -> int | None:
    found = _YEAR.findall(mention.left) or _YEAR.findall(mention.clause.words)
    return int(found[-1]) if found else None


def _opening_year(said: Said, mention: Mention) -> int | None:
    """The year of a number, or the one with which its sentence opens: 2014年度，我市…."""
    opening = _YEAR.match(said.text)
    return _year(mention) or (int(opening[1]) if opening else None)


def _tells_base(growth: Mention, before: Mention) -> bool:
    """Whether the words that name the base name this number: 比2023年预算 is not 2023年预算执行数."""
    match = _COMPARES.search(growth.left)
    if match is None or "同比" in growth.left:
        return True
    named = match.group("base")
    years = _YEAR.findall(named)
    if years and _year(before) is not None and int(years[-1]) != _year(before):
        return False
    if _LAST_YEAR.match(named):
        return True
    what = core(_YEAR.sub("", named))
    what = re.sub(r"^(?:上一?年|去年|同期|度)+", "", what)
    return core(cleaned(before.left)).endswith(what)


def _check_difference(prose: Prose, said: Said, difference: Mention, told: YearlyFigures) -> Tried:
    pair = _pair(said, difference) or _told_behind(said, difference) or told.pair(said, difference)
    if pair is None or any(m.numeral.approximate or m.unit != difference.unit for m in pair):
        return Tried()
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
    """比2017年增加28件（2017年为115件）: the base stands in a bracket behind the difference."""
    earlier = [
        m for m in counts(said.mentions[: difference.index]) if m.clause.group == difference.clause.group
    ]
    behind = said.mentions[difference.index + 1 :][:1]
    if not earlier or not behind or behind[0].clause.group != difference.numeral.end:
        return None
    base = behind[0]
    told = base.earlier or (
        _YEAR.findall(base.left) and _YEAR.findall(base.left)[-1:] == _YEAR.findall(difference.left)[-1:]
    )
    return (earlier[-1], base) if told else None


def _check_times(prose: Prose, said: Said, times: Mention) -> Tried:
    grown = moves(times) > 0
    if not grown and not _MULTIPLE.search(said.text[: times.start - said.sentence.start]):
        return Tried()
    pair = _pair(said, times)
    if (
        pair is None
        or any(m.numeral.approximate for m in pair)
        or pair[0].unit != pair[1].unit
        or not pair[1].value
    ):
        return Tried()
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


def _check_points(prose: Prose, said: Said, points: Mention) -> Tried:
    pair = _pair(said, points)
    if pair is None or any(m.unit != "%" or m.numeral.approximate for m in pair) or not moves(points):
        return Tried()
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


def _finding(prose: Prose, change: Change, growth: Mention, severity: Severity) -> Finding:
    step = growth.numeral.step
    value = (change.now - change.before) / change.before * HUNDRED
    first = change.mentions[0]
    now, before = (unscaled(prose, first, amount) for amount in (change.now, change.before))
    arithmetic = f"（{now} － {before}）÷ {before} ＝ {percent(value, step)}"
    rate = rounded(abs(value), step)
    why = grew(arithmetic, printed(prose, growth), rate, severity, fell=value < 0)
    return finding(
        prose,
        FindingKind.GROWTH,
        severity,
        (*change.mentions, growth),
        printed(prose, growth),
        rate,
        why,
    )
