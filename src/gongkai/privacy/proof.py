"""清理证明 — whether words are really gone from a file: from its bytes, from all that is packed in it, and for other readers.

Nothing here uses what rewrote the file: parts are stripped of tags by expressions, streams are unpacked by zlib,
PDF is read by PDFium (it was written by qpdf), tables by calamine.
"""

from __future__ import annotations

import base64
import html
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import AnyStr

from gongkai.intake.reading import FileRefused

from .oldsheets import plain_cells
from .pdf_pages import Pages

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_LINE_END = re.compile(r"</(?:\w+:)?(?:p|si|is|c|row|text|td|tr|li|div)>|<(?:\w+:)?br\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"[ \t\r\u3000\u00a0]+")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_FEW = 4_000
_MOST_UNPACKED = 400 * 1024 * 1024
_MOST_DEPTH = 6


@dataclass(frozen=True)
class _Words:
    """要找的词 — as people write them and as bytes of every encoding."""

    words: frozenset[str]

    @cached_property
    def compact(self) -> dict[str, str]:
        return {_SPACES.sub("", one): one for one in self.words}

    @cached_property
    def coded(self) -> dict[bytes, str]:
        found: dict[bytes, str] = {}
        for one in self.words:
            for encoding in _ENCODINGS:
                found[one.encode(encoding, errors="ignore")] = one
            hexadecimal = one.encode("utf-16-be").hex()
            found[hexadecimal.encode()] = found[hexadecimal.upper().encode()] = one
        return found

    def in_bytes(self, data: bytes) -> set[str]:
        return {self.coded[found] for found in _present(data, self.coded)}

    def in_text(self, text: str) -> set[str]:
        return {self.compact[found] for found in _present(_SPACES.sub("", text), self.compact)}


def _present(whole: AnyStr, wanted: Collection[AnyStr]) -> Iterable[AnyStr]:
    """Which of the wanted stand in the whole; many are looked up window by window."""
    if len(wanted) <= _FEW:
        return [one for one in wanted if one in whole]
    lengths: dict[int, set[AnyStr]] = {}
    for one in wanted:
        lengths.setdefault(len(one), set()).add(one)
    return {
        whole[at : at + length]
        for length, ones in lengths.items()
        for at in range(len(whole) - length + 1)
        if whole[at : at + length] in ones
    }


def proves_clean(data: bytes, name: str, words: Collection[str]) -> list[str]:
    """Where any of the words still stands in a file, a sentence for each place, without the words; empty when clean."""
    wanted = _Words(frozenset(one for one in words if one.strip()))
    if not wanted.words:
        return []
    return [
        f"{place}里还有 {len(found)} 处应当去掉的内容。" for place, found in _search(data, name, wanted, 0)
    ]


def _search(data: bytes, name: str, wanted: _Words, depth: int) -> Iterator[tuple[str, set[str]]]:
    if found := wanted.in_bytes(data):
        yield name, found
    if depth > _MOST_DEPTH:
        return
    if data.startswith(b"PK"):
        yield from _search_archive(data, name, wanted, depth)
    elif b"%PDF-" in data[:1024]:
        yield from _search_pdf(data, name, wanted, depth)
    elif data[:1] == b"<" or data[:4] == b"\xef\xbb\xbf<":
        text = data.decode("utf-8", errors="ignore")
        if found := wanted.in_text(_plain(text)):
            yield name, found
    elif data.startswith(b"\xd0\xcf\x11\xe0") and (found := wanted.in_text(plain_cells(data))):
        yield name, found


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub("", _LINE_END.sub("\n", markup)))


def _search_archive(data: bytes, name: str, wanted: _Words, depth: int) -> Iterator[tuple[str, set[str]]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST_UNPACKED:
                raise FileRefused("zip_bomb", "这个文件解压后过大，无法核对。")
            for info in archive.infolist():
                if found := wanted.in_text(info.filename):
                    yield f"{name} › {info.filename} 的名称", found
                yield from _search(archive.read(info), f"{name} › {info.filename}", wanted, depth + 1)
            tables = any(info.filename.startswith("xl/") for info in archive.infolist())
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return
    if tables and (found := wanted.in_text(plain_cells(data))):
        yield f"{name} 的单元格", found


def _search_pdf(data: bytes, name: str, wanted: _Words, depth: int) -> Iterator[tuple[str, set[str]]]:
    budget = _MOST_UNPACKED
    for number, packed in enumerate(_STREAM.findall(data), start=1):
        content = _unpacked(packed, budget)
        budget -= len(content)
        place = f"{name} › 第 {number} 个数据流"
        found = wanted.in_bytes(content) | wanted.in_bytes(_shown(content))
        if found:
            yield place, found
        if content.startswith((b"PK", b"%PDF-", b"<")):
            yield from _search(content, place, wanted, depth + 1)
    if found := wanted.in_bytes(_shown(_STREAM.sub(b"", data))):
        yield name, found
    with Pages(data) as pages:
        if found := wanted.in_text(pages.text().replace("\n", "")):
            yield f"{name} 的页面文字", found


def _unpacked(packed: bytes, budget: int) -> bytes:
    """A stream without its compression, also when it was written as letters; as it is when neither fits."""
    for coded in (packed, _from_letters(packed)):
        try:
            return zlib.decompressobj().decompress(coded, max(budget, 1))
        except zlib.error:
            continue
    return packed


def _from_letters(packed: bytes) -> bytes:
    """ASCII85 as bytes; empty for anything else."""
    try:
        return base64.a85decode(packed.strip().removesuffix(b"~>"))
    except ValueError:
        return b""


def _shown(content: bytes) -> bytes:
    """All strings of a content stream one after another, as a reader puts them together."""
    pieces = []
    for literal, hexadecimal in _SHOWN.findall(content):
        if hexadecimal:
            digits = re.sub(rb"\s", b"", hexadecimal)
            pieces.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
        else:
            pieces.append(_ESCAPE.sub(_unescaped, literal))
    return b"".join(pieces)


def _unescaped(found: re.Match[bytes]) -> bytes:
    said = found[1]
    if said[:1] in b"01234567":
        return bytes([int(said, 8) & 0xFF])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\n": b""}.get(said, said)
