"""数字串 — the stretches of digits in a text, and the numbers that whole groups of them may make up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .characters import CHECK_X, CHINESE_DIGITS, GAP, TIES, ZERO_WIDTH, digit

_DIGIT = rf"[\d{CHINESE_DIGITS}]"
_RUN = re.compile(rf"{_DIGIT}(?:[{GAP}]{{0,6}}+{_DIGIT}){{6,}}+(?:[{GAP}]{{0,2}}[{CHECK_X}](?![A-Za-z]))?")
_CELLS = re.compile(rf"(?<![^\t\n])\d(?:\t\d){{10,18}}(?:\t[{CHECK_X}])?(?![^\t\n])")
_UNSEEN = re.compile(f"[{ZERO_WIDTH}]")
_TIED_BEFORE = re.compile(rf"[\dA-Za-z][{TIES}/]$")
_NUMBERED = re.compile(r"(?:^|\s|[^\w.])(?:\d{1,2}[.．]|(?:\+|00)?86[\-.]?)$")
_TIED_AFTER = re.compile(rf"[{TIES}/][\dA-Za-z]")


@dataclass(frozen=True, slots=True)
class Run:
    """数字串 — digits that only gaps part: the digits, where each stands, and where groups begin and end."""

    digits: str
    places: tuple[int, ...]
    bounds: frozenset[int]


@dataclass(frozen=True, slots=True)
class Window:
    """候选 — one number that a run may hold, from the beginning of a group to the end of one."""

    digits: str
    start: int
    end: int
    groups: tuple[int, ...]


def runs(text: str) -> Iterator[Run]:
    """Every stretch of seven digits or more with no more than gaps in between."""
    for match in _RUN.finditer(text):
        yield _run(match.group(), match.start())
    if "\t" in text:
        for match in _CELLS.finditer(text):
            yield _run(match.group(), match.start())


def _run(words: str, offset: int) -> Run:
    if words.isascii() and words.isdigit():
        return Run(words, tuple(range(offset, offset + len(words))), frozenset((0, len(words))))
    digits: list[str] = []
    places: list[int] = []
    bounds = {0}
    gap = chinese = False
    for place, char in enumerate(words):
        if not (char.isdecimal() or char in CHINESE_DIGITS or char in CHECK_X):
            gap = gap or not _UNSEEN.match(char)
            continue
        if digits and (gap or (char in CHINESE_DIGITS) != chinese):
            bounds.add(len(digits))
        gap, chinese = False, char in CHINESE_DIGITS
        digits.append(digit(char))
        places.append(offset + place)
    return Run("".join(digits), tuple(places), frozenset(bounds | {len(digits)}))


def windows(run: Run, lengths: range) -> Iterator[Window]:
    """The numbers of these lengths that begin and end where groups of the run do; a last X may be left out."""
    bounds = sorted(run.bounds | ({len(run.digits) - 1} if run.digits[-1] == "X" else set()))
    for place, begin in enumerate(bounds):
        for number in range(place + 1, len(bounds)):
            length = bounds[number] - begin
            if length >= lengths.stop:
                break
            if length >= lengths.start:
                yield _window(run, bounds[place : number + 1])


def _window(run: Run, bounds: list[int]) -> Window:
    begin, end = bounds[0], bounds[-1]
    groups = tuple(after - before for before, after in pairwise(bounds))
    return Window(run.digits[begin:end], run.places[begin], run.places[end - 1] + 1, groups)


def is_tied(text: str, start: int, end: int) -> bool:
    """Whether more letters or digits follow or precede with only a mark between, as in a longer code."""
    before = text[max(0, start - 6) : start]
    if _TIED_BEFORE.search(before) and not _NUMBERED.search(before):
        return True
    return _TIED_AFTER.match(text, end) is not None
