"""压缩包 — the files inside a ZIP, named as they were packed, opened one by one and never written under their names."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from functools import partial
from tempfile import TemporaryFile
from typing import IO
from zlib import error as ZlibError

from gongkai.rules.phrases import phrase

from .limits import MAX_FILE_BYTES
from .pieces import Piece, is_junk, safe_path
from .reading import FileRefused

MAX_LEVELS = 3
"""A ZIP in a ZIP in a ZIP is opened; what is packed deeper is refused."""
MAX_DELIVERY_BYTES = 4 * 1024 * 1024 * 1024
MAX_DELIVERY_FILES = 20_000

_UTF8_NAME = 0x800
_LOCKED = 0x1
_BROKEN = "这个压缩包已损坏，无法打开。请重新压缩为 ZIP 后再试。"
_TOO_MUCH = "这个压缩包解压后过大或文件过多，可能不安全。请分成几个压缩包再试。"
_NESTED = phrase("压缩包里又套压缩包，超过 %(most)d 层，不再打开。请解压后上传。", most=MAX_LEVELS)
_PASSWORD = "这个压缩包加了密码，无法读取。请去掉密码后重新上传。"  # noqa: S105
_LARGE = "压缩包里的这个文件超过 100 MB。请压缩其中的图片，或单独处理。"


class Budget:
    """限额 — what one delivery may unpack to in all, counted over all its archives."""

    def __init__(self) -> None:
        self._bytes = MAX_DELIVERY_BYTES
        self._files = MAX_DELIVERY_FILES

    def take(self, size: int) -> None:
        """Count one file. Raises FileRefused when the delivery is too large."""
        self._bytes -= size
        self._files -= 1
        if self._bytes < 0 or self._files < 0:
            raise FileRefused("zip_bomb", _TOO_MUCH)


def pieces_in(packed: Piece, level: int, budget: Budget) -> Iterator[Piece]:
    """The files inside a ZIP that is itself packed `level` deep. Raises FileRefused for the ZIP as a whole.

    The archive stays on the disk, and the pieces keep it open as long as they are held.
    """
    if level >= MAX_LEVELS:
        raise FileRefused("nested", _NESTED)
    try:
        archive = zipfile.ZipFile(_on_disk(packed))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused("broken_zip", _BROKEN) from error
    parts = [
        part
        for part in archive.infolist()
        if not part.is_dir() and not stat.S_ISLNK(part.external_attr >> 16)
    ]
    for part in parts:
        path = safe_path(_name(part))
        if path and not is_junk(path):
            budget.take(part.file_size)
            yield Piece(f"{packed.path}/{path}", part.file_size, partial(_opened, archive, part))


def _on_disk(packed: Piece) -> IO[bytes]:
    """A copy of the archive in an unnamed temporary file, so that its bytes need not stay in memory."""
    copy = TemporaryFile()  # noqa: SIM115
    copy.write(packed.data())
    copy.seek(0)
    return copy


def _name(part: zipfile.ZipInfo) -> str:
    """The name as it was packed: programs in China write GBK, others UTF-8, without saying so."""
    if part.flag_bits & _UTF8_NAME:
        return part.filename
    raw = part.orig_filename.encode("cp437", errors="replace")
    try:
        name = raw.decode("utf-8")
        # Two bytes of GBK may happen to be one letter of UTF-8, but never a Chinese one.
        if all(letter < "\x80" or letter >= "\u0800" for letter in name):
            return name
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return part.filename


def _opened(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.flag_bits & _LOCKED:
        raise FileRefused("encrypted", _PASSWORD)
    if part.file_size > MAX_FILE_BYTES:
        raise FileRefused("too_large", _LARGE)
    try:
        return archive.read(part)
    except (zipfile.BadZipFile, ZlibError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileRefused("broken_zip", _BROKEN) from error
