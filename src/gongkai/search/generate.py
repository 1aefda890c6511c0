"""样本文件 — invented government documents, as many as a measurement needs, the same for the same seed.

An invented city with counties, towns and departments; twenty fields of work with their own words, so that common
words stand in a realistic share of documents, and made-up villages and companies, so that rare phrases exist.
"""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import count as counter
from random import Random
from typing import Any, TypeVar

from gongkai.search.index import Entry

VERSION = 1
"""Raised when the same seed would give other documents, so that stored measurements are rebuilt."""

BLOCK = 500
"""Documents that share one random stream: a range of numbers can be made without those before it."""

_FIRST_DAY = date(2008, 5, 1)
_DAYS = 6500
_VALIDITY = ("有效", "有效", "有效", "有效", "修改", "废止", "失效")
_ATTRIBUTES = ("主动公开", "主动公开", "主动公开", "依申请公开")
_HIDDEN_SHARE = 0.03
_FRAMES = 6

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Organ:
    """机关 — an invented organ: its number, name, document-number code, and itself with every organ above it."""

    id: int
    name: str
    code: str
    line: tuple[int, ...]


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text("utf-8"))


@cache
def organs() -> tuple[Organ, ...]:
    """The city, its departments, its counties and theirs."""
    words, ids = _lexicon(), counter(1)
    found: list[Organ] = []

    def add(name: str, code: str, above: tuple[int, ...]) -> tuple[int, ...]:
        number = next(ids)
        found.append(Organ(number, name, code, (number, *above)))
        return number, *above

    city = add(f"{words['city']}人民政府", "云政", ())
    for place, above in [(words["city"], city), *((c, ()) for c in words["counties"])]:
        line = above or add(f"{place}人民政府", f"{place[0]}政", city)
        for name in words["agencies"]:
            add(f"{place}{name}", f"{place[0]}{name[:2]}", line)
    return tuple(found)


class _Slots(dict[str, str]):
    """What a sentence frame may name; each is drawn only when a frame asks for it."""

    def __init__(self, draw: dict[str, Callable[[], str]]) -> None:
        super().__init__()
        self._draw = draw

    def __missing__(self, key: str) -> str:
        return self._draw[key]()


class _Author:
    """Writes one block of documents from one random stream."""

    def __init__(self, seed: str) -> None:
        self._words = _lexicon()
        self._organs = organs()
        self._random = Random(seed).random  # noqa: S311 - sample texts, not secrets
        self._topic = self._words["topics"][0]
        self._organ = self._organs[0]
        self._year = 2008
        self._frames: list[str] = []
        self._slots = _Slots(self._drawers())

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self._random() * len(options))]

    def upto(self, low: int, high: int) -> int:
        return low + int(self._random() ** 2 * (high - low))

    def _drawers(self) -> dict[str, Callable[[], str]]:
        words, pick, upto = self._words, self.pick, self.upto

        def noun() -> str:
            topic = self._topic if self._random() < 0.9 else pick(words["topics"])
            return str(pick(topic["nouns"]))

        def village() -> str:
            return f"{pick(words['name_first'])}{pick(words['name_second'])}{pick(words['village_kinds'])}"

        def company() -> str:
            first, second = words["company_first"], words["company_second"]
            return f"{pick(first)}{pick(first)}{pick(second)}{pick(words['company_kinds'])}"

        def town() -> str:
            return f"{pick(words['name_first'])}{pick(words['name_second'])}{pick(words['town_kinds'])}"

        return {
            "agency": lambda: self._organ.name,
            "other": lambda: pick(self._organs).name,
            "place": lambda: pick(words["counties"]) + town(),
            "village": village,
            "village2": village,
            "company": company,
            "noun": noun,
            "noun2": noun,
            "work": lambda: pick(self._topic["works"]),
            "project": lambda: pick(self._topic["projects"]),
            "year": lambda: str(self._year),
            "date": lambda: f"{self._year}年{upto(1, 13)}月{upto(1, 29)}日",
            "amount": lambda: f"{upto(3, 90000)}.{upto(0, 100):02}",
            "count": lambda: str(upto(2, 5000)),
            "small": lambda: str(upto(2, 30)),
            "percent": lambda: f"{upto(1, 99)}.{upto(0, 10)}",
            "code": lambda: f"{int(self._random() * 10**8):08}",
        }

    def _body(self) -> str:
        words, slots, pick = self._words, self._slots, self.pick
        room, parts, heading = self.upto(300, 1900), [f"{pick(self._organs).name}:\n"], 0
        length = 0
        while length < room:
            if self._random() < 0.12:
                heading += 1
                sentence = f"\n{heading}. {pick(words['headings'])}\n"
            elif self._random() < 0.08:
                sentence = pick(words["common"])
            else:
                sentence = pick(self._frames).format_map(slots)
            parts.append(sentence)
            length += len(sentence)
        return "".join(parts)

    def write(self, number: int) -> Entry:
        """The document with this number."""
        words, pick = self._words, self.pick
        self._topic, self._organ = pick(words["topics"]), pick(self._organs)
        day = _FIRST_DAY + timedelta(days=int(_DAYS * (1 - self._random() ** 2)))
        self._year = day.year
        self._frames = [pick(words["frames"]) for _ in range(_FRAMES)]
        section = pick(words["sections"])
        column = f"{section}{self.upto(1, 9)}"
        organ = self._organ
        clock = int(self._random() * 60) + 100 * (8 + int(self._random() * 10))
        hidden = self._random() < _HIDDEN_SHARE
        return Entry(
            id=number,
            title=pick(words["titles"]).format_map(self._slots),
            numbers=(
                f"{organ.code}〔{day.year}〕{self.upto(1, 400)}号",
                f"{organ.id:03}/{day:%Y%m}-{number:05}",
            ),
            body=self._body(),
            audiences=(f"agency:{organ.id}",) if hidden else ("public",),
            agency_ids=organ.line,
            agency=organ.id,
            column=column,
            columns=(section, column),
            subject=pick(words["subjects"]),
            genre=words["genres"][self.upto(0, len(words["genres"]))],
            audience_term=pick(words["audiences"]),
            validity=pick(_VALIDITY),
            attribute=pick(_ATTRIBUTES),
            year=day.year,
            published=int(f"{day:%Y%m%d}") * 10_000 + clock,
        )


def documents(count: int, *, seed: int = 1, start: int = 0) -> Iterator[Entry]:
    """`count` documents, identifiers from `start` + 1; each is the same in whatever range it is asked for."""
    author = _Author("")
    block = -1
    for position in range(start - start % BLOCK, start + count):
        if position // BLOCK != block:
            block = position // BLOCK
            author = _Author(f"{VERSION}.{seed}.{block}")
        entry = author.write(position + 1)
        if position >= start:
            yield entry
