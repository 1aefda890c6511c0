"""来稿 — a file of any kind that can be read as a text, as lines and pictures."""

from __future__ import annotations

from collections.abc import Mapping

from .decode import decode
from .docx import Pictures, docx_markup
from .html import read_markup, read_page
from .kinds import Kind
from .limits import check_text
from .office import converted
from .pdf import pdf_markup
from .reading import FileRefused, Source
from .sheets import sheet_markup
from .text import read_text

SHEETS = frozenset[Kind]({"xlsx", "xls"})


def source_of(data: bytes, kind: Kind, name: str, beside: Mapping[str, bytes]) -> tuple[Source, list[str]]:
    """A file as a Source, with warnings of its own. Raises FileRefused."""
    if kind == "text":
        text, warnings = decode(data)
        check_text(text)
        return read_text(text), warnings
    if kind == "html":
        text, warnings = decode(data)
        return read_page(text, beside), warnings
    if kind == "pdf":
        markup, warnings = pdf_markup(data)
        return _of_markup(markup, Pictures()), warnings
    if kind in SHEETS:
        book = data if kind == "xlsx" else converted(data, "xls", "xlsx")
        markup, warnings = sheet_markup(book, name)
        return _of_markup(markup, Pictures()), warnings
    if kind == "pptx":
        raise FileRefused("slides", "这是演示文稿，不能作正文。请把文字另存为 DOCX 后上传，或作为附件上传。")
    word = data if kind == "docx" else converted(data, kind, "docx")
    markup, pictures, warnings = docx_markup(word)
    return _of_markup(markup, pictures), warnings


def _of_markup(markup: str, pictures: Pictures) -> Source:
    check_text(markup)
    return read_markup(markup, pictures)
