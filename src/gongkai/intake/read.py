"""收稿 — one file from an officer's desk becomes a filled draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .filling import fill
from .kinds import kind_of, mislabelled
from .limits import check_size
from .reading import FileRefused, Named, Reading
from .sources import SHEETS, source_of


def read(data: bytes, name: str, beside: Mapping[str, bytes] | None = None) -> Reading:
    """A file as a filled draft; the content decides what it is, not the name.

    Reads DOCX, PDF with text, HTML, TXT and XLSX; DOC, WPS, RTF and XLS where LibreOffice is installed.
    `beside` has the files that came with it by their names relative to it: the pictures of a saved page, and
    attachments, for which the name alone is enough. A spreadsheet names itself as its attachment.
    Raises FileRefused with a message for the officer when the file cannot be read.
    """
    check_size(data)
    kind = kind_of(data, name)
    source, warnings = source_of(data, kind, name, beside or {})
    if not source.lines:
        raise FileRefused("no_text", "这个文件里没有可读取的文字。如为扫描件，请先识别成文字再上传。")
    reading = fill(source, mislabelled(kind, name) + warnings, beside or {})
    if kind in SHEETS:
        return replace(reading, attachments=(Named(reading.title or name, name), *reading.attachments))
    return reading
