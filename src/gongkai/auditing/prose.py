"""行文 — the running prose of a report: lines put together again, folded, without spaces or tables.

Patterns are matched on `Prose.text`; every character of it knows its place in `Source.text`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from gongkai.auditing.folding import fold
from gongkai.auditing.model import Outline, Source, Span
from gongkai.auditing.numerals import WIDE_GROUPS

_COMMA = "\ue000"
# Patterns that begin with a letter are looked for at its places only.
_LOOSE_COMMA = re.compile(r",(?:(?<!\d,)|(?!\s?\d{3}(?!\d)))")
# The same where the end of a line may divide the number: decided when the lines are put together.
_SURELY_LOOSE = re.compile(r",(?:(?<!\d,)(?<!\d\n,)|(?!\s?\d\n?\d\n?\d(?!\d)))")
_WIDE_GROUP = re.compile(r"，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")
_RUN = re.compile(r"\S+")
_SENTENCE = re.compile(r"[^。!?\n]+")
_CELL_GAP = re.compile(r"(?<=[^\s。，;:!?、])(?:[ \u00a0]{3,}|\t[ \t]*)(?=\S)")
_WIDE_GAP = re.compile(r"[ \u00a0](?<=[^\s。;:!?][ \u00a0])[ \u00a0]{4,}(?=[^\s(一二三四五六七八九十])")
_BREAK = re.compile(r"\n")
_BARS = re.compile(r"\|")
_ONLY_NUMBERS = re.compile(r"[\d\s.,%\-/|]+")
_ENDS = "。!?"
_GOES_ON = "，,、;:(“《"
_BEGINS = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|第[一二三四五六七八九十]+[章节条部]"
    r"|附件|[①-⑳]|■|●)"
)
_CONTINUES = re.compile(r"\s*[。，,、;:)”》%]")
_PAUSE = re.compile(r"[。，;:]")
_BROKEN_OFF = re.compile(r"[\d万亿]\s*\Z")
_UNIT = re.compile(r"\s*(?:万|亿|元|件|条|次|期|篇|份|个|家|名|人|场|项|起|宗|余|多|%)")
_NARROWEST, _WIDEST = 16, 120


class Sentence(NamedTuple):
    """句 — a sentence as a range of `Prose.text`, the full stop excluded, and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Prose:
    """行文 — the text that is matched, for each of its characters its place in the source, and its sentences.

    `unfinished` holds the ends of paragraphs of laid out text that stop in the middle of a sentence.
    """

    text: str
    places: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    unfinished: frozenset[int] = frozenset()

    def is_whole(self, sentence: Sentence) -> bool:
        """Whether a sentence is not one half of what an odd break of lines has divided."""
        return sentence.end not in self.unfinished and sentence.start - 1 not in self.unfinished

    def is_whole_at(self, span: Span) -> bool:
        """Whether a place of the source is in none of the halves of a divided sentence."""
        start, end = (bisect_left(self.places, place) for place in (span.start, span.end))
        first = bisect_right(self.sentences, start, key=lambda one: one.start) - 1
        near = takewhile(lambda one: one.start < end, self.sentences[max(0, first) :])
        return all(self.is_whole(sentence) for sentence in near if sentence.end > start)

    def span(self, start: int, end: int) -> Span:
        """Return where the characters from `start` to before `end` stand in the source."""
        return Span(self.places[start], self.places[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    words: str
    ends: bool
    cut: bool = False


def prose_of(source: Source, outline: Outline, tables: Sequence[Span] = ()) -> Prose:
    """Return the prose of the report's body; lines that look like rows are left out, and tables.

    `tables` are the places of those that were read and have no grid.
    """
    lines = list(_lines(source, outline.body, tables))
    width = _typical_width(lines)
    letters: list[str] = []
    places: list[int] = []
    unfinished: set[int] = set()
    for number, line in enumerate(lines):
        for run in _RUN.finditer(line.words):
            # Two numbers apart on one line stay apart; one that the end of a line divides is one.
            if line.words[: run.start()].strip() and letters[-1][-1].isdigit() and run.group()[0].isdigit():
                letters.append(" ")
                places.append(line.start + run.start())
            letters.append(run.group())
            places.extend(range(line.start + run.start(), line.start + run.end()))
        following = lines[number + 1] if number + 1 < len(lines) else None
        apart = line.cut or (following is not None and following.cut)
        if places and (apart or not _wrapped(line, following, width)):
            if apart or (width and following and not line.ends and not _BEGINS.match(following.words)):
                unfinished.add(len(places))
            letters.append("\n")
            places.append(line.start + len(line.words) - 1)
    text = _grouped("".join(letters))
    sentences = tuple(_sentences(text))
    broken = (
        one.end for one in sentences if one.end in unfinished and _PAUSE.search(text, one.start, one.end)
    )
    return Prose(text, tuple(places), sentences, frozenset(broken))


def _canonical(text: str) -> str:
    # A full-width comma groups full-width digits and what is one number before a unit, a half-width one any.
    folded = fold(_WIDE_GROUP.sub(",", text).replace("，", _COMMA))
    return _SURELY_LOOSE.sub("，", folded).replace(_COMMA, "，")


def _grouped(joined: str) -> str:
    """Text with its lines put together, a comma only where it groups digits."""
    loose = _LOOSE_COMMA.sub("，", joined)
    return WIDE_GROUPS.sub(lambda found: found.group().replace("，", ","), loose)


def _lines(source: Source, body: Span, tables: Sequence[Span]) -> Iterator[_Line]:
    text = _canonical(source.text)
    read = (span for span in tables if "。" not in span.of(text))
    blanked = _without(text, (*(grid.span for grid in source.grids), *read))
    at = 0
    for words in blanked.splitlines(keepends=True):
        start, at = at, at + len(words)
        line = words.rstrip("\r\n\f\x0b\x1c\x1d\x1e\x85\u2028\u2029")
        if at <= body.start or start >= body.end or not line.strip():
            continue
        if not _is_row(line):
            yield from _columns(line, start)


def _columns(line: str, start: int) -> Iterator[_Line]:
    """A line of prose; what a wide gap parts stands in columns side by side, and none goes on in the other."""
    bare = line.rstrip()
    gap = _WIDE_GAP.search(bare) if _PAUSE.search(bare) else None
    if gap is None:
        yield _Line(start, line, bare[-1] in _ENDS)
        return
    yield _Line(start, bare[: gap.start()], ends=False, cut=True)
    yield _Line(start + gap.end(), bare[gap.end() :], ends=False, cut=True)


def _without(text: str, spans: Iterable[Span]) -> str:
    for span in spans:
        text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
    return text


def _is_row(line: str) -> bool:
    bare = line.strip()
    if _ONLY_NUMBERS.fullmatch(bare):
        return True
    if "。" in bare or "，" in bare:
        return False
    return len(_BARS.findall(bare)) >= 1 or _CELL_GAP.search(bare) is not None


def _typical_width(lines: list[_Line]) -> int:
    # The width that most letters of the text are set to; 0 where lines are whole paragraphs.
    widths = sorted(len(line.words.strip()) for line in lines)
    total, narrow = sum(widths), [width for width in widths if width <= _WIDEST]
    if len(narrow) < 3 or sum(narrow) < 0.6 * total:
        return 0
    passed = 0
    for width in narrow:
        passed += width
        if passed >= 0.6 * sum(narrow):
            return width if width >= _NARROWEST else 0
    return 0


def _wrapped(line: _Line, following: _Line | None, width: int) -> bool:
    if following is None:
        return False
    if line.words.rstrip()[-1] in _GOES_ON or _CONTINUES.match(following.words):
        return True
    if _BROKEN_OFF.search(line.words) and _UNIT.match(following.words):
        return True
    if line.ends or _BEGINS.match(following.words):
        return False
    if _BEGINS.match(line.words) and not _PAUSE.search(line.words):
        return False
    return width > 0 and 0.75 * width <= len(line.words.strip()) <= _WIDEST


def _sentences(text: str) -> Iterator[Sentence]:
    breaks = [found.start() for found in _BREAK.finditer(text)]
    paragraph = 0
    for match in _SENTENCE.finditer(text):
        while paragraph < len(breaks) and breaks[paragraph] < match.start():
            paragraph += 1
        yield Sentence(match.start(), match.end(), paragraph)
