"""图片 — place, device and author in JPEG, PNG and WebP files (EXIF, XMP, IPTC), found and taken out without loss."""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, UnidentifiedImageError

from gongkai.intake.reading import FileRefused
from gongkai.rules.privacy import Certainty, Kind

from .taken import Taken, glimpse

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_DAMAGED = "这张图片已损坏，无法读取。请重新导出后再试。"
_XMP_PLACE = re.compile(rb"exif:GPS(?:Latitude|Longitude)")
_XMP_AUTHOR = re.compile(rb"<dc:creator>(.*?)</dc:creator>", re.DOTALL)
_AUTHOR_TAGS = (ExifTags.Base.Artist, ExifTags.Base.XPAuthor, ExifTags.Base.HostComputer)
# JPEG segments that say how to show the picture: JFIF, colour profile, Adobe's colour transform.
_SHOWING = {0xE0, 0xE2, 0xEE}
_PNG_METADATA = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_WEBP_METADATA = {b"EXIF", b"XMP "}
_WEBP_FLAGS = 0x08 | 0x04
_MAX_PIXELS = 500_000_000
_MOST_SHOWN = 60_000_000
"""More pixels than these no page needs."""


@dataclass(frozen=True, slots=True)
class PictureFact:
    """图片附带的信息 — one thing that a picture says beside what it shows."""

    kind: Kind
    certainty: Certainty
    excerpt: str
    reason: str


def is_picture(data: bytes) -> bool:
    """Whether the bytes are a JPEG, PNG or WebP picture."""
    return data.startswith((_JPEG, _PNG)) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def take_picture(data: bytes, taken: Taken) -> None:
    """Note what a picture file says beside what it shows. Raises FileRefused when it cannot be read."""
    for fact in picture_facts(data, strict=True):
        taken.note(fact.kind, fact.certainty, fact.reason, excerpt=fact.excerpt, place="")


def picture_facts(data: bytes, *, strict: bool = False) -> list[PictureFact]:
    """What a picture says of place and author; nothing for what is no picture unless strict (FileRefused)."""
    exif = _exif(data, strict)
    raw = metadata_bytes(data)
    found: list[PictureFact] = []
    place = exif.get_ifd(ExifTags.IFD.GPSInfo) if exif is not None else {}
    if any(tag in place for tag in (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)):
        found.append(PictureFact(Kind.GPS_IN_IMAGE, Certainty.CERTAIN, "经纬度", "图片带有拍摄地点的经纬度"))
    elif _XMP_PLACE.search(raw):
        found.append(
            PictureFact(Kind.GPS_IN_IMAGE, Certainty.CERTAIN, "经纬度", "图片的 XMP 信息带有拍摄地点")
        )
    for words in _authors(exif, raw):
        found.append(
            PictureFact(Kind.AUTHOR_METADATA, Certainty.LIKELY, glimpse(words), "图片信息里写有作者")
        )
    return found


def _exif(data: bytes, strict: bool) -> Image.Exif | None:
    try:
        with warnings.catch_warnings():
            # A picture of very many pixels is not decoded here, only its head is read.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as image:
                if strict and image.width * image.height > _MAX_PIXELS:
                    raise FileRefused("too_large", "这张图片的像素过多，不予检查。请缩小后再试。")
                return image.getexif()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if strict:
            raise FileRefused("damaged", _DAMAGED) from error
        return None


def _authors(exif: Image.Exif | None, raw: bytes) -> list[str]:
    words = []
    for tag in _AUTHOR_TAGS:
        said = exif.get(tag) if exif is not None else None
        if isinstance(said, bytes):
            said = said.decode("utf-16-le", errors="ignore")
        if said and str(said).strip("\0 "):
            words.append(str(said).strip("\0 "))
    for found in _XMP_AUTHOR.findall(raw):
        text = re.sub(rb"<[^>]*>", b" ", found).decode("utf-8", errors="ignore").strip()
        words += [text] if text else []
    return words


