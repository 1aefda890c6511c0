"""正文里的数 — figures of a report's prose as references to indicators, never as digits.

In the text a figure stands as 【收到申请数】 or 【收到申请数·自然人】: the name of its indicator and after each · a value
that holds one of its dimensions; 【收到申请数·上年】 is the same of the year before. Names and slices lead to each other
without doubt: where two dimensions of an indicator have a value of the same name, the dimension is named as well
(渠道类别：传真).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cache

from gongkai.rules.indicators import DIMENSIONS, INDICATORS, Indicator
from gongkai.rules.slices import Slice, parsed, slice_of

PERCENT_STEP = Decimal("0.1")
"""Percentages are rounded half up to this."""
_MARK = re.compile(r"【([^【】\n]{1,120})】")
_BETWEEN, _OF = "·", "："


class Aspect(Enum):
    """所取 — the figure itself, that of the year before, how far and by how many percent it moved, its share of all.

    A share is the part of the whole indicator, without any dimension held. Moves are told without a sign: the words
    around say which way.
    """

    VALUE = ""
    PREVIOUS = "上年"
    CHANGE = "增减数"
    CHANGE_RATE = "增减幅度"
    SHARE = "占比"


@dataclass(frozen=True, slots=True)
class Reference:
    """引用 — a slice of an indicator and what is taken of it."""

    shows: Slice
    aspect: Aspect = Aspect.VALUE

    @property
    def whole(self) -> Slice:
        """The slice that a share is a share of."""
        return Slice(self.shows.indicator)

    def __str__(self) -> str:
        return (
            f"{self.shows}|{self.aspect.name.lower()}" if self.aspect is not Aspect.VALUE else str(self.shows)
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """文中引用 — where a mark stands in a text, its words, and what it refers to; None for words that lead nowhere."""

    start: int
    end: int
    words: str
    reference: Reference | None


def reference_of(key: str) -> Reference:
    """Return what `str` of a reference wrote; raises ValueError or KeyError for anything else."""
    text, bar, aspect = key.partition("|")
    return Reference(parsed(text), Aspect[aspect.upper()] if bar else Aspect.VALUE)


def written(reference: Reference) -> str:
    """Return a reference as it stands in a text. KeyError for a slice that is not declared."""
    indicator = INDICATORS[reference.shows.indicator]
    words = [indicator.name]
    words += [_held(indicator, dimension, value) for dimension, value in reference.shows.where]
    if reference.aspect is not Aspect.VALUE:
        words.append(reference.aspect.value)
    return f"【{_BETWEEN.join(words)}】"


def read(words: str) -> Reference | None:
    """Return what the words between the brackets refer to; None where they name nothing, or not one thing."""
    name, *held = [word.strip() for word in words.split(_BETWEEN)]
    indicator = _by_name().get(name)
    if indicator is None:
        return None
    aspect = next((each for each in Aspect if held and each.value == held[-1]), Aspect.VALUE)
    where = dict(_readings(indicator, held if aspect is Aspect.VALUE else held[:-1]))
    if "" in where or len(where) != len(held) - (aspect is not Aspect.VALUE):
        return None
    if aspect is Aspect.SHARE and not where:
        return None
    return Reference(slice_of(indicator.key, where), aspect)


def mentions(text: str) -> Iterator[Mention]:
    """Yield every mark of a text in its order."""
    for found in _MARK.finditer(text):
        yield Mention(found.start(), found.end(), found[1], read(found[1]))


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return so many percent, rounded as the rule says; None of nothing."""
    return (part * 100 / whole).quantize(PERCENT_STEP, ROUND_HALF_UP) if whole else None


def _held(indicator: Indicator, dimension: str, value: str) -> str:
    words = DIMENSIONS[dimension].values.get(value, "")
    if words and len(_bearing(indicator.key).get(words, ())) == 1:
        return words
    return f"{DIMENSIONS[dimension].name}{_OF}{words or value}"


def _readings(indicator: Indicator, held: list[str]) -> Iterator[tuple[str, str]]:
    """Yield dimension and value of each word; "" as dimension for one that is not understood."""
    for words in held:
        known = _bearing(indicator.key).get(words, ())
        name, of, value = words.partition(_OF)
        dimension = next((each for each in indicator.dimensions if DIMENSIONS[each].name == name), "")
        if len(known) == 1:
            yield known[0]
        elif of and dimension and value:
            values = {said: code for code, said in DIMENSIONS[dimension].values.items()}
            yield (dimension, values[value]) if value in values else ("" if values else dimension, value)
        else:
            yield "", words


@cache
def _by_name() -> dict[str, Indicator]:
    return {indicator.name: indicator for indicator in INDICATORS.values()}


@cache
def _bearing(key: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what each name of a value may stand for in an indicator."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for dimension in INDICATORS[key].dimensions:
        for value, words in DIMENSIONS[dimension].values.items():
            found[words] = (*found.get(words, ()), (dimension, value))
    return found
