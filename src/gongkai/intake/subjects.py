"""主题分类建议 — the subjects that a document's own words speak for, in the names of the subject scheme."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files

from gongkai.rules.schemes import scheme

from .clutter import labels_in
from .reading import Filled, Line, Source
from .titles import Found
from .words import half_width, simplify, title_organs

COUNT = 3
_LABELS = ("主题分类", "分类", "信息分类")
_TITLE, _ORGAN = 6.0, 2.0
_LEAST = 0.8
_LONGEST_TEXT = 20_000


@cache
def subject_names() -> tuple[str, ...]:
    """The names of the subject scheme that can be proposed: its classes below the first level."""
    return tuple(
        term.name for term, parent in scheme("subject").walk() if parent is not None and term.name != "其他"
    )


@cache
def _cues() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Names with the words that speak for them, the longer first."""
    text = (files(__package__) / "subjects.toml").read_text("utf-8")
    return tuple((name, tuple(words)) for name, words in tomllib.loads(text).items())


@cache
def _any_cue() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """One pattern for all words, the longest winning, and the names that each speaks for."""
    speaks: dict[str, tuple[str, ...]] = {}
    for name, words in _cues():
        for word in words:
            speaks[word] = (*speaks.get(word, ()), name)
    longest_first = sorted(speaks, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), speaks


def find_subjects(
    source: Source, title: Found | None, body: Sequence[Line]
) -> tuple[tuple[str, ...], Filled | None]:
    """Up to three subjects, the likeliest first: as the page labels it, else by the words of title and text."""
    names = subject_names()
    for line in source.lines[:40]:
        values = labels_in(line)
        for label in _LABELS:
            if named := _named(values.get(label, ""), names):
                return (named,), Filled(named, "certain", line.text)
    return _proposed(title, body, names)


def _named(value: str, names: Collection[str]) -> str:
    """The name of the scheme that a label such as 综合政务\\政务公开 ends with."""
    if not value:
        return ""
    last = half_width(re.split(r"\s*[\\/>]\s*", value.strip())[-1])
    return next((name for name in names if half_width(name) == last), "")


def _proposed(
    title: Found | None, body: Sequence[Line], names: Collection[str]
) -> tuple[tuple[str, ...], Filled | None]:
    about, organs = _apart(title)
    text = simplify("\n".join(line.simple for line in body))[:_LONGEST_TEXT]
    weights: dict[str, float] = {}
    heard: dict[str, str] = {}
    for words, weight in ((about, _TITLE), (organs, _ORGAN), (text, 0.0)):
        for word, count in _counted(words).items():
            gain = (weight or 1.2 * math.log1p(count)) * (1 + 0.25 * min(len(word) - 2, 4))
            for name in _any_cue()[1][word]:
                if name in names:
                    weights[name] = weights.get(name, 0.0) + gain
                    heard.setdefault(name, word)
    best = sorted((name for name in weights if weights[name] >= _LEAST), key=lambda n: (-weights[n], n))[
        :COUNT
    ]
    if not best:
        return (), None
    said = "、".join(dict.fromkeys(heard[name] for name in best))
    sure = weights[best[0]] >= _TITLE
    return tuple(best), Filled("、".join(best), "likely" if sure else "guess", said)


def _apart(title: Found | None) -> tuple[str, str]:
    """What a title is about, and the organs that it begins with."""
    if title is None:
        return "", ""
    organs = title_organs(title.simple)[0]
    about = title.simple
    for organ in organs:
        about = about.replace(organ, "", 1)
    return about, " ".join(organs)


def _counted(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for found in _any_cue()[0].finditer(text):
        counts[found.group()] = counts.get(found.group(), 0) + 1
    return counts
