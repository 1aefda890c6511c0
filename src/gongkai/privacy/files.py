"""文件排查 — the text of a file and everything in it that should not be public, whatever its format."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

from gongkai.intake.decode import decode, scrub
from gongkai.intake.limits import check_size
from gongkai.intake.reading import FileRefused

from .archives import take_archive
from .finding import NOTHING_KNOWN, FileScan, Known
from .markup import looks_like_markup, take_markup
from .oldsheets import is_old_sheets, take_old_sheets
from .ooxml import CONTENT_TYPES, Package
from .pdf import take_pdf
from .pictures import is_picture, take_picture
from .sheets import take_sheets
from .slides import take_slides
from .taken import Taken
from .word import take_word
from .wording import find_words

PACKAGES: dict[str, Callable[[Package, Taken], None]] = {
    "word": take_word,
    "sheets": take_sheets,
    "slides": take_slides,
}
_READERS: dict[str, Callable[[bytes, Taken], None]] = {
    "pdf": take_pdf,
    "zip": take_archive,
    "picture": take_picture,
    "old_sheets": take_old_sheets,
    "markup": take_markup,
}
_ENDINGS = {
    "docx": "word",
    "docm": "word",
    "xlsx": "sheets",
    "xlsm": "sheets",
    "pptx": "slides",
    "pdf": "pdf",
}
_NAMES = {"word": "DOCX", "sheets": "XLSX", "slides": "PPTX", "pdf": "PDF", "zip": "ZIP", "picture": "图片", "text": "文字", "markup": "HTML", "old_sheets": "XLS"}  # fmt: skip
_OLD_OFFICE = "这是旧版 Office 文件（DOC、PPT 等）或加了密码的文件，无法排查。请去掉密码、另存为 DOCX、PPTX 或 PDF 后再试。"
_UNKNOWN = "这个文件的格式不在排查范围内。可以排查 TXT、CSV、HTML、DOCX、XLSX、XLS、PPTX、PDF、图片和 ZIP。"
_FOREIGN = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x7fELF", b"GIF8", b"II*\0", b"MM\0*", b"{\\rtf")


def scan_file(data: bytes, name: str, *, known: Known = NOTHING_KNOWN) -> FileScan:
    """Take the text out of a file and find what is personal or hidden in it; the content decides what it is.

    Raises FileRefused, with a message for the officer, when the file cannot be read.
    """
    taken = take(data, name)
    findings = [*find_words(taken, known), *taken.told()]
    findings.sort(key=lambda one: (one.start, one.end, one.kind, one.place))
    return FileScan(taken.text, tuple(findings), tuple(taken.warnings))


def take(data: bytes, name: str) -> Taken:
    """The text of a file with all places, and what it hides. Raises FileRefused."""
    check_size(data)
    taken = new_taken()
    _open(data, name, taken)
    return taken


def new_taken() -> Taken:
    """Nothing taken yet, and ready for a file of any format."""
    taken = Taken(opener=_open)
    taken.open_block()
    return taken


def format_of(data: bytes, name: str) -> str:
    """What the content is: "word", "sheets", "slides", "pdf", "zip", "picture", "old_sheets", "markup" or "text".

    Raises FileRefused for what cannot be looked into.
    """
    if data.startswith(b"PK"):
        kind = _kind_of_package(data)
    elif b"%PDF-" in data[:1024]:
        kind = "pdf"
    elif is_picture(data):
        kind = "picture"
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        if not is_old_sheets(data):
            raise FileRefused("old_office", _OLD_OFFICE)
        kind = "old_sheets"
    elif data.startswith(_FOREIGN):
        raise FileRefused("unknown_format", _UNKNOWN)
    else:
        kind = "markup" if looks_like_markup(data, name) else "text"
    return kind


def _kind_of_package(data: bytes) -> str:
    """An archive with a list of content types is an office file, unless its main part is of another kind."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            office = CONTENT_TYPES in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        office = False
    return Package(data).kind() or "zip" if office else "zip"


def _open(data: bytes, name: str, taken: Taken) -> None:
    """Read one file into `taken`, whatever it is."""
    kind = format_of(data, name)
    _warn_of_wrong_name(kind, name, taken)
    if kind in PACKAGES:
        package = Package(data)
        if any(part.lower().endswith("vbaproject.bin") for part in package.parts):
            taken.warn("文件含有宏，宏里的内容没有检查。")
        PACKAGES[kind](package, taken)
    elif kind == "text":
        take_text(data, taken)
    else:
        _READERS[kind](data, taken)


def take_text(data: bytes, taken: Taken) -> None:
    """Write a text file as it is. Raises FileRefused for what is no text."""
    try:
        text, notes = decode(data)
    except FileRefused as refusal:
        if refusal.code != "undecodable":
            raise
        # Too few words to tell an encoding by; the commonest one either fits or does not.
        try:
            text, notes = scrub(data.decode("gb18030")), []
        except UnicodeDecodeError:
            raise refusal from None
    for note in notes:
        taken.warn(note)
    taken.write(text)


def _warn_of_wrong_name(kind: str, name: str, taken: Taken) -> None:
    ending = name.rpartition(".")[2].lower()
    if ending in _ENDINGS and _ENDINGS[ending] != kind:
        taken.warn(f"文件扩展名是 .{ending}，内容却是 {_NAMES[kind]}，已按 {_NAMES[kind]} 检查。")
