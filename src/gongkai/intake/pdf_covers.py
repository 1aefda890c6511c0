"""涂黑 — boxes laid over words of a page: what lies below them was not meant to be read."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfObject, PdfPage

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points; the origin is the lower left corner of the page."""

# A lower box is a rule or an underline; one of half a page is a ground, drawn by odd programs after its words.
_LEAST = 6.0
_MOST_OF_PAGE = 0.5
_CORNERS = 5
_NEAR = 0.5
_MAX_OBJECTS = 20_000
_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Covers:
    """涂黑处 — opaque boxes with their place in the order of drawing, and the place of every text in that order."""

    boxes: tuple[tuple[int, Box], ...]
    texts: dict[int, int]

    def hide(self, text: Any, x: float, y: float) -> bool:
        """Whether a point of a text object lies below a box that was drawn after it."""
        if not self.boxes or not text:
            return False
        drawn = self.texts.get(_address(text))
        return drawn is not None and any(
            order > drawn and left <= x <= right and bottom <= y <= top
            for order, (left, bottom, right, top) in self.boxes
        )


def covers_of(page: PdfPage) -> Covers:
    """What covers what on a page; nothing where the page has too many objects to tell."""
    boxes: list[tuple[int, Box]] = []
    texts: dict[int, int] = {}
    limit = page.get_width() * page.get_height() * _MOST_OF_PAGE
    for order, shape in enumerate(page.get_objects(max_depth=_MAX_DEPTH)):
        if order >= _MAX_OBJECTS:
            return Covers((), {})
        if shape.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts[_address(shape.raw)] = order
        elif shape.type == pdfium.FPDF_PAGEOBJ_PATH and shape.level == 0:
            box = _box(shape)
            if box is not None and (box[2] - box[0]) * (box[3] - box[1]) < limit:
                boxes.append((order, box))
    return Covers(tuple(boxes), texts)


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _box(shape: PdfObject) -> Box | None:
    """The rectangle that a shape fills with one opaque colour; None for any other shape."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(shape, fill, stroke) or not fill.value:
        return None
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    opaque = pdfium.FPDFPageObj_GetFillColor(shape, red, green, blue, alpha) and alpha.value == 255
    # A marker's yellow is laid over words too, mixed with them.
    if not opaque or pdfium.FPDFPageObj_HasTransparency(shape):
        return None
    box: Box = shape.get_bounds()
    left, bottom, right, top = box
    if min(right - left, top - bottom) < _LEAST or not 4 <= pdfium.FPDFPath_CountSegments(shape) <= _CORNERS:
        return None
    return box if all(_is_corner(point, box) for point in _points(shape)) else None


def _points(shape: PdfObject) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(pdfium.FPDFPath_CountSegments(shape)):
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(shape, number), x, y)
        yield shape.get_matrix().on_point(x.value, y.value)


def _is_corner(point: tuple[float, float], box: Box) -> bool:
    left, bottom, right, top = box
    x, y = point
    return min(abs(x - left), abs(x - right)) < _NEAR and min(abs(y - bottom), abs(y - top)) < _NEAR
