"""压缩包 — the files of a ZIP archive, also of archives within it, each looked into by itself."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from gongkai.intake.reading import FileRefused

from .taken import MAX_INNER_BYTES, MAX_INNER_FILES, Taken

MAX_MEMBER_BYTES = 100 * 1024 * 1024
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
# What systems put beside the files by themselves.
_SIDE_FILES = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_DAMAGED = "这个压缩包已损坏，无法读取。请重新压缩后再试。"


def take_archive(data: bytes, taken: Taken) -> None:
    """Look into every file of an archive; one that cannot be read is a warning. Raises FileRefused."""
    for info, name in members(data):
        content = member(data, info)
        if content is None:
            taken.warn(f"{name} 加了密码或已损坏，未检查。")
        elif content.strip(b"\0 \t\r\n"):
            taken.look_into(content, name)


def members(data: bytes) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """The files of an archive, each with its name as it was meant. Raises FileRefused."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused("damaged", _DAMAGED) from error
    if len(infos) > MAX_INNER_FILES or sum(info.file_size for info in infos) > MAX_INNER_BYTES:
        raise FileRefused("zip_bomb", "这个压缩包解开后过大，不予检查。请解开后分别检查。")
    for info in infos:
        name = _meant(info)
        if not info.is_dir() and not any(side in name for side in _SIDE_FILES):
            yield info, name


def member(data: bytes, info: zipfile.ZipInfo) -> bytes | None:
    """One file of an archive; None when it is encrypted or broken. Raises FileRefused for a bomb."""
    if info.flag_bits & _ENCRYPTED:
        return None
    if info.file_size > MAX_MEMBER_BYTES:
        raise FileRefused("zip_bomb", "压缩包里有解压后超过 100 MB 的文件，不予检查。请解开后分别检查。")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        return None


def _meant(info: zipfile.ZipInfo) -> str:
    """Chinese programs write names in GBK and say nothing of it."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def written(data: bytes, contents: dict[int, bytes]) -> bytes:
    """The archive again with other contents, by the places of `members`; nothing else of it is kept."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (old, name) in enumerate(members(data)):
            info = zipfile.ZipInfo(name, date_time=old.date_time)
            info.compress_type = zipfile.ZIP_DEFLATED
            content = contents.get(number)
            archive.writestr(info, member(data, old) or b"" if content is None else content)
    return stream.getvalue()
