"""折叠 — a text in Simplified characters and half-width forms, exactly as long as it came, for matching only."""

from collections.abc import Iterable
from functools import lru_cache

from gongkai.intake.words import half_width, simplify

_LONG = 1_000
_FEW = 40
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\xad")
"""Characters without width, which web pages strew between words: a space to whoever matches."""


class _Letters(dict[int, str]):
    """What each character becomes, learnt when it is first met."""

    def __missing__(self, code: int) -> str:
        self.learn(chr(code))
        return self[code]

    def learn(self, letters: Iterable[str]) -> None:
        """Take in characters at once: the converter is slow to begin."""
        unknown = sorted(letter for letter in letters if ord(letter) not in self)
        if not unknown:
            return
        # One character a line, so that no phrase rule of the converter applies; lone surrogates it cannot take.
        told = simplify("\n".join(unknown).encode("utf-8", "replace").decode("utf-8")).split("\n")
        for letter, to in zip(unknown, told, strict=True):
            self[ord(letter)] = " " if letter in UNSEEN else half_width(to if len(to) == 1 else letter)


_LETTERS = _Letters((code, chr(code)) for code in range(128))


def fold(text: str) -> str:
    """Return the text folded character by character: places in it are places in the text.

    Characters that only look full-width (digits, brackets, commas) become half-width; 。 and 、 stay.
    """
    if text.isascii():
        return text
    return _whole(text) if len(text) > _LONG else text.translate(_LETTERS)


@lru_cache(maxsize=2)
def _whole(text: str) -> str:
    """A text that every part of the audit asks for."""
    letters = set(text)
    _LETTERS.learn(letters)
    changed = {letter: to for letter in letters if (to := _LETTERS[ord(letter)]) != letter}
    # Of a Simplified text so few letters change that one after the other is quicker than all at once.
    if len(changed) > _FEW or any(to in changed for to in changed.values()):
        return text.translate(_LETTERS)
    for letter, to in changed.items():
        text = text.replace(letter, to)
    return text
