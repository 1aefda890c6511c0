"""联想 — what a reader may be about to type, also from pinyin; and what was probably meant when nothing is found.

Made from titles and their words, held in memory, made again when the index has changed.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from gongkai.search.analysis import dictionary, plain

_END = "\n"
_LONGEST = 40
_CANDIDATES = 24
_WORD_LENGTHS = (4, 3, 2)

_han = re.compile("[\u4e00-\u9fff]+")
_latin = re.compile("[a-z][a-z' ]*")


class Phrase(NamedTuple):
    """词语 — a title or word, in how many documents, and whether the public may know of it."""

    text: str
    weight: int
    public: bool


class Suggestion(NamedTuple):
    """建议 — a phrase to search for, and in how many documents it stands."""

    text: str
    weight: int


@lru_cache(65_536)
def _syllables(word: str) -> tuple[str, ...]:
    # Its phrases take a third of a second to load: with the first suggestion, not at every start of every process.
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word)) if _han.fullmatch(word) else tuple(filter(str.isalnum, word))


def syllables(folded: str) -> list[str]:
    """Toneless pinyin, one a character, of a folded text; digits and Latin letters stand for themselves."""
    return [syllable for word in dictionary().cut(folded) for syllable in _syllables(word)]


def harvest(titles: Iterable[tuple[str, bool]], *, least: int = 2) -> Iterator[Phrase]:
    """Phrases from titles and whether each is public: the titles, and words and pairs of words in `least` of them.

    A phrase is public with the number of public titles that have it; what only other titles have is not public.
    """
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for title, public in titles:
        words = [word if _han.fullmatch(word) else "" for word in dictionary().cut(plain(title))]
        pairs = {a + b for a, b in pairwise(words) if len(a) > 1 and len(b) > 1 and len(a + b) <= 8}
        found = {word for word in words if len(word) > 1} | pairs
        for audience in {public, False}:
            counts[audience].update(found)
        yield Phrase(title, 1, public)
    for public, counter in counts.items():
        yield from (Phrase(text, number, public) for text, number in counter.items() if number >= least)


class _Lines:
    """Strings in one long string, so that looking through all of them is one pass of `str.find`."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._starts: list[int] = []
        pieces, at = [], 0
        for line in lines:
            self._starts.append(at)
            pieces.append(_END + line)
            at += len(line) + 1
        self._blob = "".join(pieces) + _END

    def having(self, text: str) -> Iterator[int]:
        """Numbers of the lines that have `text`, in order; from their start where it begins with a line end."""
        at = self._blob.find(text)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            yield line
            at = self._blob.find(text, self._starts[line + 1]) if line + 1 < len(self._starts) else -1


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The phrases for one kind of reader, the heaviest first, written in three ways."""

    phrases: list[Suggestion]
    written: _Lines
    initials: _Lines
    sounds: _Lines

    @classmethod
    def of(cls, phrases: Iterable[Phrase]) -> "_Shelf":
        best: dict[str, Suggestion] = {}
        for phrase in sorted(phrases, key=lambda phrase: (-phrase.weight, len(phrase.text), phrase.text)):
            best.setdefault(plain(phrase.text), Suggestion(phrase.text, phrase.weight))
        spoken = [syllables(folded) for folded in best]
        return cls(
            list(best.values()),
            _Lines(best),
            _Lines("".join(syllable[0] for syllable in said) for said in spoken),
            _Lines("".join(said) for said in spoken),
        )

    def complete(self, typed: str, limit: int) -> list[Suggestion]:
        folded = plain(typed)[:_LONGEST]
        if not folded:
            return []
        ways = [self.written.having(_END + folded)]
        if _latin.fullmatch(folded):
            letters = re.sub("[' ]", "", folded)
            ways += [self.initials.having(_END + letters), self.sounds.having(_END + letters)]
            if len(letters) > 2:
                ways.append(self.initials.having(letters))
        if len(folded) > 1:
            ways.append(self.written.having(folded))
        found: dict[int, None] = {}
        for way in ways:
            for line in way:
                if len(found) == limit:
                    break
                found.setdefault(line)
        return [self.phrases[line] for line in found]


class _Corrector:
    """What stands next to what in known phrases, and how known words sound."""

    def __init__(self, phrases: Iterable[Suggestion]) -> None:
        self._after: dict[str, Counter[str]] = defaultdict(Counter)
        self._before: dict[str, Counter[str]] = defaultdict(Counter)
        self._words: set[str] = set()
        self._sounding: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for text, weight in phrases:
            folded = plain(text)
            for left, right in pairwise(folded):
                self._after[left][right] += weight
                self._before[right][left] += weight
            for word in dictionary().cut(folded):
                if 2 <= len(word) <= _WORD_LENGTHS[0] and _han.fullmatch(word):
                    self._words.add(word)
                    self._sounding[_syllables(word)][word] += weight

    def _known(self, left: str, right: str) -> int:
        """How often two neighbours are known; the border of a text fits everything."""
        if not (left and right):
            return 1
        return self._after[left][right] if left in self._after else 0

    def _same_sound(self, folded: str) -> Iterator[str]:
        """Unknown pieces replaced by known words that sound the same, the longest first."""
        for length in _WORD_LENGTHS:
            for start in range(len(folded) - length + 1):
                piece = folded[start : start + length]
                if piece in self._words or not _han.fullmatch(piece):
                    continue
                for word, _ in self._sounding.get(tuple(syllables(piece)), Counter()).most_common(3):
                    if word != piece:
                        yield folded[:start] + word + folded[start + length :]

    def _one_edit(self, folded: str) -> Iterator[tuple[int, str]]:
        """One character replaced, exchanged, dropped or added where neighbours are not known; with how known it is."""
        last = len(folded)
        for at in range(last):
            left, here, right = folded[at - 1 : at], folded[at], folded[at + 1 : at + 2]
            if self._known(left, here) and self._known(here, right):
                continue
            head, tail = folded[:at], folded[at + 1 :]
            for char in self._between(left, right):
                same = _syllables(char) == _syllables(here) if _han.fullmatch(char + here) else False
                known = min(self._known(left, char), self._known(char, right))
                yield known * (100 if same else 1), head + char + tail
            if right and not self._known(here, right):
                for char in self._between(here, right):
                    yield min(self._known(here, char), self._known(char, right)), head + here + char + tail
                if known := min(self._known(left, right), self._known(right, here)):
                    yield known * 10, head + right + here + tail[1:]
            if last > 2 and (known := self._known(left, right)):
                yield known * 10, head + tail

    def _between(self, left: str, right: str) -> Iterable[str]:
        """Characters known between these two."""
        after = self._after.get(left, Counter()).keys() if left else None
        before = self._before.get(right, Counter()).keys() if right else None
        if after is not None and before is not None:
            return after & before
        return after or before or ()

    def candidates(self, text: str) -> Iterator[str]:
        """Likely readings of a text that was not found, the likeliest first."""
        folded = plain(text)[:_LONGEST]
        edits = sorted(self._one_edit(folded), key=lambda edit: -edit[0])[:_CANDIDATES]
        found = dict.fromkeys([*self._same_sound(folded), *(edited for _, edited in edits)])
        yield from (candidate for candidate in found if candidate != folded)


class Suggester:
    """联想词库 — suggestions and corrections from known phrases; `generation` tells which state they come from."""

    def __init__(self, phrases: Iterable[Phrase], *, generation: str = "") -> None:
        known = list(phrases)
        self.generation = generation
        self._public = _Shelf.of(phrase for phrase in known if phrase.public)
        self._all = _Shelf.of(known) if any(not phrase.public for phrase in known) else self._public
        self._correctors = {True: _Corrector(self._public.phrases)}
        self._correctors[False] = (
            self._correctors[True] if self._all is self._public else _Corrector(self._all.phrases)
        )

    def complete(self, typed: str, *, limit: int = 8, public: bool = True) -> list[Suggestion]:
        """Phrases that begin with `typed`, sound like it (initials or whole pinyin), or contain it: in this order."""
        return (self._public if public else self._all).complete(typed, limit)

    def correct(self, text: str, hits: Callable[[str], int], *, public: bool = True) -> str | None:
        """What was probably meant by a `text` that is not found; `hits` says in how many documents a text stands.

        Words of the same sound first, then one character wrong, missing, too many or out of place.
        """
        if _latin.fullmatch(plain(text)):
            return next((phrase.text for phrase in self.complete(text, limit=1, public=public)), None)
        candidates = zip(range(_CANDIDATES), self._correctors[public].candidates(text), strict=False)
        return next((candidate for _, candidate in candidates if hits(candidate)), None)
