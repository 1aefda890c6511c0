"""脱敏 — takes what was found out of a text or out of clean HTML, by rules that can be set; lengths stay."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from gongkai.rules.privacy import MASKS, Kind, MaskRule, masked

from .characters import GAP, folded, normalised_number, seen
from .finding import Finding

_BETWEEN = re.compile(f"[{GAP}\t()（）]")


def normalised(words: str, kind: Kind) -> str:
    """One writing for every disguise of the same thing: without gaps, half-width, digits as ASCII."""
    if kind == Kind.EMAIL:
        return _squeezed(words).lower()
    if kind in (Kind.HOME_ADDRESS, Kind.SENSITIVE_PERSON):
        return _squeezed(words)
    return normalised_number(words)


def _squeezed(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", folded(seen(words))).split())


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
