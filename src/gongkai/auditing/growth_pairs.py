"""增减的两数 — which two numbers of a sentence a change is between: now and before, by their words, years and order."""

import re

from gongkai.auditing.labels import cleaned, core
from gongkai.auditing.mentions import Mention, Role, Said

ONLY_A_YEAR = re.compile(r"(?:上一?年|去年|20\d\d年)(?:度|同期)*(?:为|是|有)?$")
"""What stands in front of a number of another year, told without what it counts."""
_YEAR = re.compile(r"(\d{4})年")
_COMPARES = re.compile(
    r"(?:比|较|同)(?P<base>[^，;]*?)(?:的|相比)?(?:增长|增加|上升|提高|提升|下降|减少|降低|多|少|增|减)\D{0,3}$"
)
_LAST_YEAR = re.compile(
    r"^(?:上一?年度?|去年度?|上一年度|\d{4}年度?|上年同期|去年同期|同期|同比|环比)*(?:同期)?(?:的|相比)?$"
)
_FROM = re.compile(r"(?:由|从)[^，]*$")
_TO = re.compile(r"(?:增长|增加|上升|提高|提升|下降|减少|降低|增|降|升|减)(?:到|至|为)$|^(?:到|至)$")


def pair_of(said: Said, growth: Mention) -> tuple[Mention, Mention] | None:
    """Return now and before for a change told behind both; None where that is not certain."""
    earlier = [
        m
        for m in said.mentions[: growth.index]
        if m.role in (Role.COUNT, Role.RATE) and _is_beside(said, m, growth)
    ]
    if len(earlier) < 2:
        return None
    first, second = earlier[-2:]
    listed = said.mentions[first.index + 1 : second.index]
    if any(m.role is not Role.SHARE and _is_beside(said, m, growth) for m in listed):
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


def _is_beside(said: Said, mention: Mention, growth: Mention) -> bool:
    """Whether a number is no part listed in a bracket: outside of any other, alone in its own, or in front of growth's."""
    group = mention.clause.group
    if group in (growth.clause.group, -1) or mention.earlier:
        return True
    return sum(1 for m in said.mentions if m.clause.group == group) == 1


def _divided(said: Said, first: Mention, growth: Mention) -> bool:
    return any(c.before == ";" and first.start < c.start <= growth.start for c in said.clauses)


def _by_years(said: Said, first: Mention, second: Mention, growth: Mention) -> tuple[Mention, Mention] | None:
    years = [_opening_year(said, first), year_of(second)]
    if None in years or years[0] == years[1]:
        return None
    now, before = (second, first) if (years[0] or 0) < (years[1] or 0) else (first, second)
    return (now, before) if _tells_base(growth, before) else None


def year_of(mention: Mention) -> int | None:
    """Return the year that the words of a number, or of its clause, name."""
    found = _YEAR.findall(mention.left) or _YEAR.findall(mention.clause.words)
    return int(found[-1]) if found else None


def _opening_year(said: Said, mention: Mention) -> int | None:
    """The year of a number, or the one with which its sentence opens: 2014年度，我市…."""
    opening = _YEAR.match(said.text)
    return year_of(mention) or (int(opening[1]) if opening else None)


def _tells_base(growth: Mention, before: Mention) -> bool:
    """Whether the words that name the base name this number: 比2023年预算 is not 2023年预算执行数."""
    match = _COMPARES.search(growth.left)
    if match is None or "同比" in growth.left:
        return True
    named = match.group("base")
    years = _YEAR.findall(named)
    if years and year_of(before) is not None and int(years[-1]) != year_of(before):
        return False
    if _LAST_YEAR.match(named):
        return True
    what = core(_YEAR.sub("", named))
    what = re.sub(r"^(?:上一?年|去年|同期|度)+", "", what)
    return core(cleaned(before.left)).endswith(what)
