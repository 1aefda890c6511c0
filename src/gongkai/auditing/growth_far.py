"""别处的基数 — last year's number that another sentence tells: 2011年公开政府信息3200条。… 2012年公开政府信息3840条，同比增长20%.

The two must be called alike in every word, scope and organ, and only one number may be told of the earlier year.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from gongkai.auditing.labels import cleaned
from gongkai.auditing.mentions import Mention, Role, Said
from gongkai.auditing.repeats import PART_OF_YEAR, scope_of

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_LAST, _NOW = re.compile(r"去年|上一?年(?!度?结转)"), re.compile(r"今年|本年|当年")
_LEADS = re.compile(r"^.*?(?:(?:19|20)\d\d年度?|去年度?|上一?年度?|今年|本年度?|全年)")
_FILLER = re.compile(r"政府(?=信息)|各类|的|了|共计?|总共|总计|累计|合计|全年|同期")
_COMPARES = re.compile(
    r"^(?:同比|(?:与|比|较|同)(?:上一?年度?|去年度?|(?P<year>(?:19|20)\d\d)年度?)(?:同期)?(?:相比)?)(?:的)?"
    r"(?:增长|增加|上升|提高|提升|下降|减少|降低|多|少|增|减)\D{0,3}$"
)
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class _Key:
    year: int
    label: str
    unit: str
    scope: tuple[str, ...]


class YearlyFigures:
    """逐年数字 — the numbers of a text by year, words, unit and scope."""

    def __init__(self, said: Sequence[Said], year: int | None) -> None:
        self._said, self._year = said, year

    @cached_property
    def _told(self) -> dict[_Key, list[Mention]]:
        told: dict[_Key, list[Mention]] = defaultdict(list)
        for one in self._said:
            for mention in one.mentions:
                if (key := self._key(one, mention)) is not None:
                    told[key].append(mention)
        return told

    def pair(self, said: Said, growth: Mention) -> tuple[Mention, Mention] | None:
        """Return this year's number right in front of a growth and last year's from elsewhere; None if not certain."""
        match = _COMPARES.search(growth.left)
        if match is None or not growth.index:
            return None
        now = said.mentions[growth.index - 1]
        beside = [c for c in said.clauses if now.clause.start < c.start <= growth.clause.start]
        key = self._key(said, now)
        if key is None or len(beside) != 1 or growth.clause.group >= 0 or growth.clause.before != "，":
            return None
        if match["year"] and int(match["year"]) != key.year - 1:
            return None
        bases = self._told.get(_Key(key.year - 1, key.label, key.unit, key.scope), [])
        return (now, bases[0]) if len({base.value for base in bases}) == 1 else None

    def _key(self, said: Said, mention: Mention) -> _Key | None:
        """Under what a number is known that counts something in a whole year, outside of brackets and lists."""
        numeral = mention.numeral
        if (
            mention.role is not Role.COUNT
            or mention.clause.group >= 0
            or numeral.approximate
            or not numeral.unit
        ):
            return None
        before = said.text[: mention.start - said.sentence.start]
        if "其中" in before or len(mention.clause.mentions) > 1 or _is_of_part(said.text):
            return None
        label = _FILLER.sub("", cleaned(_LEADS.sub("", mention.left)))
        if len(label) < _SHORTEST or re.search(r"\d", label):
            return None
        return _Key(
            self._year_of(before, mention), label + "·" + mention.right, mention.unit, scope_of(before)
        )

    def _year_of(self, before: str, mention: Mention) -> int:
        """The year that its clause names, or the sentence; this year where neither does (0 where nobody knows which)."""
        this = self._year or 0
        for words in (mention.left, before):
            if years := _YEAR.findall(words):
                return int(years[-1])
            if _LAST.search(words):
                return this - 1
            if _NOW.search(words):
                return this
        return this


@lru_cache(maxsize=64)
def _is_of_part(text: str) -> bool:
    """Whether a sentence speaks of a part of a year; asked for each of its numbers."""
    return PART_OF_YEAR.search(text) is not None
