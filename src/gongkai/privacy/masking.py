"""脱敏 — takes what was found out of a text or out of clean HTML, by rules that can be set; lengths stay."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from html import escape, unescape

from gongkai.rules.privacy import MASKS, Kind, MaskRule, masked

from .addresses import door_of
from .characters import GAP, normalised_number, readable
from .finding import Finding

_BETWEEN = re.compile(f"[{GAP}\t()（）]")
_TAG = re.compile(r"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
_PIECE = re.compile(
    rf"(?P<tag>{_TAG.pattern})|(?P<entity>&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);)|(?P<char>.)", re.DOTALL
)
_VALUE = re.compile(r"=\"([^\"]*)\"|='([^']*)'")


def normalised(words: str, kind: Kind) -> str:
    """One writing for every disguise of the same thing: without gaps, half-width, digits as ASCII."""
    if kind == Kind.EMAIL:
        return _squeezed(words).lower()
    if kind in (Kind.HOME_ADDRESS, Kind.SENSITIVE_PERSON):
        return _squeezed(words)
    return normalised_number(words)


def _squeezed(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", readable(words)).split())


def mask_text(text: str, findings: Iterable[Finding], masks: Mapping[Kind, MaskRule] = MASKS) -> str:
    """The text with each finding masked; as long as before, so that offsets still hold."""
    return mask_spans(text, [(f.start, f.end, f.kind) for f in findings], masks)


def mask_spans(text: str, spans: Collection[tuple[int, int, Kind]], masks: Mapping[Kind, MaskRule]) -> str:
    """The text with each span masked by the rule of its kind; gaps and line breaks inside stay."""
    parts: list[str] = []
    place = 0
    for start, end, kind in sorted(spans):
        start = max(start, place)
        parts += [text[place:start], _masked_words(text[start:end], kind, masks.get(kind, MASKS[kind]))]
        place = max(place, end)
    return "".join([*parts, text[place:]])


def _masked_words(words: str, kind: Kind, rule: MaskRule) -> str:
    """The rule applied to the characters that count, the gaps between them left where they are."""
    counted = [place for place, char in enumerate(words) if not _BETWEEN.match(char)]
    letters = "".join(words[place] for place in counted)
    if kind == Kind.HOME_ADDRESS:
        rule = MaskRule(min(rule.first, door_of(letters)), rule.last)
    result = list(words)
    for place, char in zip(counted, masked(letters, rule), strict=True):
        result[place] = char
    return "".join(result)


class NotTheSameText(ValueError):
    """文字不一致 — the text that was scanned is not the text of this HTML."""


def mask_html(
    html: str, text: str, findings: Iterable[Finding], masks: Mapping[Kind, MaskRule] = MASKS
) -> str:
    """The HTML with each finding masked in its words, and wherever an attribute repeats it whole.

    `text` is what was scanned, `intake.clean.text_of(html)`: the same words with other white space.
    Raises NotTheSameText.
    """
    chosen = list(findings)
    if not chosen:
        return html
    wanted = [char for char in mask_text(text, chosen, masks) if not char.isspace()]
    given = [char for char in text if not char.isspace()]
    if len(wanted) != len(given):
        raise NotTheSameText
    place = 0
    parts: list[str] = []
    repeated = _repeated(text, chosen, masks)
    for piece in _PIECE.finditer(html):
        if piece["tag"]:
            parts.append(_attributes(piece[0], repeated))
            continue
        for char in unescape(piece[0]):
            if char.isspace():
                parts.append(piece[0])
                continue
            if place >= len(given) or given[place] != char:
                raise NotTheSameText
            parts.append(piece[0] if wanted[place] == char else wanted[place])
            place += 1
    if place != len(given):
        raise NotTheSameText
    return "".join(parts)


def _repeated(text: str, findings: list[Finding], masks: Mapping[Kind, MaskRule]) -> dict[str, str]:
    """What was found as an attribute would repeat it (tel:, mailto:, a title), with its masked form."""
    pairs: dict[str, str] = {}
    for finding in findings:
        words = text[finding.start : finding.end]
        if not any(char.isspace() for char in words):
            pairs[words] = mask_text(text, [finding], masks)[finding.start : finding.end]
    return pairs


def _attributes(tag: str, repeated: Mapping[str, str]) -> str:
    def mask(value: re.Match[str]) -> str:
        words = unescape(value[1] or value[2] or "")
        for word, shown in repeated.items():
            words = words.replace(word, shown)
        return f'="{escape(words)}"'

    return _VALUE.sub(mask, tag) if any(word in tag for word in repeated) else tag
