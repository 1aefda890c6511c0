"""附件文字 — all the words of a file, for the search: what clutters an article is what one looks for in a list."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from lxml import etree

from .clean import clean_html, text_of
from .decode import decode
from .docx import docx_markup
from .kinds import kind_of
from .limits import check_archive, check_letters, check_parts, check_text
from .pdf import pdf_text
from .reading import FileRefused
from .sheets import sheet_text

_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def text_of_file(data: bytes, name: str) -> str:
    """The visible words of a DOCX, XLSX, PPTX, PDF, TXT, CSV or HTML file; "" for a kind that is not read.

    Raises FileRefused for a file of these kinds that is broken, encrypted, unsafe or too long.
    """
    kind = kind_of(data, name)
    if kind in ("text", "html"):
        text, _ = decode(data)
        check_text(text)
        return text if kind == "text" else text_of(clean_html(text))
    if kind == "docx":
        markup, *_ = docx_markup(data)
        check_text(markup)
        return text_of(clean_html(markup))
    readers = {"pdf": pdf_text, "xlsx": sheet_text, "pptx": _slides_text}
    return readers[kind](data) if kind in readers else ""


def _slides_text(data: bytes) -> str:
    """The words on the slides in their order, a line for each paragraph; slides that are not shown left out."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_archive(archive)
            check_parts(archive)
            slides = {int(found[1]): part for part in archive.namelist() if (found := _SLIDE.fullmatch(part))}
            lines = [line for _, part in sorted(slides.items()) for line in _slide_lines(archive.read(part))]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, ValueError) as error:
        raise FileRefused(
            "broken_pptx", "这个演示文稿已损坏，无法打开。请用原软件打开后另存一份再试。"
        ) from error
    check_letters(sum(map(len, lines)))
    return "\n".join(lines)


def _slide_lines(part: bytes) -> list[str]:
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.get("show") in ("0", "false"):
        return []
    lines = (
        "".join(run.text or "" for run in paragraph.iter(f"{_DRAWING}t"))
        for paragraph in root.iter(f"{_DRAWING}p")
    )
    return [line for line in lines if line.strip()]
