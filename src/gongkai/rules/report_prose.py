"""年报行文 — the sentences from which a report is drafted, and when each is said (``report_prose.toml``).

A passage is a paragraph of a section; its sentences are chosen by what their figures are: none, one, or more; more,
fewer or as many as the year before. Figures stand in braces ("{foi.received|change}") and become references.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.rules.report_references import Aspect, Reference, reference_of, written
from gongkai.rules.slices import Slice, parsed

_PLACE = re.compile(r"\{([a-z_]+\.[^{}]+)\}")
Known = Callable[[Reference], Decimal | None]
"""What a figure is in the report that is drafted; None for one that is not known."""


@dataclass(frozen=True, slots=True)
class Detail:
    """分项 — a part that is named where there is any of it."""

    figure: Slice
    say: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """句式 — what is said of a figure. Words that are left out ("") are not said.

    `none`, `one` and `some` begin the sentence (`one` stands in for `some` where it is given); `more`, `fewer` and `same`
    compare with the year before, where that is known and not 0; `details` follow after `lead`. Without a figure `some`
    is always said.
    """

    figure: Slice | None
    some: str
    none: str = ""
    one: str = ""
    more: str = ""
    fewer: str = ""
    same: str = ""
    lead: str = ""
    details: tuple[Detail, ...] = ()

    def said(self, known: Known) -> str:
        """Return the sentence, its figures as references; "" where there is nothing to say."""
        if self.figure is None:
            return self.some
        value = known(Reference(self.figure))
        if value is None:
            return ""
        if not value:
            return self.none
        begun = self.one if value == 1 and self.one else self.some
        return begun and begun + self._compared(known) + self._detailed(known)

    def _compared(self, known: Known) -> str:
        assert self.figure is not None
        now, before = known(Reference(self.figure)), known(Reference(self.figure, Aspect.PREVIOUS))
        if now is None or not before:
            return ""
        return self.more if now > before else self.fewer if now < before else self.same

    def _detailed(self, known: Known) -> str:
        said = [each.say for each in self.details if known(Reference(each.figure))]
        return self.lead + "，".join(said) if said else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """一段 — a paragraph of a section in some forms, from one year to another where only those speak so."""

    section: str
    forms: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    heading: str = ""
    since: int = 0
    until: int = 9999

    def said(self, known: Known, words: Mapping[str, str]) -> str:
        """Return the paragraph, "" where none of its sentences is said; `words` fill {organ} and {year}."""
        sentences = [sentence.said(known) for sentence in self.sentences]
        text = "".join(said if said.startswith(prompt_mark()) else f"{said}。" for said in sentences if said)
        return self.heading + _filled(text, words) if text else ""


def passages(form: str, year: int) -> Iterator[Passage]:
    """Yield the passages of a form in the order of its report."""
    return (each for each in _all() if form in each.forms and each.since <= year <= each.until)


def figures_of(form: str, year: int) -> tuple[Reference, ...]:
    """Return every figure that the passages of a form ask for, those of their conditions too."""
    found = [reference for passage in passages(form, year) for reference in _figures(passage)]
    return tuple(dict.fromkeys(found))


def unusual(now: Decimal, before: Decimal) -> bool:
    """Whether a change against the year before asks to be looked at: by half or more, and not of a few."""
    settings = _data()["unusual"]
    moved = abs(now - before)
    return bool(moved >= settings["least"] and moved * 100 >= before * settings["percent"])


def prompt_mark() -> str:
    """Return the bracket with which words begin that an officer has to replace."""
    return str(_data()["prompt"])


def topics() -> Mapping[str, tuple[str, ...]]:
    """Return by what words one knows that a section speaks of what it has to (`Section.covers`)."""
    return {topic: tuple(words) for topic, words in _data()["topics"].items()}


def _figures(passage: Passage) -> Iterator[Reference]:
    for sentence in passage.sentences:
        held = [sentence.figure, *(detail.figure for detail in sentence.details)]
        for figure in held:
            if figure is not None:
                yield Reference(figure)
                yield Reference(figure, Aspect.PREVIOUS)
        texts = [sentence.some, sentence.none, sentence.one, sentence.more, sentence.fewer, sentence.same]
        for text in [*texts, *(detail.say for detail in sentence.details)]:
            yield from (reference_of(key) for key in _PLACE.findall(text))


def _filled(text: str, words: Mapping[str, str]) -> str:
    marked = _PLACE.sub(lambda found: written(reference_of(found[1])), text)
    for name, value in words.items():
        marked = marked.replace(f"{{{name}}}", value)
    return marked


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("gongkai.rules") / "report_prose.toml").read_text("utf-8"))


@cache
def _all() -> tuple[Passage, ...]:
    return tuple(_passage(row) for row in _data()["passages"])


def _passage(row: Mapping[str, Any]) -> Passage:
    values = dict(row)
    sentences = tuple(_sentence(each) for each in values.pop("sentences"))
    return Passage(forms=tuple(values.pop("forms")), sentences=sentences, **values)


def _sentence(row: Mapping[str, Any]) -> Sentence:
    values = dict(row)
    figure = values.pop("figure", "")
    details = tuple(Detail(parsed(each["figure"]), each["say"]) for each in values.pop("details", ()))
    return Sentence(figure=parsed(figure) if figure else None, details=details, **values)
