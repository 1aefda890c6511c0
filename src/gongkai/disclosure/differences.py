"""版本对照 — what changed between two texts, paragraph by paragraph and then word by word (difflib)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_ALIKE = 0.35
"""Paragraphs less alike than this are one removed and one added, not one changed."""
_LONGEST = 4000
"""Characters of a paragraph beyond which it is compared as a whole: the cost grows with the square."""
_ISLAND = 2
"""Unchanged pieces up to this long between two changes are taken into the change: they only disturb reading."""
_CONTEXT = 1


class Kind(StrEnum):
    """改动 — what happened to a paragraph or a piece of one."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """片段 — words of a paragraph that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """段落 — one paragraph of the comparison; of unchanged ones, `skipped` says how many this stands for."""

    kind: Kind
    pieces: tuple[Piece, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """对照 — the paragraphs in order, and how many of each kind changed."""

    paragraphs: tuple[Paragraph, ...]
    added: int
    removed: int
    changed: int

    @property
    def same(self) -> bool:
        """Whether the two texts have the same paragraphs."""
        return not (self.added or self.removed or self.changed)


def compare(old: str, new: str) -> Comparison:
    """Compare two texts whose paragraphs are lines; long unchanged stretches are left out."""
    paragraphs = list(_paragraphs(_lines(old), _lines(new)))
    count = {kind: sum(paragraph.kind is kind for paragraph in paragraphs) for kind in Kind}
    return Comparison(
        tuple(_shortened(paragraphs)), count[Kind.ADDED], count[Kind.REMOVED], count[Kind.CHANGED]
    )


def words(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two paragraphs word by word: Chinese by characters, Latin words and numbers as wholes."""
    if max(len(old), len(new)) > _LONGEST:
        return _whole(old, new)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[tuple[str, str, str]] = []  # what stayed, what went, what came
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        went, came = "".join(before[i:j]), "".join(after[k:m])
        pieces.append((went, "", "") if tag == "equal" else ("", went, came))
    return tuple(_joined(_without_islands(pieces)))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _whole(old: str, new: str) -> tuple[Piece, ...]:
    both = (Piece(Kind.REMOVED, old), Piece(Kind.ADDED, new))
    return tuple(piece for piece in both if piece.text)


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Paragraph(Kind.SAME, (Piece(Kind.SAME, text),)) for text in old[i:j])
        else:
            yield from _replaced(old[i:j], new[k:m])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Pair what was replaced in order; a pair that has little in common is one gone and one new."""
    for before, after in zip_longest(old, new):
        if before is not None and after is not None and _alike(before, after):
            yield Paragraph(Kind.CHANGED, words(before, after))
            continue
        if before is not None:
            yield Paragraph(Kind.REMOVED, (Piece(Kind.REMOVED, before),))
        if after is not None:
            yield Paragraph(Kind.ADDED, (Piece(Kind.ADDED, after),))


def _alike(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, old[:_LONGEST], new[:_LONGEST], autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _without_islands(pieces: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Take short unchanged pieces between two changes into one change."""
    went = came = ""
    for place, (stayed, gone, come) in enumerate(pieces):
        inside = 0 < place < len(pieces) - 1
        if stayed and not (inside and len(stayed) <= _ISLAND):
            if went or came:
                yield "", went, came
                went = came = ""
            yield stayed, "", ""
        else:
            went, came = went + stayed + gone, came + stayed + come
    if went or came:
        yield "", went, came


def _joined(pieces: Iterator[tuple[str, str, str]]) -> Iterator[Piece]:
    for stayed, went, came in pieces:
        for kind, text in ((Kind.SAME, stayed), (Kind.REMOVED, went), (Kind.ADDED, came)):
            if text:
                yield Piece(kind, text)


def _shortened(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Keep a paragraph of context around each change, and say how many others were left out."""
    kept = {
        place + near
        for place, paragraph in enumerate(paragraphs)
        if paragraph.kind is not Kind.SAME
        for near in range(-_CONTEXT, _CONTEXT + 1)
    }
    left_out = 0
    for place, paragraph in enumerate(paragraphs):
        if place not in kept:
            left_out += 1
            continue
        if left_out:
            yield Paragraph(Kind.SAME, (), skipped=left_out)
            left_out = 0
        yield paragraph
    if left_out:
        yield Paragraph(Kind.SAME, (), skipped=left_out)
