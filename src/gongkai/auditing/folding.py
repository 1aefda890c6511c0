"""折叠 — a text in Simplified characters and half-width forms, exactly as long as it came, for matching only."""

from functools import lru_cache

from gongkai.intake.words import half_width, simplify

# With fewer different letters to change than this, changing one after another is faster than a table.
_FEW = 40
_LONG = 1_000
_folded: dict[str, str] = {}
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\xad")
"""Characters without width, which web pages strew between words: a space to whoever matches."""


def fold(text: str) -> str:
    """Return the text folded character by character: places in it are places in the text.

    Characters that only look full-width (digits, brackets, commas) become half-width; 。 and 、 stay.
    """
    if text.isascii():
        return text
    return _whole(text) if len(text) > _LONG else _changed(text)


@lru_cache(maxsize=2)
def _whole(text: str) -> str:
    """A text that every part of the audit asks for."""
    return _changed(text)


def _changed(text: str) -> str:
    letters = {letter for letter in set(text) if letter > "\x7f"}
    if unknown := letters.difference(_folded):
        _learn("".join(sorted(unknown)))
    changed = [letter for letter in letters if _folded[letter] != letter]
    if len(changed) > _FEW:
        return text.translate({ord(letter): _folded[letter] for letter in changed})
    for letter in changed:
        text = text.replace(letter, _folded[letter])
    return text


def _learn(letters: str) -> None:
    # One character a line, so that no phrase rule of the converter applies; lone surrogates it cannot take.
    told = simplify("\n".join(letters).encode("utf-8", "replace").decode("utf-8")).split("\n")
    for letter, to in zip(letters, told, strict=True):
        _folded[letter] = " " if letter in UNSEEN else half_width(to if len(to) == 1 else letter)
