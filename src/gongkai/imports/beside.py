"""随表的文件 — the files that the rows of a table name, in a folder or a zip beside it."""

import zipfile
from pathlib import Path, PurePosixPath
from typing import Self

from gongkai.intake import FileRefused
from gongkai.rules.phrases import phrase

MAX_FILES = 200_000
MAX_FILE_BYTES = 100 * 1024 * 1024
_UTF8_NAMES = 0x800


class Beside:
    """随表的文件 — found by their path, or by their name alone where only one file bears it."""

    def __init__(self, paths: dict[str, str], root: Path, archive: zipfile.ZipFile | None) -> None:
        self._root, self._archive = root, archive
        self._paths: dict[str, str | None] = {}
        for shown, real in paths.items():
            key = _key(shown)
            self._paths[key] = real
            name = key.rpartition("/")[2]
            if name != key:
                self._paths[name] = real if name not in self._paths else None

    @classmethod
    def folder(cls, root: Path) -> Self:
        """The files below a folder; links that lead out of it are not followed."""
        inside = root.resolve()
        paths: dict[str, str] = {}
        for path in root.rglob("*"):
            if path.is_file() and path.resolve().is_relative_to(inside):
                name = path.relative_to(root).as_posix()
                paths[name] = name
            if len(paths) > MAX_FILES:
                raise FileRefused("too_many", phrase("文件夹里超过 %(most)d 个文件。", most=MAX_FILES))
        return cls(paths, root, None)

    @classmethod
    def zip(cls, path: Path) -> Self:
        """The files in a zip; raises FileRefused where it is broken or encrypted. Nothing is unpacked to disk."""
        try:
            archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as error:
            raise FileRefused("broken", "随表的压缩包打不开，可能已损坏。") from error
        parts = [part for part in archive.infolist() if not part.is_dir()]
        if len(parts) > MAX_FILES:
            raise FileRefused("too_many", phrase("压缩包里超过 %(most)d 个文件。", most=MAX_FILES))
        if any(part.flag_bits & 0x1 for part in parts):
            raise FileRefused("encrypted", "随表的压缩包加了密码。请去掉密码后再试。")
        return cls({_written(part): part.filename for part in parts}, path, archive)

    def has(self, name: str) -> bool:
        """Whether a file of that path or name is there."""
        return self._paths.get(_key(name)) is not None

    def read(self, name: str) -> bytes:
        """Return a file's bytes; raises FileRefused where it is not there, too large or broken."""
        real = self._paths.get(_key(name))
        if real is None:
            raise FileRefused("missing", phrase("随表的文件里没有“%(name)s”。", name=name))
        try:
            if self._archive is None:
                path = self._root / real
                size = path.stat().st_size
            else:
                size = self._archive.getinfo(real).file_size
            if size > MAX_FILE_BYTES:
                raise FileRefused(
                    "too_large",
                    phrase("“%(name)s”超过 %(most)d MB。", name=name, most=MAX_FILE_BYTES // 1024 // 1024),
                )
            return self._archive.read(real) if self._archive else path.read_bytes()
        except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
            raise FileRefused("broken", phrase("“%(name)s”读不出来，可能已损坏。", name=name)) from error

    def close(self) -> None:
        """Let the zip go."""
        if self._archive is not None:
            self._archive.close()


def _key(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/").strip().lower())
    return "/".join(part for part in path.parts if part not in ("/", "."))


def _written(part: zipfile.ZipInfo) -> str:
    """Return a name in a zip as it was written: Chinese Windows writes GBK without saying so."""
    if part.flag_bits & _UTF8_NAMES:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return part.filename
