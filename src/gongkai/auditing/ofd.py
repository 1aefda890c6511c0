"""OFD 版式文件 — the pages of an OFD file as lines (GB/T 33190—2016)."""

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from zlib import error as ZlibError

from lxml import etree

from gongkai.auditing.model import Source
from gongkai.auditing.writing import Placed, Writer, lines_of
from gongkai.intake.limits import check_archive, check_letters, check_parts
from gongkai.intake.reading import FileRefused

ENTRY = "OFD.xml"

_BROKEN = "这个 OFD 文件已损坏，无法打开。请重新导出，或改用 PDF、DOCX。"
_SCAN = "这个 OFD 里没有文字，是扫描件或图片。请先识别成文字（OCR）再试。"


def is_ofd(data: bytes) -> bool:
    """Whether a file is an OFD package, whatever its name says."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return ENTRY in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def read_ofd(data: bytes, name: str) -> Source:
    """Read an OFD file with text. Raises FileRefused for one that is broken, unsafe or has none."""
    writer, letters = Writer(), 0
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_archive(archive)
            check_parts(archive)
            for page in _pages(archive):
                placed = list(_placed(page))
                letters += sum(len(one.words) for one in placed)
                check_letters(letters)
                for line in lines_of(placed):
                    writer.line(line)
    except (zipfile.BadZipFile, ZlibError, etree.XMLSyntaxError, OSError, KeyError, ValueError) as error:
        raise FileRefused("broken_ofd", _BROKEN) from error
    if not letters:
        raise FileRefused("no_text", _SCAN)
    return writer.source(name, "ofd")


def _pages(archive: zipfile.ZipFile) -> Iterator[etree._Element]:
    for root in _tree(archive, ENTRY).iterfind(".//{*}DocRoot"):
        document = (root.text or "").strip().lstrip("/")
        for page in _tree(archive, document).iterfind(".//{*}Pages/{*}Page"):
            yield _tree(archive, _below(document, page.get("BaseLoc", "")))


def _below(document: str, place: str) -> str:
    """The path of a part; one that begins with a stroke counts from the package's root."""
    if place.startswith("/"):
        return place.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(document), place))


def _tree(archive: zipfile.ZipFile, part: str) -> etree._Element:
    return etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False, no_network=True))


def _placed(page: etree._Element) -> Iterator[Placed]:
    """Yield the words of a page; lengths in millimetres, heights from the page's top."""
    for text in page.iterfind(".//{*}TextObject"):
        left, top, *_ = _numbers(text.get("Boundary", "0 0 0 0"))
        a, _b, _c, d, e, f = _numbers(text.get("CTM", "1 0 0 1 0 0"))
        size = float(text.get("Size", "4")) * (abs(d) or 1)
        for code in text.iterfind("{*}TextCode"):
            words = (code.text or "").strip()
            if not words:
                continue
            x = left + e + a * float(code.get("X", "0"))
            y = top + f + d * float(code.get("Y", "0"))
            width = a * sum(_steps(code.get("DeltaX", "")))
            yield Placed(words, x, x + width + _last_width(words, size), y - size / 2, size)


def _numbers(words: str) -> list[float]:
    return [float(word) for word in words.split()]


def _steps(words: str) -> Iterator[float]:
    """Yield the way from each letter to the next; "g 3 4.2" stands for 4.2 three times."""
    told = iter(words.split())
    for word in told:
        count = int(next(told, "0")) if word == "g" else 1
        yield count * float(next(told, "0") if word == "g" else word)


def _last_width(words: str, size: float) -> float:
    return size / 2 if words[-1].isascii() else size
