"""来稿限度 — the bounds a file must keep to, checked before anything is unpacked."""

from __future__ import annotations

import zipfile

from .reading import FileRefused

MAX_FILE_BYTES = 100 * 1024 * 1024
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_PART_BYTES = 64 * 1024 * 1024
MAX_PARTS = 5_000
MAX_TEXT = 5_000_000
MAX_TITLE = 300
MAX_DEPTH = 150
MAX_CELLS = 3_000_000

_TOO_LARGE_INSIDE = "这个文件解压后过大，可能已损坏或不安全。请用 Word 或 WPS 打开后另存一份再试。"


def check_size(data: bytes) -> None:
    """Refuse an empty file and one above 100 MB. Raises FileRefused."""
    if not data.strip(b"\0 \t\r\n"):
        raise FileRefused("empty", "这个文件是空的，没有可读取的内容。请检查后重新选择文件。")
    if len(data) > MAX_FILE_BYTES:
        raise FileRefused("too_large", "这个文件超过 100 MB。请压缩其中的图片，或把附件分开上传。")


def check_text(text: str) -> None:
    """Refuse more than five million characters of text or markup: no document is that long. Raises FileRefused."""
    check_letters(len(text))


def check_letters(count: int) -> None:
    """As check_text, for text that is still being read."""
    if count > MAX_TEXT:
        raise FileRefused(
            "too_long", "这个文件的文字超过 500 万字符，不像一份文件。请拆分后上传，或作为附件上传。"
        )


def check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse an archive whose declared sizes are a bomb. Raises FileRefused.

    zipfile never inflates a part beyond its declared size, so the declared sizes are enough.
    """
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise FileRefused("zip_bomb", _TOO_LARGE_INSIDE)
    for part in parts:
        if part.flag_bits & 0x1:
            raise FileRefused("encrypted", "这个文件加了密码，无法读取。请去掉密码后重新上传。")
        if _is_xml(part.filename) and part.file_size > MAX_PART_BYTES:
            raise FileRefused("zip_bomb", _TOO_LARGE_INSIDE)


def check_parts(archive: zipfile.ZipFile) -> None:
    """Refuse XML parts that declare a DTD: entity bombs and outside files start there. Raises FileRefused."""
    for part in archive.infolist():
        if not _is_xml(part.filename):
            continue
        # UTF-16 parts hold a NUL beside each letter; without the NULs both encodings read alike.
        content = archive.read(part).replace(b"\0", b"").upper()
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise FileRefused(
                "entities",
                "这个文件含有不安全的内部定义（DTD），不予读取。请用 Word 或 WPS 打开后另存一份再试。",
            )


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))
