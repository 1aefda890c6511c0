"""PDF 字符 — the letters of a page with their places, as the page is seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from math import pi

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from .pdf_covers import Box, covers_of

_RIGHT_ANGLE = pi / 2
_LEANING = pi / 60  # scans and slovenly settings lean a little


@dataclass(frozen=True, slots=True)
class Glyph:
    """字符 — one letter and its box; `hidden` when it lies below a box or off the page, where nobody reads it.

    `aslant` when it runs neither level nor upright, as the letters of a watermark do.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    hidden: bool = False
    aslant: bool = False

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def size(self) -> float:
        return self.top - self.bottom

    @property
    def unreadable(self) -> bool:
        """Whether the file does not say which letter this drawing is."""
        return self.text == "\ufffd" or "\ue000" <= self.text[:1] <= "\uf8ff"


def glyphs(page: PdfPage) -> Iterator[Glyph | None]:
    """The letters in the order of the file; None where the library sees a line end."""
    text_page = page.get_textpage()
    sheet, covers = sheet_of(page), covers_of(page)
    box, turn = pdfium.FS_RECTF(), partial(turned, rotation=page.get_rotation(), sheet=sheet)
    high = 0
    for i in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        if code in (10, 13):
            yield None
        elif pdfium.FPDFText_IsGenerated(text_page, i) != 1:
            pdfium.FPDFText_GetLooseCharBox(text_page, i, box)
            place = (box.left, box.bottom, box.right, box.top)
            x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
            below = covers.hide(pdfium.FPDFText_GetTextObject(text_page, i), x, y)
            turned_by = pdfium.FPDFText_GetCharAngle(text_page, i) % _RIGHT_ANGLE
            aslant = _LEANING < turned_by < _RIGHT_ANGLE - _LEANING
            yield Glyph(_letter(code), *turn(place), hidden=below or not _on(sheet, x, y), aslant=aslant)


def _on(sheet: Box, x: float, y: float) -> bool:
    return sheet[0] <= x <= sheet[2] and sheet[1] <= y <= sheet[3]


def _letter(code: int) -> str:
    """The character; a look-alike from the blocks of radicals or compatibility forms becomes the usual one."""
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        return unicodedata.normalize("NFKC", chr(code))
    return chr(code) if 0x20 <= code < 0x110000 else "\ufffd"


def sheet_of(page: PdfPage) -> Box:
    """The visible part of the sheet in the file's own coordinates, before it is turned."""
    left, bottom, right, top = page.get_cropbox()
    return left, bottom, right, top


def turned(box: Box, *, rotation: int, sheet: Box) -> Box:
    """A box of the file's coordinates as it stands on the page that is seen turned by `rotation` degrees."""
    left, right = box[0] - sheet[0], box[2] - sheet[0]
    bottom, top = box[1] - sheet[1], box[3] - sheet[1]
    width, height = sheet[2] - sheet[0], sheet[3] - sheet[1]
    if rotation == 90:
        return bottom, width - right, top, width - left
    if rotation == 180:
        return width - right, height - top, width - left, height - bottom
    if rotation == 270:
        return height - top, left, height - bottom, right
    return left, bottom, right, top
