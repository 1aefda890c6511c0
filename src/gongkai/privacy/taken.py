"""取出的文字 — the text of one file as it is gathered, with the place of every stretch and what the file hides."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from gongkai.intake.reading import FileRefused
from gongkai.rules.privacy import Certainty, Kind, MaskRule, masked

from .finding import Finding

MAX_CHARACTERS = 40_000_000
MAX_DEPTH = 4
MAX_INNER_FILES = 2_000
MAX_INNER_BYTES = 400 * 1024 * 1024
JOIN = " › "
_SHOWN = 16
_GLIMPSE = MaskRule(2, 0)


@dataclass(slots=True)
class Bounds:
    """限度 — how much may still be unpacked in all, however deeply one file stands in another."""

    files: int = MAX_INNER_FILES
    bytes: int = MAX_INNER_BYTES

    def spend(self, size: int) -> None:
        """Count one inner file. Raises FileRefused when there are too many or too much."""
        self.files -= 1
        self.bytes -= size
        if self.files < 0 or self.bytes < 0:
            raise FileRefused("zip_bomb", "这个文件里层层包含的内容过多，不予检查。请解开后分别检查。")


@dataclass(slots=True)
class Stretch:
    """一段 — text that one node of the file holds: `node`'s `attribute` says text[start:end]."""

    start: int
    end: int
    node: Any
    attribute: str


Opener = Callable[[bytes, str, "Taken"], None]


@dataclass
class Taken:
    """取出的文字 — grows while a file is read; afterwards `text` and `findings` are whole.

    `blocks` are ranges that are scanned as one text each; a match never runs from one into the next.
    `prefix` names the files around the one that is being read; `inner` are the ranges of the files directly
    within the outermost one, in the order they were looked into.
    """

    opener: Opener
    bounds: Bounds = field(default_factory=Bounds)
    prefix: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    inner: list[tuple[int, int]] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    length: int = 0
    _parts: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _places: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything written so far."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    def move(self, place: str) -> None:
        """What is written from here on stands at this place."""
        full = JOIN.join((*self.prefix, place)) if place else JOIN.join(self.prefix)
        if self._starts and self._starts[-1] == self.length:
            self._places[-1] = full
        elif not self._places or self._places[-1] != full:
            self._starts.append(self.length)
            self._places.append(full)

    def open_block(self) -> None:
        """What is written from here on is scanned apart from what stands before."""
        self.new_line()
        if not self.blocks or self.blocks[-1] != self.length:
            self.blocks.append(self.length)

    def new_line(self) -> None:
        """End the line, unless nothing stands on it."""
        if self._parts and not self._parts[-1].endswith("\n"):
            self.write("\n")

    def write(self, text: str, node: Any = None, attribute: str = "text") -> None:
        """Add text; `node` is what holds it, for writing it back. Raises FileRefused when it is too much."""
        if not text:
            return
        if node is not None:
            self.stretches.append(Stretch(self.length, self.length + len(text), node, attribute))
        self._parts.append(text)
        self.length += len(text)
        if self.length > MAX_CHARACTERS:
            raise FileRefused("too_long", "这个文件的文字超过 4000 万字符，不予检查。请拆分后再试。")

    def note(
        self,
        kind: Kind,
        certainty: Certainty,
        reason: str,
        *,
        place: str | None = None,
        start: int | None = None,
        end: int | None = None,
        excerpt: str = "",
    ) -> None:
        """Record what the file hides; the range defaults to here, the place to where we are."""
        begin = self.length if start is None else start
        finish = begin if end is None else end
        if place is None:
            full = self.place_of(begin)
        else:
            full = JOIN.join(part for part in (*self.prefix, place) if part)
        self.findings.append(Finding(kind, certainty, begin, finish, excerpt, full, reason))

    def told(self) -> list[Finding]:
        """What the file hides, each with its excerpt."""
        text = self.text
        return [
            one if one.excerpt else replace(one, excerpt=glimpse(text[one.start : one.end]))
            for one in self.findings
        ]

    def warn(self, sentence: str) -> None:
        """Record what could not be looked into."""
        inside = JOIN.join(self.prefix)
        self.warnings.append(f"{inside}：{sentence}" if inside else sentence)

    def ranges_of_blocks(self) -> list[tuple[int, int]]:
        """The blocks as ranges of the text."""
        return [(start, end) for start, end in pairwise([*self.blocks, self.length]) if end > start]

    def place_of(self, offset: int) -> str:
        """Where the character at this offset stands."""
        at = bisect_right(self._starts, offset) - 1
        return self._places[at] if at >= 0 else JOIN.join(self.prefix)

    def look_into(self, data: bytes, name: str) -> None:
        """Read a file that stands within this one; what cannot be read is a warning, the rest goes on."""
        if len(self.prefix) >= MAX_DEPTH:
            self.warn(f"{name} 嵌套过深，未检查。")
            return
        self.open_block()
        start = self.length
        self.bounds.spend(len(data))
        with self._inside(name):
            try:
                self.move("")
                self.opener(data, name, self)
            except FileRefused as refusal:
                if refusal.code == "zip_bomb":
                    raise
                self.warn(f"未检查。{refusal.message}")
            self.open_block()
        if not self.prefix:
            self.inner.append((start, self.length))

    @contextmanager
    def _inside(self, name: str) -> Iterator[None]:
        before = self.prefix
        self.prefix = (*before, name)
        try:
            yield
        finally:
            self.prefix = before


def glimpse(words: str) -> str:
    """A hint at words without the words: the first two characters, the others as `*`."""
    flat = " ".join(words.split())
    short = masked(flat[:_SHOWN], _GLIMPSE)
    return short + "…" if len(flat) > _SHOWN else short


def ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs: 3,4,5,9 → (3,5), (9,9)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
