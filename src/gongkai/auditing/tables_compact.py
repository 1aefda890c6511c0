"""紧排的文本 — letters and digits of a text with nothing between, and where each of them stands in the text."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from gongkai.auditing.folding import fold
from gongkai.auditing.model import Span
from gongkai.auditing.tables_words import WORD


class Compact:
    """紧排 — a part of a text in which a heading is found however spaces, breaks and marks part it."""

    def __init__(self, text: str, span: Span) -> None:
        self.text, self.span = text, span
        words = [(found[0], span.start + found.start()) for found in WORD.finditer(fold(span.of(text)))]
        self.letters = "".join(word for word, _ in words)
        self._begins = list(accumulate((len(word) for word, _ in words), initial=0))
        self._places = [place for _, place in words]

    def starts(self, words: str) -> Iterator[int]:
        """Yield where compact words begin among the letters."""
        at = self.letters.find(words)
        while at >= 0:
            yield at
            at = self.letters.find(words, at + 1)

    def place(self, letter: int) -> int:
        """Return where a letter stands in the text; the end of the part for one after the last."""
        if letter >= len(self.letters):
            return self.span.end
        word = bisect_right(self._begins, letter) - 1
        return self._places[word] + letter - self._begins[word]

    def first(self, words: tuple[str, ...], after: int = 0) -> int:
        """Return where the first of several words begins among the letters, their number when none does."""
        found = [at for word in words if (at := self.letters.find(word, after)) >= 0]
        return min(found, default=len(self.letters))
