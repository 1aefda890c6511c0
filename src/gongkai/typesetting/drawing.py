"""图画 — an SVG drawing as pixels, for what reads no drawings: Word files, and pages whose body takes pictures only."""

import io
import re

from gongkai.typesetting.pdf import drawn_page

SVG_TYPE, PICTURE_TYPE = "image/svg+xml", "image/png"
FINENESS = 2.0
"""Pixels for each unit of the drawing: fine enough for paper, and for dense screens."""
_POINTS = 0.75
_SIZE = re.compile(rb'<svg[^>]* width="([\d.]+)"[^>]* height="([\d.]+)"')


def pixels(drawing: bytes) -> bytes:
    """Return an SVG as PNG, twice as fine as its own units; the same bytes for the same drawing.

    Raises PdfUnavailable where this machine cannot set type, ValueError for a drawing without width and height.
    """
    # Loaded when the first drawing is made, as Pango is.
    import pypdfium2

    size = _SIZE.search(drawing)
    if size is None:
        raise ValueError("a drawing has a width and a height")
    paper = drawn_page(drawing, float(size[1]), float(size[2]))
    document = pypdfium2.PdfDocument(paper)
    made = io.BytesIO()
    document[0].render(scale=FINENESS / _POINTS).to_pil().save(made, "PNG", optimize=True)
    document.close()
    return made.getvalue()
