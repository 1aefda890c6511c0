"""文本分析 — how Chinese text is made comparable, and cut into the tokens that are indexed.

A text is folded character by character (so that offsets survive), squeezed (gaps inside Chinese removed) and
cut into overlapping pairs of characters. Two texts match where their squeezed folds stand contiguous.
"""

import re
import tomllib
import unicodedata
import zlib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Literal

from gongkai.search.folding import convert, fold, simplified

if TYPE_CHECKING:
    import rjieba

SEPARATOR = "\x1e"
"""Ends a segment of indexed text; no query can contain it, so no phrase reaches across."""

BLANK = "\x1f"
"""Stands for a space between Latin words, because the tokenizer cuts at real spaces."""

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_WIDE = _HAN + "\u3000-\u3004\u3008-\u3020\u3030-\u30ff\uff00-\uffef‘’“”…—()"
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_SPACE = r"[\s\x1c-\x1f]"
_unseen = re.compile(f"[{_UNSEEN}]+")
_spaces = re.compile(f"{_SPACE}+")
_ideographs = re.compile("[\u4e00-\u9fff]+")
_wide = re.compile(f"[{_WIDE}]")

Script = Literal["Hans", "Hant", ""]

_SOURCES = ("folding.py", "words.txt", "vocabulary.toml")


def squeeze(folded: str) -> str:
    """A fold without unseen characters, without gaps at Chinese characters or brackets, other gaps one space."""

    def close(gap: re.Match[str]) -> str:
        start, end = gap.span()
        if start == 0 or end == len(seen) or _wide.match(seen, start - 1) or _wide.match(seen, end):
            return ""
        return " "

    seen = _unseen.sub("", folded)
    return _spaces.sub(close, seen)


def plain(text: str) -> str:
    """What is compared: the squeezed fold of `text`."""
    return squeeze(fold(text))


def bigrams(squeezed: str) -> str:
    """Every pair of neighbouring characters of a squeezed fold, space-joined, for the whitespace tokenizer."""
    chars = squeezed.replace(" ", BLANK)
    return " ".join(map(add, chars, chars[1:]))


@cache
def dictionary() -> "rjieba.Jieba":
    """The words that are indexed whole, beside the pairs; the official terms of this field added."""
    import rjieba  # its dictionary takes a while: loaded when first asked for

    words = rjieba.Jieba()
    for word in files(__package__).joinpath("words.txt").read_text("utf-8").split():
        words.add_word(fold(word), 20_000, "n")
    return words


def is_word(squeezed: str) -> bool:
    """Whether `words` finds every place of this phrase, so that one posting list answers for it."""
    return bool(len(squeezed) > 2 and _ideographs.fullmatch(squeezed) and dictionary().has_word(squeezed))


def words(squeezed: str) -> str:
    """Every dictionary word of three or more characters that stands in the text, overlapping ones too."""
    return " ".join(word for word in dictionary().cut_all(squeezed) if len(word) > 2 and word > "\u4e00")


@lru_cache(1024)
def finder(squeezed: str) -> re.Pattern[str]:
    """Finds a squeezed fold in a fold that is not squeezed: gaps are allowed where squeezing closes them."""
    unseen, gap = f"[{_UNSEEN}]*", f"(?:{_SPACE}|[{_UNSEEN}])*"
    pieces = [re.escape(squeezed[:1])]
    for before, char in pairwise(squeezed):
        if char == " ":
            pieces.append(f"{unseen}{_SPACE}{gap}")
        elif before == " ":
            pieces.append(re.escape(char))
        else:
            pieces.append((gap if _wide.match(before) or _wide.match(char) else unseen) + re.escape(char))
    return re.compile("".join(pieces))


def tidy(text: str) -> str:
    """`text` for showing on one line: unseen characters gone, every gap one space."""
    return _spaces.sub(" ", _unseen.sub("", text))


def segments(parts: Iterable[str]) -> str:
    """Squeezed folds as one text in which no phrase reaches across; each part's last character starts a pair."""
    return "".join(part + SEPARATOR for part in parts if part)


@cache
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that only simplified, and only traditional, writing uses."""
    to_simplified = simplified()
    common = (chr(i) for i in range(0x4E00, 0xA000))
    traditional = {c for c in common if c in to_simplified and convert(c, "s2t") == c}
    mainland = {to for c in traditional if (to := to_simplified[c]) and convert(to, "s2t") != to}
    return frozenset(mainland), frozenset(traditional)


def script_of(text: str) -> Script:
    """Simplified (Hans) or Traditional (Hant) by how many characters only one of them uses; "" when none."""
    used = set(text)
    hans, hant = (len(used & chars) for chars in _scripts())
    if hans == hant == 0:
        return ""
    return "Hant" if hant > hans else "Hans"


@cache
def _mainland_words() -> tuple[dict[str, str], re.Pattern[str]]:
    """Words with a fixed mainland form, and the pattern that finds them, longest first."""
    data = tomllib.loads(files(__package__).joinpath("vocabulary.toml").read_text("utf-8"))
    words = {word: fold(word) for word in data["keep"]} | dict(data["mainland"])
    return words, re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def mainland(text: str) -> str:
    """A Traditional `text` as a mainland office would write it: other characters and other words."""
    words, pattern = _mainland_words()
    pieces, end = [], 0
    for match in pattern.finditer(text):
        pieces += [convert(text[end : match.start()], "tw2sp"), words[match[0]]]
        end = match.end()
    return "".join([*pieces, convert(text[end:], "tw2sp")])


def vocabulary(text: str) -> str | None:
    """The squeezed fold of the mainland version of a Traditional `text`; None where it would say the same."""
    if script_of(text) != "Hant":
        return None
    other = plain(mainland(text))
    return None if other == plain(text) else other


_NUMBER_NOISE = re.compile(r"[\s()第号\x00-\x1f<>《》\"'“”‘’、,.。:;]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−﹣", "-"))


@lru_cache(4096)
def number_key(text: str) -> str:
    """文号 or 索引号 without brackets, spaces, 第 and 号: the same key for every way of writing it."""
    return _NUMBER_NOISE.sub("", _unseen.sub("", fold(text).translate(_DASHES)))


@cache
def fingerprint() -> str:
    """Changes whenever the same text may be indexed differently: other word lists, libraries, or rules of folding.

    It is asked for at each start, so it stands on what the fold is made from, not on the fold.
    """
    own = b"".join(files(__package__).joinpath(name).read_bytes() for name in _SOURCES)
    libraries = f"{version('opencc')} {version('rjieba')} {unicodedata.unidata_version}"
    return f"{zlib.crc32(libraries.encode() + own):08x}"
