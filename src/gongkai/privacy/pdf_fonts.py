"""PDF 字体 — how the bytes of a shown string fall apart into glyphs, and how wide each one is (ISO 32000-1, 9.6, 9.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

# Encodings of two bytes whose letters below 0x7F are the identifiers 1 to 95 of all Adobe collections.
_WIDE = re.compile(r"/Uni\w+-(?:UCS2|UTF16)(?:-HW)?-H")
_GBK = re.compile(r"/(?:GBK|GBKp|GBpc|GB)-EUC-H|/GBK2K-H")
_ONE_TO_ONE = re.compile(rb"begincidrange\s*<0000>\s*<[Ff]{4}>\s*0\s*endcidrange")
_HALF = 500.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """字形 — the bytes that show it and its width in thousandths of the font's size."""

    code: bytes
    width: float


@dataclass
class Font:
    """字体 — one of "bytes", "identity", "wide" or "gbk", with its widths."""

    form: str
    widths: dict[int, float] = field(default_factory=dict)
    default: float = 0.0

    def glyphs(self, shown: bytes) -> Iterator[Glyph]:
        """The glyphs of a shown string, in order."""
        at = 0
        while at < len(shown):
            size = self._size(shown, at)
            code = shown[at : at + size]
            yield Glyph(code, self._width(code))
            at += size

    def _size(self, shown: bytes, at: int) -> int:
        if self.form == "bytes" or (self.form == "gbk" and shown[at] < 0x81):
            return 1
        if self.form == "gbk" and shown[at + 1 : at + 2].isdigit():
            return 4
        return 2

    def _width(self, code: bytes) -> float:
        number = int.from_bytes(code, "big")
        if self.form == "wide":
            number = number - 31 if 32 <= number < 127 else -1
        elif self.form == "gbk":
            return self.widths.get(number + 782, _HALF) if len(code) == 1 else self.default
        return self.widths.get(number, self.default)


def font_of(font: Any) -> Font | None:
    """A font of a page's resources; None when its glyphs cannot be told apart for sure."""
    if not isinstance(font, pikepdf.Dictionary):
        return None
    try:
        return _composite(font) if font.get("/Subtype") == "/Type0" else _simple(font)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return None


def _simple(font: Any) -> Font | None:
    if "/Widths" not in font:
        return None
    # A font of drawings (Type 3) has a measure of its own.
    scale = float(font["/FontMatrix"][0]) * 1000 if font.get("/Subtype") == "/Type3" else 1.0
    first = int(font.get("/FirstChar", 0))
    widths = {first + n: float(w) * scale for n, w in enumerate(font["/Widths"])}
    missing = font.get("/FontDescriptor", {}).get("/MissingWidth", 0)
    return Font("bytes", widths, float(missing))


def _composite(font: Any) -> Font | None:
    inner = font["/DescendantFonts"][0]
    form = _form(font["/Encoding"])
    if form is None:
        return None
    return Font(form, _listed_widths(inner.get("/W", [])), float(inner.get("/DW", 1000)))


def _form(encoding: Any) -> str | None:
    if isinstance(encoding, pikepdf.Stream):
        return "identity" if _ONE_TO_ONE.search(encoding.read_bytes()) else None
    name = str(encoding)
    if name == "/Identity-H":
        return "identity"
    if _WIDE.fullmatch(name):
        return "wide"
    return "gbk" if _GBK.fullmatch(name) else None


def _listed_widths(listed: Any) -> dict[int, float]:
    """The array W: `first [w w …]` or `first last w`."""
    widths: dict[int, float] = {}
    items = list(listed)
    at = 0
    while at < len(items):
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, pikepdf.Array):
            widths.update({first + n: float(w) for n, w in enumerate(second)})
            at += 2
        else:
            width = float(items[at + 2])
            widths.update(dict.fromkeys(range(first, min(int(second), 0xFFFF) + 1), width))
            at += 3
    return widths
