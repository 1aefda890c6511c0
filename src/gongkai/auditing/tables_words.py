"""表格里的词 — headings without what printing does to them, and the values that a cell may hold."""

import re
from decimal import Decimal
from functools import cache, lru_cache

from gongkai.auditing.folding import fold
from gongkai.rules.report_forms import Axis

WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_ENUMERATOR = re.compile(
    r"^(?:其中[:：])?(?:[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+[.．、])"
)
_NUMBER = re.compile(r"(?P<sign>[-+－＋−]|增加?|减少?)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<places>\.\d+)?")
_WITH_UNIT = re.compile(r"\s*(?:万元|人次|[件条项次篇个人份])$")
_SHORTEST_BARE = 4
EMPTY_MARKS = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "－",
        "–",
        "−",
        "―",
        "─",
        "/",
        "／",
        "\\",
        "无",
        "無",
        "零",
        "○",
        "〇",
        "O",
    }
)
UNITS = ("万元", "人次", "条", "件", "次", "篇", "个", "人", "项")
# What stands over the table of objections however its headings are broken.
REMEDY_WORDS = ("未经复议直接起诉", "复议后起诉", "维持", "纠正", "审结")


@lru_cache(maxsize=4_000)
def compact(text: str) -> str:
    """Return the letters and digits of a text, folded: what is left of a heading however it is broken."""
    return "".join(WORD.findall(fold(text)))


@lru_cache(maxsize=4_000)
def number_in(words: str) -> Decimal | None:
    """Return the number that some words are, with sign or 增/减 before and a unit after it; None for other words."""
    bare = _WITH_UNIT.sub("", fold(words).strip())
    found = _NUMBER.fullmatch(bare)
    if not found:
        return None
    value = Decimal(found["digits"].replace(",", "") + (found["places"] or ""))
    return -value if found["sign"] and found["sign"][0] in "-－−减" else value


def is_empty(words: str) -> bool:
    """Whether a cell with these words is left empty: nothing, a dash, a stroke."""
    return words.strip() in EMPTY_MARKS


def names(axis: Axis) -> tuple[str, ...]:
    """Return how the innermost heading of a line or column may stand in a text, compact, the longest first."""
    return _names((axis.title, *axis.variants))


@cache
def _names(titles: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for title in titles:
        bare = _ENUMERATOR.sub("", title)
        enumerator = title.removesuffix(bare)
        plain = _BRACKETS.sub("", bare)
        found += [compact(words) for words in (title, enumerator + plain, bare, plain)]
    fit = {name for name in found if len(name) >= _SHORTEST_BARE or name == found[0]}
    return tuple(sorted(fit, key=len, reverse=True))


@lru_cache(maxsize=4_000)
def without_unit(words: str) -> str:
    """Return a compact heading without the unit that stands after it."""
    return next((words.removesuffix(unit) for unit in UNITS if words.endswith(unit)), words)


def likeness(heading: str, words: str) -> float:
    """Return which part of a heading, from 0 to 1, stands in these words in its order, other letters between."""
    if heading in words:
        return 1.0
    row = [0] * (len(words) + 1)
    for letter in heading:
        before = row
        row = [0]
        for place, other in enumerate(words, 1):
            row.append(before[place - 1] + 1 if letter == other else max(before[place], row[-1]))
    return row[-1] / len(heading)
