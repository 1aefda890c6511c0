"""脱敏 — takes what was found out of a text or out of clean HTML, by rules that can be set; lengths stay."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from gongkai.rules.privacy import MASKS, Kind, MaskRule, masked

from .characters import CHINESE_DIGITS, GAP, digit, folded
from .finding import Finding

_NUMBERS = frozenset({Kind.RESIDENT_ID, Kind.MOBILE_PHONE, Kind.LANDLINE, Kind.BANK_CARD})
_BETWEEN = re.compile(f"[{GAP}\t()（）]")
_COUNTRY = re.compile(r"^(?:0086|086|86)(?=1[3-9]\d{9}$)")


def normalised(words: str, kind: Kind) -> str:
    """One writing for every disguise of the same thing: without gaps, half-width, digits as ASCII, lower case."""
    plain = "".join(char for char in folded(words) if not _BETWEEN.match(char) or _belongs(char, kind))
    if kind in _NUMBERS:
        plain = "".join(digit(char) if char in CHINESE_DIGITS or char.isdecimal() else char for char in plain)
        plain = plain.upper().replace("×", "X").replace("Ⅹ", "X").replace("Х", "X")
    plain = unicodedata.normalize("NFKC", plain).lower()
    return _COUNTRY.sub("", plain) if kind == Kind.MOBILE_PHONE else plain


def _belongs(char: str, kind: Kind) -> bool:
    """In a mailbox marks are letters of the name; at a door they part one number from the next."""
    return char in "._-" if kind == Kind.EMAIL else char == "-" and kind == Kind.HOME_ADDRESS


def mask_text(text: str, findings: Iterable[Finding], masks: Mapping[Kind, MaskRule] = MASKS) -> str:
    """The text with each finding masked; as long as before, so that offsets still hold."""
    return mask_spans(text, [(f.start, f.end, f.kind) for f in findings], masks)


def mask_spans(text: str, spans: Collection[tuple[int, int, Kind]], masks: Mapping[Kind, MaskRule]) -> str:
    """The text with each span masked by the rule of its kind; gaps and line breaks inside stay."""
    parts: list[str] = []
    place = 0
    for start, end, kind in sorted(spans):
        start = max(start, place)
        parts += [text[place:start], _masked_words(text[start:end], masks.get(kind, MASKS[kind]))]
        place = max(place, end)
    return "".join([*parts, text[place:]])


def _masked_words(words: str, rule: MaskRule) -> str:
    """The rule applied to the characters that count, the gaps between them left where they are."""
    counted = [place for place, char in enumerate(words) if not _BETWEEN.match(char)]
    shown = masked("".join(words[place] for place in counted), rule)
    result = list(words)
    for place, char in zip(counted, shown, strict=True):
        result[place] = char
    return "".join(result)