def metadata_bytes(data: bytes) -> bytes:
    """Everything in a picture file that says something beside the picture, one after another."""
    try:
        return b"\n".join(piece for kept, piece in _pieces(data) if not kept)
    except (struct.error, IndexError):
        return b""


def without_metadata(data: bytes) -> bytes:
    """The same picture, bit for bit, without EXIF, XMP, IPTC, comments and what hangs behind its end.

    The turn of the camera stays, or the picture would lie on its side. Raises FileRefused.
    """
    exif = _exif(data, strict=True)
    orientation = exif.get(ExifTags.Base.Orientation, 1) if exif is not None else 1
    try:
        kept = [piece for keep, piece in _pieces(data) if keep]
    except (struct.error, IndexError) as error:
        raise FileRefused("damaged", _DAMAGED) from error
    if data.startswith(_JPEG):
        turned = _orientation_segment(orientation) if orientation in range(2, 9) else b""
        return kept[0] + turned + b"".join(kept[1:])
    if data.startswith(_PNG):
        turned = _png_chunk(b"eXIf", _orientation(orientation)) if orientation in range(2, 9) else b""
        # After IHDR, which comes first.
        return kept[0] + kept[1] + turned + b"".join(kept[2:])
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bare_picture(data: bytes) -> bytes:
    """The same as `without_metadata`, of a picture that opens whole and is not too large to show. Raises FileRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as image:
                if image.width * image.height > _MOST_SHOWN:
                    raise FileRefused("too_large", "这张图片的像素过多。请缩小后再试。")
                image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefused("damaged", _DAMAGED) from error
    return without_metadata(data)


def _pieces(data: bytes) -> Iterator[tuple[bool, bytes]]:
    """The file in pieces, each with whether the picture needs it."""
    if data.startswith(_JPEG):
        yield from _jpeg_pieces(data)
    elif data.startswith(_PNG):
        yield from _png_pieces(data)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        yield from _webp_pieces(data)


def _jpeg_pieces(data: bytes) -> Iterator[tuple[bool, bytes]]:
    yield True, data[:2]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        size = 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
        if marker == 0xDA:
            end = _jpeg_end(data, at)
            yield True, data[at:end]
            yield False, data[end:]
            return
        piece = data[at : at + size]
        about = 0xE0 <= marker <= 0xEF or marker == 0xFE
        # APP2 also holds the list of further pictures (MPF) with offsets that no longer fit.
        yield not about or (marker in _SHOWING and not piece[4:].startswith(b"MPF\0")), piece
        at += size


def _jpeg_end(data: bytes, start: int) -> int:
    """Where the picture ends: behind the first end marker after the scans."""
    end = data.find(b"\xff\xd9", start)
    return len(data) if end < 0 else end + 2


def _png_pieces(data: bytes) -> Iterator[tuple[bool, bytes]]:
    yield True, data[:8]
    at = 8
    while at + 12 <= len(data):
        size = int(struct.unpack(">I", data[at : at + 4])[0])
        kind = data[at + 4 : at + 8]
        yield kind not in _PNG_METADATA, data[at : at + 12 + size]
        at += 12 + size
        if kind == b"IEND":
            break
    yield False, data[at:]


def _webp_pieces(data: bytes) -> Iterator[tuple[bool, bytes]]:
    at, end = 12, min(len(data), 8 + int(struct.unpack("<I", data[4:8])[0]))
    while at + 8 <= end:
        kind, size = data[at : at + 4], int(struct.unpack("<I", data[at + 4 : at + 8])[0])
        whole = 8 + size + size % 2
        piece = data[at : at + whole]
        if kind == b"VP8X":
            piece = piece[:8] + bytes([piece[8] & ~_WEBP_FLAGS]) + piece[9:]
        yield kind not in _WEBP_METADATA, piece
        at += whole
    yield False, data[end:]


def _orientation(turn: int) -> bytes:
    """The smallest EXIF block that says how the camera was turned."""
    return b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, ExifTags.Base.Orientation, 3, 1, turn, 0, 0)


def _orientation_segment(turn: int) -> bytes:
    body = b"Exif\0\0" + _orientation(turn)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
