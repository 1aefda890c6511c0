"""公文 Word 文件的图 — pictures as Word can show them, with their words for who does not see them; drawings as pixels."""

import io

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image, ImageOps

from gongkai.typesetting import docx_styles as styles
from gongkai.typesetting.docx_styles import say
from gongkai.typesetting.drawing import FINENESS, PICTURE_TYPE, SVG_TYPE, pixels
from gongkai.typesetting.paper import Picture
from gongkai.typesetting.pdf import PdfUnavailable

_HIGHEST_MM = 120.0
_PIXELS_PER_INCH = 96
_WORD_READS = {"image/png": "PNG", "image/jpeg": "JPEG"}
_TURNED = 0x0112
"""The EXIF tag that says how a camera was held, which Word does not follow."""


def add_picture(document: Document, block: Picture, line: float) -> None:
    """Add a picture at most as wide as the line (mm), its caption below; where no drawing can be made, the caption only."""
    drawing = block.media_type == SVG_TYPE
    try:
        data = pixels(block.data) if drawing else block.data
    except PdfUnavailable:
        say(document, block.caption, styles.HEAD)
        return
    kind = PICTURE_TYPE if drawing else block.media_type
    shown, wide = _for_word(data, kind, line, FINENESS if drawing else 1.0)
    made = say(document, "", styles.CENTRED)
    # An exact line would cut the picture off.
    made.paragraph_format.line_spacing = 1.0
    made.paragraph_format.keep_with_next = bool(block.caption)
    made.add_run().add_picture(io.BytesIO(shown), width=Mm(wide))
    for drawn in made._p.iter(qn("wp:docPr")):
        drawn.set("descr", block.alt)
    if block.caption:
        say(document, block.caption, styles.HEAD)


def _for_word(data: bytes, media_type: str, line: float, fineness: float) -> tuple[bytes, float]:
    """Return a picture in a format that Word reads, and how wide it stands (mm); `fineness` is its pixels for each unit."""
    with Image.open(io.BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image)
        across, down = upright.size
        if image.getexif().get(_TURNED, 1) != 1 or media_type not in _WORD_READS:
            made = io.BytesIO()
            upright.save(made, "PNG")
            data = made.getvalue()
    natural = across / fineness / _PIXELS_PER_INCH * 25.4
    return data, min(natural, line, _HIGHEST_MM * across / down)
