"""识别文件 — what a file really is, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Literal

from gongkai.rules.phrases import phrase

from .limits import check_archive
from .reading import FileRefused

Kind = Literal["text", "html", "docx", "pdf", "doc", "rtf", "xlsx", "xls", "pptx"]
"""doc stands for WPS as well: both are the same container with the same stream in it."""

ENDINGS: dict[str, Kind] = {
    "txt": "text", "csv": "text", "htm": "html", "html": "html", "docx": "docx", "pdf": "pdf", "doc": "doc",
    "wps": "doc", "rtf": "rtf", "xlsx": "xlsx", "xls": "xls", "et": "xls", "pptx": "pptx",
}  # fmt: skip
KIND_NAMES: dict[Kind, str] = {
    "text": "TXT", "html": "HTML", "docx": "DOCX", "pdf": "PDF", "doc": "DOC 或 WPS", "rtf": "RTF", "xlsx": "XLSX",
    "xls": "XLS", "pptx": "PPTX",
}  # fmt: skip

_IMAGE = phrase("这是一张图片，没有可读取的文字。请上传 DOCX、WPS、PDF、HTML 或 TXT 文件。")
_PACKED = phrase("这种压缩包无法打开。请解压后上传其中的文件，或改用 ZIP 压缩。")
_BINARY = phrase("这是程序文件，不是文档。请上传 DOCX、WPS、PDF、HTML 或 TXT 文件。")
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "image", _IMAGE),
    (b"\xff\xd8\xff", "image", _IMAGE),
    (b"GIF8", "image", _IMAGE),
    (b"BM", "image", _IMAGE),
    (b"II*\0", "image", _IMAGE),
    (b"MM\0*", "image", _IMAGE),
    (b"Rar!", "archive", _PACKED),
    (b"7z\xbc\xaf", "archive", _PACKED),
    (b"\x1f\x8b", "archive", _PACKED),
    (b"\x7fELF", "binary", _BINARY),
)
_MACROS = "这个文件带有宏，不予受理。请另存为不带宏的格式（DOCX、XLSX）后再上传。"
_ENCRYPTED = "这个文件加了密码，无法读取。请去掉密码后重新上传。"
_OLE = b"\xd0\xcf\x11\xe0"
# Word's own header stands in the first sector; this bit of it says that a password is set.
_WORD_HEADER, _WORD_PASSWORD = slice(512, 514), 512 + 11
_TAG = re.compile(
    r"<(?:!doctype|html|head|body|p|div|table|span|br|h[1-6]|meta|title|ul|ol)\b[^<>]*>", re.IGNORECASE
)


def kind_of(data: bytes, name: str) -> Kind:
    """What the content is, whatever the name says. Raises FileRefused for what cannot become a text."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK"):
        return _packed(data, ending_of(name))
    if head.startswith(_OLE):
        return _old_office(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    _refuse_by_signature(head)
    if ENDINGS.get(ending_of(name)) not in (None, "text", "html"):
        label = ending_of(name)
        raise FileRefused(
            f"not_{label}",
            phrase(
                "这个文件的扩展名是 .%(ending)s，内容却不是 %(kind)s，可能已损坏。请用原软件打开后另存一份再试。",
                ending=label,
                kind=label.upper(),
            ),
        )
    if re.match(rb"mime-version:|from: <saved by", head[:200], re.IGNORECASE):
        raise FileRefused("mhtml", "这是“单个文件网页”（MHT）。请另存为“网页，全部”或 DOCX 后上传。")
    return "html" if _is_markup(data[:65536]) else "text"


def ending_of(name: str) -> str:
    """The ending of a file name in lower case, without the dot; "" when there is none."""
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def mislabelled(kind: Kind, name: str) -> list[str]:
    """A warning where the ending of the name promises another kind."""
    ending = ending_of(name)
    if ending and ENDINGS.get(ending) not in (None, kind):
        return [f"文件扩展名是 .{ending}，内容却是 {KIND_NAMES[kind]}，已按 {KIND_NAMES[kind]} 读取。"]
    return []


def _refuse_by_signature(head: bytes) -> None:
    for signature, code, message in _SIGNATURES:
        # "BM" and "MM" are also plain letters: a picture has NUL bytes near its start.
        plain = len(signature) == 2 and signature != b"\x1f\x8b"
        if head.startswith(signature) and (not plain or b"\0" in head[:32]):
            raise FileRefused(code, message)
    if head[:2] == b"MZ" and b"\0" in head[:64]:
        raise FileRefused("binary", _BINARY)
    if head[8:12] == b"WEBP" and head.startswith(b"RIFF"):
        raise FileRefused("image", _IMAGE)


def _packed(data: bytes, ending: str) -> Kind:
    """Which of the many formats that are zip archives this is."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_archive(archive)
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        label = ending if ending in ("docx", "xlsx", "pptx", "ofd") else "zip"
        raise FileRefused(
            f"broken_{label}", "这个文件已损坏，无法打开。请用原软件打开后另存一份再试。"
        ) from error
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise FileRefused("macros", _MACROS)
    if any(part.lower().endswith("document.xml") for part in names) and "[Content_Types].xml" in names:
        return "docx"
    if any(part.startswith("xl/") for part in names):
        return "xlsx"
    if any(part.startswith("ppt/") for part in names):
        return "pptx"
    if "OFD.xml" in names:
        raise FileRefused(
            "ofd", "OFD 文件暂不能转成正文。请上传它的 DOCX、WPS 或带文字的 PDF 作正文，OFD 可作为附件上传。"
        )
    raise FileRefused("archive", "这是压缩包，不是一份文件。请解压后上传，或在“导入文件”中整包导入。")


def _old_office(data: bytes) -> Kind:
    """Which of the formats of the old Office container this is, by the names of its streams."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    word_password = data[_WORD_HEADER] == b"\xec\xa5" and data[_WORD_PASSWORD] & 1
    if has("EncryptedPackage") or word_password:
        raise FileRefused("encrypted", _ENCRYPTED)
    if has("_VBA_PROJECT"):
        raise FileRefused("macros", _MACROS)
    if has("WordDocument"):
        return "doc"
    if has("Workbook") or has("Book\0"):
        return "xls"
    if has("PowerPoint Document"):
        raise FileRefused("slides", "这是旧版演示文稿，不能作正文。请另存为 DOCX 后上传，或作为附件上传。")
    raise FileRefused(
        "old_office", "这个旧版 Office 文件已损坏或不是文档。请用 Word 或 WPS 打开，另存为 DOCX 后上传。"
    )


def _is_markup(sample: bytes) -> bool:
    text = sample.replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe \t\r\n")
    lowered = text[:2000].lower()
    if "<!entity" in lowered:
        raise FileRefused("entities", "这个文件含有不安全的内部定义（DTD 实体），不予读取。请另存一份再试。")
    if lowered.startswith("<?xml") and "<html" not in lowered:
        raise FileRefused("xml", "这是 XML 数据文件，不是文档。请上传 DOCX、WPS、PDF、HTML 或 TXT 文件。")
    if re.match(r"<(?:!doctype html|html|\?xml)", lowered):
        return True
    return (text.startswith("<") and bool(_TAG.match(text))) or len(_TAG.findall(text)) >= 4
