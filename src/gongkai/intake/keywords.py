"""关键词 — the words by which a document is looked for: as its page labels them, else its own weightiest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from .clutter import labels_in
from .reading import Filled, Line, Source
from .titles import Found
from .words import genre_word, organs_in, simplify, title_organs

if TYPE_CHECKING:
    import rjieba

COUNT = 5
_LABELS = ("关键词", "关键字", "主题词")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_SPLIT = re.compile(r"[\s,，;；、|/]+")
_LONGEST_TEXT = 4_000
_LONGEST_PHRASE = 8
# Parts of speech that can name a matter; the segmenter's own marks.
_NAMING = frozenset(("n", "nz", "vn", "an", "l", "j", "nt", "i", "b", "a", "nr", "v"))
_ENDING = frozenset(("n", "nz", "vn", "l", "j", "nt", "an"))


@cache
def segmenter() -> rjieba.Jieba:
    """The segmenter; its dictionary is loaded once."""
    import rjieba  # its dictionary takes a while: loaded when first asked for

    return rjieba.Jieba()


def find_keywords(
    source: Source, title: Found | None, body: Sequence[Line]
) -> tuple[tuple[str, ...], Filled | None]:
    """Up to five keywords in Simplified characters, the weightiest first, and what says so."""
    for line in [*source.lines[:40], *source.lines[-8:]]:
        values = labels_in(line)
        for name in _LABELS:
            said = _listed(values.get(name, ""))
            if said:
                return said, Filled("、".join(said), "certain", line.text)
    if title is None and not body:
        return (), None
    own = _weightiest(_matter(title), body)
    if title and "信息公开" in title.simple:
        own = ("政府信息公开", *own)[:COUNT]
    return own, Filled("、".join(own), "guess", title.title if title else own[0]) if own else None


def _listed(value: str) -> tuple[str, ...]:
    words = [word for word in _SPLIT.split(value.strip()) if 2 <= len(word) <= 12]
    return tuple(dict.fromkeys(word for word in words if word not in _stop()))[:10] if len(words) >= 1 else ()


def _matter(title: Found | None) -> str:
    """What a title speaks of: without its organs and without the words of its kind."""
    if title is None:
        return ""
    simple = title.simple
    for organ in title_organs(simple)[0]:
        simple = simple.replace(organ, "")
    return re.sub(rf"{re.escape(genre_word(simple))}$", "", simple) if genre_word(simple) else simple


def _weightiest(matter: str, body: Sequence[Line]) -> tuple[str, ...]:
    text = "\n".join(line.simple for line in body if not line.is_table and not organs_in(line.simple))
    counts = _phrases(simplify(text)[:_LONGEST_TEXT])
    headed = _phrases(matter)
    weights = {
        phrase: (counts[phrase] + 6 * headed[phrase]) * (1.0 + 0.45 * min(len(phrase) - 2, 4))
        for phrase in {*counts, *headed}
        if counts[phrase] + headed[phrase] >= 2 or phrase in headed
    }
    chosen: list[str] = []
    for phrase in sorted(weights, key=lambda phrase: (-weights[phrase], phrase)):
        if not any(phrase in other or other in phrase for other in chosen):
            chosen.append(phrase)
        if len(chosen) == COUNT:
            break
    return tuple(chosen)


def _phrases(text: str) -> Counter[str]:
    """Naming words of two letters or more, and neighbours of them that stand together, with their counts."""
    counts: Counter[str] = Counter()
    before = ""
    for word, tag in segmenter().tag(text):
        naming = tag in _NAMING and len(word) >= 2 and _tells(word)
        if naming and tag in _ENDING:
            counts[word] += 1
            if before and len(before) + len(word) <= _LONGEST_PHRASE:
                counts[before + word] += 1
        before = word if naming else ""
    return counts


@cache
def _stop() -> frozenset[str]:
    """Words of official style that tell no document from another."""
    return frozenset((files(__package__) / "stopwords.txt").read_text("utf-8").split())


def _tells(word: str) -> bool:
    return word not in _stop() and bool(_HAN.fullmatch(word))
