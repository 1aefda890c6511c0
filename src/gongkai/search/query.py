"""检索词 — what the reader typed, taken apart: words that must all stand in the text, and words that must not."""

import re
from dataclasses import dataclass

from gongkai.search.analysis import number_key, plain, script_of, vocabulary
from gongkai.search.folding import fold

MAX_CHARACTERS = 300
MAX_TERMS = 20

_HAN = "\u4e00-\u9fff"
_DOCUMENT_NUMBER = rf"[{_HAN}]{{1,15}}\s*\(\s*(?:19|20)\d\d\s*\)\s*第?\s*\d+\s*号?"
_INDEX_NUMBER = r"(?<![^\s])[0-9a-z]+(?:\s*[-/]\s*[0-9a-z]+)+(?![^\s])"
_QUOTED = r"\"[^\"]*\"|“[^”]*”|「[^」]*」|『[^』]*』|\"[^“”\"]*”|“[^“”\"]*\""
_TOKEN = re.compile(
    rf"(?P<quoted>{_QUOTED})|(?P<number>{_DOCUMENT_NUMBER}|{_INDEX_NUMBER})|(?P<word>[^\s\"“”]+)"
)
_NUMBER_PARTS = re.compile(rf"([{_HAN}]+)\(((?:19|20)\d\d)\)第?(\d+)号?")


@dataclass(frozen=True, slots=True)
class Term:
    """检索项 — one thing asked for: it stands in a text where any of its `phrases` stands in one piece.

    `phrases` are squeezed folds. `key` is the number key where the term may be a 文号 or 索引号, else "".
    """

    text: str
    phrases: tuple[str, ...]
    key: str = ""
    exact: bool = False

    @property
    def short(self) -> bool:
        """A single character: found, but not worth a search of its own."""
        return all(len(phrase) < 2 for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class Query:
    """检索式 — every one of `terms` (half of them when `loose`) and none of `excluded`.

    `shortened` when too long a text was cut.
    """

    text: str
    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    shortened: bool = False
    loose: bool = False

    @property
    def too_short(self) -> bool:
        """Nothing but single characters was asked for: no search is made, the reader is told."""
        return bool(self.terms) and all(term.short for term in self.terms)

    @property
    def empty(self) -> bool:
        """Nothing was asked for: every document answers, narrowed by filters alone."""
        return not (self.terms or self.excluded)


def _phrases(text: str, *, exact: bool) -> tuple[str, ...]:
    found = [plain(text)]
    if not exact and script_of(text) == "Hant":
        found.append(vocabulary(text) or "")
    if number := _NUMBER_PARTS.fullmatch(found[0]):
        found.append("{}({}){}号".format(*number.groups()))
    return tuple(dict.fromkeys(filter(None, found)))


def _key(phrase: str) -> str:
    """The number key of anything that has a digit; it only ever adds the document with that very number."""
    key = number_key(phrase)
    return key if len(key) > 3 and any(map(str.isdigit, key)) else ""


def _term(text: str, *, exact: bool = False) -> Term | None:
    phrases = _phrases(text, exact=exact)
    return Term(text.strip(), phrases, _key(phrases[0]), exact) if phrases else None


def _is_minus(folded: str, at: int) -> bool:
    """A minus sign excludes at the start of a word, before something."""
    return (
        folded[at] == "-" and (at == 0 or folded[at - 1].isspace()) and not folded[at + 1 : at + 2].isspace()
    )


def parse(text: str) -> Query:
    """Take a typed text apart: words are AND; “…”, "…" and 「…」 hold a phrase together; -word excludes.

    Never raises: quotes that do not close are ignored, and more than 300 characters or 20 words are cut.
    """
    kept = text[:MAX_CHARACTERS]
    # Brackets fold to round ones, which would hide 「…」; the fold keeps places, so quotes are put back.
    folded = "".join(raw if raw in "「」『』" else char for raw, char in zip(kept, fold(kept), strict=True))
    terms: list[Term] = []
    excluded: list[Term] = []
    at = 0
    while at < len(folded):
        minus = _is_minus(folded, at)
        match = _TOKEN.match(folded, at + minus)
        if match is None:
            at += 1
            continue
        raw = kept[match.start() : match.end()]
        quoted = match["quoted"] is not None
        term = _term(raw[1:-1] if quoted else raw, exact=quoted)
        if term:
            (excluded if minus else terms).append(term)
        at = match.end()
    shortened = len(text) > MAX_CHARACTERS or len(terms) + len(excluded) > MAX_TERMS
    return Query(text, tuple(dict.fromkeys(terms[:MAX_TERMS])), tuple(excluded[:MAX_TERMS]), shortened)
