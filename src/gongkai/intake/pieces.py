"""来件 — files as they arrive: on the disk, in memory or in an archive; read only when they are needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from posixpath import basename, dirname

from .kinds import ending_of
from .limits import MAX_FILE_BYTES
from .reading import FileRefused

# What systems and programs leave beside the files that people made.
_JUNK = re.compile(
    r"(?:^|/)(?:__MACOSX(?:/|$)|\._|~\$|\.~|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.git/|\.svn/)",
    re.IGNORECASE,
)
_TOO_LARGE = "这个文件超过 100 MB。请压缩其中的图片，或把附件分开上传。"
_GONE = "读不了这个文件，可能已被移走或没有权限。请检查后重新选择文件。"


@dataclass(frozen=True, slots=True)
class Piece:
    """来件 — one file: its path in the delivery ("甲/乙.docx"), its size in bytes, and how to open it."""

    path: str
    size: int
    open: Callable[[], bytes]

    @property
    def name(self) -> str:
        """Its own name without folders."""
        return basename(self.path)

    @property
    def folder(self) -> str:
        return dirname(self.path)

    @property
    def ending(self) -> str:
        return ending_of(self.path)

    def data(self) -> bytes:
        """Its bytes, read anew at each call. Raises FileRefused when it is too large, gone, locked or broken."""
        if self.size > MAX_FILE_BYTES:
            raise FileRefused("too_large", _TOO_LARGE)
        try:
            return self.open()
        except OSError as error:
            raise FileRefused("unreadable", _GONE) from error


def piece_in_memory(name: str, data: bytes) -> Piece:
    """A piece whose bytes are at hand."""
    return Piece(safe_path(name), len(data), lambda: data)


def pieces_on_disk(paths: Iterable[Path]) -> Iterator[Piece]:
    """Files, and all files in folders, named by their place below what was given; links are not followed."""
    for path in paths:
        if path.is_dir():
            found = sorted(inner for inner in path.rglob("*") if inner.is_file() and not inner.is_symlink())
            for inner in found:
                place = inner.relative_to(path.parent).as_posix()
                if not is_junk(place):
                    yield _on_disk(place, inner)
        else:
            yield _on_disk(path.name, path)


def _on_disk(place: str, path: Path) -> Piece:
    return Piece(place, path.stat().st_size, partial(Path.read_bytes, path))


def is_junk(path: str) -> bool:
    """Whether a file was left by a system or a program, not made by a person."""
    return bool(_JUNK.search(path))


def safe_path(name: str) -> str:
    """A name as a path that stays below its start: no drive, no root, no step upwards, no control characters."""
    shown = "".join(letter for letter in name.replace("\\", "/") if letter.isprintable())
    parts = [part.strip() for part in re.sub(r"^[A-Za-z]:", "", shown).split("/")]
    return "/".join(part for part in parts if part not in ("", ".", ".."))
