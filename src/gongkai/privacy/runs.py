"""数字串 — the stretches of digits in a text, and the numbers that whole groups of them may make up."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .characters import CHECK_X, CHINESE_DIGITS, GAP, TIES, ZERO_WIDTH, normalised_number

_DIGIT = rf"[\d{CHINESE_DIGITS}]"
_RUN = re.compile(rf"{_DIGIT}(?:[{GAP}]{{0,6}}+{_DIGIT}){{6,}}+(?:[{GAP}]{{0,2}}[{CHECK_X}](?![A-Za-z]))?")
_CELLS = re.compile(rf"(?<![^\t\n])\d(?:\t\d){{10,18}}(?:\t[{CHECK_X}])?(?![^\t\n])")
_GROUP = re.compile(
    rf"\d(?:[{ZERO_WIDTH}]*\d)*|[{CHINESE_DIGITS}](?:[{ZERO_WIDTH}]*[{CHINESE_DIGITS}])*|[{CHECK_X}]"
)
_TIED_BEFORE = re.compile(rf"[\dA-Za-z][{TIES}]$")
_NUMBERED = re.compile(r"(?:^|\s|[^\w.])(?:\d{1,2}[.．]|(?:\+|00)?86[\-.]?)$")
_TIED_AFTER = re.compile(rf"[{TIES}][\dA-Za-z]")


class Group(NamedTuple):
    """组 — digits (or a last X) with no gap in between, and where they stand."""

    digits: str
    start: int
    end: int


class Window(NamedTuple):
    """候选 — one number that a run of digits may hold, from the beginning of a group to the end of one."""

    digits: str
    start: int
    end: int
    groups: tuple[int, ...]


def windows(text: str, lengths: range) -> Iterator[Window]:
    """The numbers of these lengths in a text: of one group of digits or more, with no more than gaps in between."""
    for run in _RUN.finditer(text):
        words = run.group()
        if not (words.isascii() and words.isdigit()):
            # Seven digits in groups are a sum of money; a number of seven is written in one.
            if len(words) > lengths.start + 1:
                yield from _joined(_groups(run), lengths)
        elif len(words) in lengths:
            yield Window(words, run.start(), run.end(), (len(words),))
    if "\t" in text:
        for run in _CELLS.finditer(text):
            yield from _joined(_groups(run), lengths)


def _groups(run: re.Match[str]) -> list[Group]:
    found = _GROUP.finditer(run.string, run.start(), run.end())
    return [Group(normalised_number(group.group()), group.start(), group.end()) for group in found]


def _joined(run: list[Group], lengths: range) -> Iterator[Window]:
    for place, first in enumerate(run):
        digits = ""
        for number in range(place, len(run)):
            digits += run[number].digits
            if len(digits) >= lengths.stop:
                break
            if len(digits) >= lengths.start:
                groups = tuple(len(group.digits) for group in run[place : number + 1])
                yield Window(digits, first.start, run[number].end, groups)


def is_tied(text: str, start: int, end: int) -> bool:
    """Whether more letters or digits follow or precede with only a mark between, as in a longer code."""
    before = text[max(0, start - 8) : start]
    if _TIED_BEFORE.search(before) and not _NUMBERED.search(before):
        return True
    return _TIED_AFTER.match(text, end) is not None
