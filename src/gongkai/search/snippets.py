"""摘要 — the piece of a text that shows why it was found, with what was asked for marked.

Pieces are plain text with a flag, for a template to escape and mark: no markup is made here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from gongkai.search.analysis import finder, mainland, script_of, tidy
from gongkai.search.folding import fold
from gongkai.search.query import Query

_HEAD = 20_000
"""Characters that are looked through first: the whole of a very long text only where they do not do."""

_HITS = 40
_ENDS = "。！？；!?;\n"
_PAUSES = "，、,：: "
_ELLIPSIS = "…"

Span: TypeAlias = tuple[int, int, int]
"""Start, end, and which term."""


class Fragment(NamedTuple):
    """片段 — a piece of text, and whether it is what was asked for."""

    text: str
    hit: bool


def _spans(text: str, query: Query) -> list[Span]:
    """Where the terms stand in `text`, in order."""
    folded = fold(text)
    found: list[Span] = []
    for number, term in enumerate(query.terms):
        for phrase in term.phrases:
            matches = zip(range(_HITS), finder(phrase).finditer(folded), strict=False)
            found += [(*match.span(), number) for _, match in matches]
    return sorted(found)


def _merged(spans: Iterable[Span]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end, _ in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _fragments(text: str, spans: Iterable[Span], start: int, end: int) -> list[Fragment]:
    """`text[start:end]` taken apart at the spans."""
    pieces: list[Fragment] = []
    at = start
    for left, right in _merged(span for span in spans if span[1] > start and span[0] < end):
        left, right = max(left, at), min(right, end)
        pieces += [Fragment(tidy(text[at:left]), False), Fragment(tidy(text[left:right]), True)]
        at = right
    pieces.append(Fragment(tidy(text[at:end]), False))
    return [piece for piece in pieces if piece.text]


def _versions(text: str) -> Iterable[str]:
    """The text's beginning, all of it, and its mainland version: each made only when the one before did not do."""
    if len(text) > _HEAD:
        yield text[:_HEAD]
    yield text
    if script_of(text) == "Hant":
        yield mainland(text)


def _located(text: str, query: Query) -> tuple[str, list[Span]]:
    """The version of `text` in which most terms stand, and where they do."""
    best: tuple[str, list[Span]] = (text, [])
    terms = 0
    for version in _versions(text):
        spans = _spans(version, query)
        found = len({span[2] for span in spans})
        if found > terms:
            best, terms = (version, spans), found
        if terms == len(query.terms):
            break
    return best


def _densest(spans: Sequence[Span], width: int) -> tuple[int, int]:
    """Start and end of the first run of spans within `width` that has most of the terms."""
    best, best_count, left = (spans[0][0], spans[0][1]), 0, 0
    inside: Counter[int] = Counter()
    for start, end, term in spans:
        inside[term] += 1
        while end - spans[left][0] > width and spans[left][0] < start:
            inside[spans[left][2]] -= 1
            left += 1
        if (count := sum(map(bool, inside.values()))) > best_count:
            best, best_count = (spans[left][0], end), count
    return best


def _border(text: str, low: int, high: int, *, last: bool) -> int | None:
    """A place in `text[low:high]` just after the last (or first) sentence end, else after a pause."""
    for marks in (_ENDS, _PAUSES):
        places = [
            place for mark in marks if (place := (text.rfind if last else text.find)(mark, low, high)) >= 0
        ]
        if places:
            return (max if last else min)(places) + 1
    return None


def _window(text: str, first: int, last: int, width: int) -> tuple[int, int]:
    """Where to cut so that `text[first:last]` is shown, at sentence borders where one is near."""
    room = max(0, width - (last - first))
    low = max(0, first - room // 2)
    start = 0 if low == 0 else (_border(text, low, first, last=True) or low)
    high = min(len(text), max(start + width, last))
    if high == len(text):
        return start, high
    return start, _border(text, max(last, start + width * 2 // 3), high, last=True) or high


def highlight(text: str, query: Query) -> list[Fragment]:
    """All of a short text, such as a title, with what was asked for marked."""
    return _fragments(text, _spans(text, query), 0, len(text))


def snippet(text: str, query: Query, width: int = 90) -> list[Fragment]:
    """About `width` characters of `text` around what was asked for.

    A Traditional text that was found by a mainland word is shown in its mainland version. Where nothing of the
    query stands in the text (it was found by title or number), its beginning is shown.
    """
    text, spans = _located(text, query)
    first, last = _densest(spans, width) if spans else (0, 0)
    start, end = _window(text, first, last, width)
    fragments = _fragments(text, spans, start, end)
    before = [Fragment(_ELLIPSIS, False)] if text[:start].strip() else []
    after = [Fragment(_ELLIPSIS, False)] if text[end:].strip() else []
    return before + fragments + after
