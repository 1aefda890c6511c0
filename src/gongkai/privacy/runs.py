"""数字串 — the stretches of digits in a text, and the numbers that whole groups of them may make up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from .characters import CHECK_X, CHINESE_DIGITS, GAP, TIES, ZERO_WIDTH, normalised_number

_DIGIT = rf"[\d{CHINESE_DIGITS}]"
_RUN = re.compile(rf"{_DIGIT}(?:[{GAP}]{{0,6}}+{_DIGIT}){{6,}}+(?:[{GAP}]{{0,2}}[{CHECK_X}](?![A-Za-z]))?")
_CELLS = re.compile(rf"(?<![^\t\n])\d(?:\t\d){{10,18}}(?:\t[{CHECK_X}])?(?![^\t\n])")
_GROUP = re.compile(
    rf"\d(?:[{ZERO_WIDTH}]*\d)*|[{CHINESE_DIGITS}](?:[{ZERO_WIDTH}]*[{CHINESE_DIGITS}])*|[{CHECK_X}]"
)
_TIED_BEFORE = re.compile(rf"[\dA-Za-z][{TIES}/]$")
_NUMBERED = re.compile(r"(?:^|\s|[^\w.])(?:\d{1,2}[.．]|(?:\+|00)?86[\-.]?)$")
_TIED_AFTER = re.compile(rf"[{TIES}/][\dA-Za-z]")


class Group(NamedTuple):
    """组 — digits (or a last X) with no gap in between, and where they stand."""

    digits: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """候选 — one number that a run may hold, from the beginning of a group to the end of one."""

    digits: str
    start: int
    end: int
    groups: tuple[int, ...]


def runs(text: str) -> Iterator[list[Group]]:
    """Every stretch of seven digits or more with no more than gaps in between, group by group."""
    for match in _RUN.finditer(text):
        yield _groups(match)
    if "\t" in text:
        for match in _CELLS.finditer(text):
            yield _groups(match)


def _groups(run: re.Match[str]) -> list[Group]:
    words = run.group()
    if words.isascii() and words.isdigit():
        return [Group(words, run.start(), run.end())]
    found = _GROUP.finditer(run.string, run.start(), run.end())
    return [Group(normalised_number(group.group()), group.start(), group.end()) for group in found]


def windows(run: list[Group], lengths: range) -> Iterator[Window]:
    """The numbers of these lengths that begin and end where groups of the run do."""
    for place, first in enumerate(run):
        digits = ""
        for number, group in enumerate(islice(run, place, None), place + 1):
            digits += group.digits
            if len(digits) >= lengths.stop:
                break
            if len(digits) >= lengths.start:
                yield Window(digits, first.start, group.end, tuple(len(g.digits) for g in run[place:number]))


def is_tied(text: str, start: int, end: int) -> bool:
    """Whether more letters or digits follow or precede with only a mark between, as in a longer code."""
    before = text[max(0, start - 6) : start]
    if _TIED_BEFORE.search(before) and not _NUMBERED.search(before):
        return True
    return _TIED_AFTER.match(text, end) is not None
