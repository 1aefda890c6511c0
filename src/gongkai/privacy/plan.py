"""清理计划 — what is to leave a file: words at their places, the same words wherever else they stand, what is hidden."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from lxml import etree

from gongkai.rules.privacy import HIDDEN_KINDS, Kind, MaskRule

from .finding import Finding
from .masking import mask_spans
from .ooxml import local
from .taken import JOIN, Taken

SHORTEST_WORDS = 4
"""Shorter words (a name of two characters) are masked where they were found and where they stand alone."""

# So few words are asked for one by one; more are looked up window by window.
_FEW = 256
_SPACE = re.compile(r"\s")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LINES = {"p", "si", "is", "text"}
_LETTERS = {"t", "delText"}


@dataclass(frozen=True)
class Plan:
    """清理计划 — for one file; `inside` gives the part of it for a file within the file."""

    spans: tuple[tuple[int, int, Kind], ...]
    words: Mapping[str, Kind]
    hidden: frozenset[tuple[Kind, str]]
    masks: Mapping[Kind, MaskRule]

    def asks(self, kind: Kind) -> bool:
        """Whether anything of this kind is to leave this file."""
        return any(one == kind for one, _ in self.hidden)

    def places(self, kind: Kind) -> list[str]:
        """Where things of this kind are to leave."""
        return [place for one, place in self.hidden if one == kind]

    def inside(self, name: str, start: int, end: int) -> Plan:
        """The plan for a file of this name whose words stand at start..end of this file's text."""
        return replace(
            self,
            spans=tuple((a - start, b - start, kind) for a, b, kind in self.spans if start <= a and b <= end),
            hidden=frozenset(
                (kind, place.removeprefix(name).removeprefix(JOIN))
                for kind, place in self.hidden
                if place == name or place.startswith(name + JOIN)
            ),
        )

    def masked(self, text: str) -> str:
        """Text of the same length with all words of the plan masked, wherever they stand."""
        if len(text) < self._shortest:
            return text
        flat = _SPACE.sub(" ", text)
        if len(self.words) <= _FEW and not any(words in flat for words in self.words):
            return text
        spans = [
            (start, start + len(words), self.words[words])
            for words, start in _occurrences(flat, self._by_length)
        ]
        return mask_spans(text, spans, self.masks) if spans else text

    @cached_property
    def _shortest(self) -> int:
        return min(map(len, self.words), default=sys.maxsize)

    @cached_property
    def _by_length(self) -> dict[int, set[str]]:
        lengths: dict[int, set[str]] = {}
        for words in self.words:
            lengths.setdefault(len(words), set()).add(words)
        return lengths

    def mask_stretches(self, taken: Taken) -> None:
        """Write the masked words back into the nodes that the text was taken from."""
        text = taken.text
        new = mask_spans(text, self.spans, self.masks)
        for one in taken.stretches:
            words = new[one.start : one.end]
            if words != text[one.start : one.end]:
                _put(one.node, one.attribute, words)

    def mask_tree(self, root: etree._Element) -> bool:
        """Mask the words everywhere in a tree, also when split over runs; whether there were any."""
        changed = False
        for element in root.iter(etree.Element):
            if local(element) in _LINES:
                changed |= self._mask_line([e for e in element.iter(etree.Element) if local(e) in _LETTERS])
        for element in root.iter():
            for attribute in ("text", "tail"):
                words = getattr(element, attribute)
                if words and (new := self.masked(words)) != words:
                    setattr(element, attribute, new)
                    changed = True
            for name, words in element.attrib.items() if isinstance(element.tag, str) else ():
                if (new := self.masked(words)) != words:
                    element.set(name, new)
                    changed = True
        return changed

    def _mask_line(self, letters: list[etree._Element]) -> bool:
        words = "".join(e.text or "" for e in letters)
        new = self.masked(words)
        if new == words:
            return False
        at = 0
        for element in letters:
            size = len(element.text or "")
            element.text = new[at : at + size]
            at += size
        return True


def plan_of(text: str, remove: Collection[Finding], masks: Mapping[Kind, MaskRule]) -> Plan:
    """The plan for removing these findings from the file that this text was taken from."""
    spans = [(f.start, f.end, f.kind) for f in remove if f.kind not in HIDDEN_KINDS and f.end > f.start]
    words = {_SPACE.sub(" ", text[start:end]): kind for start, end, kind in spans}
    return Plan(
        tuple(spans),
        words,
        frozenset((f.kind, f.place) for f in remove if f.kind in HIDDEN_KINDS),
        masks,
    )


def _put(node: etree._Element, attribute: str, words: str) -> None:
    if attribute in ("text", "tail"):
        setattr(node, attribute, words)
    else:
        node.set(attribute, words)


def _occurrences(text: str, lengths: Mapping[int, Collection[str]]) -> Iterable[tuple[str, int]]:
    """Each of the words in the text with its place: every window of each length is looked up once."""
    for length, words in lengths.items():
        for start in range(len(text) - length + 1):
            found = text[start : start + length]
            if found in words and (length >= SHORTEST_WORDS or _alone(text, start, length)):
                yield found, start


def _alone(text: str, start: int, length: int) -> bool:
    """Whether no Chinese character touches the words: a short name may be part of another word."""
    around = text[max(0, start - 1) : start] + text[start + length : start + length + 1]
    return not _HAN.search(around)
