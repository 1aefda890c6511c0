"""折叠 — a text in Simplified characters and half-width forms, exactly as long as it came, for matching only."""

from gongkai.intake.words import half_width, simplify

_HAN = "\u3400"
_folded: dict[int, str] = {}


def fold(text: str) -> str:
    """Return the text folded character by character: places in it are places in the text.

    Characters that only look full-width (digits, brackets, commas) become half-width; 。 and 、 stay.
    """
    unknown = {letter for letter in text if letter >= _HAN and ord(letter) not in _folded}
    if unknown:
        _learn("".join(sorted(unknown)))
    return half_width(text.translate(_folded))


def _learn(letters: str) -> None:
    # One character a line, so that no phrase rule of the converter applies.
    told = simplify("\n".join(letters).encode("utf-8", "replace").decode("utf-8")).split("\n")
    _folded.update(
        {ord(letter): to if len(to) == 1 else letter for letter, to in zip(letters, told, strict=True)}
    )
