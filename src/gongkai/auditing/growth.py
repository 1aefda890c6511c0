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
    exactness,
    finding,
    percent,
    percentage_severity,
    printed,
    rounded,
    unscaled,
)
from gongkai.auditing.growth_far import YearlyFigures
from gongkai.auditing.growth_pairs import ONLY_A_YEAR, pair_of, year_of
from gongkai.auditing.growth_said import grew
from gongkai.auditing.growth_steps import check_difference, check_points, check_times
from gongkai.auditing.labels import cleaned, core
from gongkai.auditing.mentions import Mention, Role, Said, counts, moves
from gongkai.auditing.model import UNTRIED, Finding, FindingKind, Severity, Tried
from gongkai.auditing.prose import Prose

_ONLY_COMPARES = re.compile(r"(?:与|比|较|同|和)\S*(?:相比|比较|比)$")
_NOT_ONE_STEP = re.compile(r"分别|年均|平均|累计|复合")
_EACH = re.compile(r"[人日月周天]均|平均每")
_WHOLE_AMOUNT = re.compile(
    r"^(?P<of>受理|收到|公开|申请|办理|接待|发布)(?:总量|总数|数量|量)(?=同比|比|较|与)"
)
_SAME, _BESIDE = 2, 16


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
    tried, told = UNTRIED, YearlyFigures(said, year)
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
                tried += check_difference(prose, one, mention, told)
            elif mention.role is Role.TIMES:
                tried += check_times(prose, one, mention)
            elif mention.role is Role.POINTS:
                tried += check_points(prose, one, mention)
    return tried


def _check_percentage(
    prose: Prose, said: Said, last: Said | None, growth: Mention, told: YearlyFigures
) -> Tried:
    if _NOT_ONE_STEP.search(growth.left):
        return UNTRIED
    change = (
        _by_difference(said, last, growth)
        or _by_both(said, growth)
        or _by_base_behind(said, growth, last)
        or _by_difference_behind(said, growth)
        or _by_base_and_difference(said, growth)
        or _by_named_amount(said, last, growth)
        or _by_far_base(said, growth, told)
    )
    if change is None or change.before <= change.slack_before or _of_each(change):
        return UNTRIED
    exact = change.growth()
    stated = growth.value * moves(growth)
    severity = percentage_severity(stated, growth.numeral.step, exact)
    if severity is None:
        return Tried(1)
    if severity is Severity.ERROR and _wrong_base(change, growth):
        severity = Severity.NOTE
    return Tried(1, (_finding(prose, change, growth, severity),))


def _of_each(change: Change) -> bool:
    """全年1.2万件，日均33件，较去年的1万件增长20%: how many a day cannot be compared with how many there were."""
    daily = [_EACH.search(m.left) is not None for m in change.mentions]
    return any(daily) and not all(daily)


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
    if "其中" in last.text and not about:
        return _whole_told(last, others, difference)
    now = others[-1]
    same = about and core(cleaned(now.left)).endswith(about)
    return (
        now if now.unit == difference.unit and not now.numeral.approximate and (same or not about) else None
    )


def _whole_told(last: Said, others: Sequence[Mention], difference: Mention) -> Mention | None:
    """…4.82万条，其中市级1.35万条…。与上年相比，增加…: of the whole that is divided, not of its last part."""
    among = last.sentence.start + last.text.index("其中")
    wholes = [m for m in others if m.start < among and m.unit == difference.unit]
    return wholes[0] if len(wholes) == 1 and not wholes[0].numeral.approximate else None


def _subject(mention: Mention) -> str:
    """Return what is said to have changed, without the comparison and the verb."""
    words = re.sub(
        r"(?:同比|环比|(?:与|比|较|同)[^，]*?(?:相比|(?:年度?|同期|预算|决算|数)(?:相比)?))", "", mention.left
    )
    words = re.sub(r"(?:增长|增加|上升|提高|提升|下降|减少|降低|(?:多|少)\S{0,2}|增|减)(?:了)?$", "", words)
    return cleaned(words)


def _by_both(said: Said, growth: Mention) -> Change | None:
    pair = pair_of(said, growth)
    return None if pair is None else _change(*pair)


def _by_named_amount(said: Said, last: Said | None, growth: Mention) -> Change | None:
    """受理申请47件，…。受理数较2020年的55件下降14.5%: the amount by its name, its base in front of the growth."""
    base = said.mentions[growth.index - 1] if growth.index == 1 else None
    match = _WHOLE_AMOUNT.match(said.text) if base is not None else None
    if base is None or last is None or match is None or not base.earlier:
        return None
    named = [m for m in counts(last.mentions) if match["of"] in m.left and m.unit == base.unit]
    near = base.start - said.sentence.start <= _BESIDE
    return _change(named[0], base) if len(named) == 1 and near else None


def _by_far_base(said: Said, growth: Mention, told: YearlyFigures) -> Change | None:
    """…186条，比去年增长24%, where another sentence tells last year's number."""
    pair = told.pair(said, growth)
    return None if pair is None else _change(*pair)


def _change(now: Mention, before: Mention) -> Change | None:
    if now.numeral.approximate or before.numeral.approximate or now.unit != before.unit:
        return None
    return Change(now.value, before.value, exactness(now), exactness(before), (now, before))


def _by_base_behind(said: Said, growth: Mention, last: Said | None) -> Change | None:
    """28690人次，同比增长12.4%（2012年为25525人次）: the base stands behind the percentage."""
    base = said.mentions[growth.index + 1 :][:1]
    now = said.mentions[growth.index - 1 : growth.index] if growth.index else _all_of(last, growth)
    if not now or not base or len(base[0].clause.mentions) > 1:
        return None
    bracketed = base[0].clause.group == growth.numeral.end
    if not bracketed and (base[0].clause.before != "，" or not ONLY_A_YEAR.match(base[0].left)):
        return None
    if now[0].role is not Role.COUNT or now[0].earlier or now[0].clause.group != growth.clause.group:
        return None
    told = base[0].earlier or (year_of(base[0]) is not None and year_of(base[0]) != year_of(now[0]))
    if not told or now[0].unit != base[0].unit or now[0].numeral.approximate or base[0].numeral.approximate:
        return None
    return Change(now[0].value, base[0].value, exactness(now[0]), exactness(base[0]), (now[0], base[0]))


def _all_of(last: Said | None, growth: Mention) -> tuple[Mention, ...]:
    """受理信访2946件，其中…。受理总量同比下降…: the number with which the sentence before begins."""
    match = _WHOLE_AMOUNT.match(growth.left)
    told = last.mentions[:1] if last and match else ()
    return told if match and told and match["of"] in told[0].left else ()


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


def _by_base_and_difference(said: Said, growth: Mention) -> Change | None:
    """申请量比上年（173件）增加39件，上升22.5%: what it is now follows from the two."""
    both = said.mentions[max(0, growth.index - 2) : growth.index]
    if len(both) < 2 or any(m.numeral.approximate for m in both):
        return None
    base, difference = both
    within = base.clause.before == "(" and difference.clause.start <= base.clause.group < difference.start
    ahead = base.clause.group == difference.clause.group and difference.clause.start == base.clause.end + 1
    beside = (within or ahead) and base.unit == difference.unit
    told = base.earlier and difference.role is Role.CHANGE and moves(difference) == moves(growth)
    if not beside or not told or cleaned(growth.left.rstrip("%")) not in _bare_moves(growth):
        return None
    now = base.value + difference.value * moves(difference)
    slack = exactness(base) + exactness(difference)
    return Change(now, base.value, slack, exactness(base), (base, difference))


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
