"""备份 — one archive of everything that is kept, and a site made again from it.

A gzipped tar: `tables/<table>.jsonl` (see `core.tables`), `files/<digest>`, and `manifest.json` last, with
the digest and size of each member, the rows of each table and the applied migrations. It moves between
SQLite and PostgreSQL. Not in it: the search index and the page cache (made again), the secret key. What is
sealed is sealed in it too; the keys are a member `sealing-keys` only where that was asked for.
"""

import hashlib
import io
import json
import os
import re
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

from gongkai.core import files, sealed, tables
from gongkai.core.models import LedgerEntry, StoredFile

FORMAT = 1
MANIFEST = "manifest.json"
KEYS = "sealing-keys"
CHUNK_BYTES = 1 << 20
_MEMBER = re.compile(r"tables/[a-z0-9_]+\.jsonl|files/[0-9a-f]{64}|sealing-keys|manifest\.json")

Progress = Callable[[int], None]
"""Told the number of bytes that have just been handled."""


class ArchiveError(Exception):
    """备份有误 — an archive that cannot be written, or cannot be trusted or used here."""


@dataclass
class Manifest:
    """清单 — what an archive holds."""

    made_at: str
    format: int = FORMAT
    migrations: list[list[str]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    members: dict[str, dict[str, str | int]] = field(default_factory=dict)
    missing_files: list[str] = field(default_factory=list)

    @property
    def files(self) -> int:
        """How many stored files the archive holds."""
        return sum(name.startswith("files/") for name in self.members)

    def add(self, name: str, digest: str, size: int) -> None:
        """Note one member."""
        self.members[name] = {"sha256": digest, "bytes": size}


def backup(target: Path, *, now: datetime, progress: Progress, with_keys: bool = False) -> Manifest:
    """Write one consistent archive while the site goes on; it appears under its name only when whole.

    A stored file that is missing or damaged is left out and named in the manifest: the rest is still worth
    keeping. `with_keys` puts the sealing keys in: then whoever has the archive can open what is sealed. Raises
    ArchiveError when the target exists or cannot be written.
    """
    if target.exists():
        raise ArchiveError(f"{target} 已存在，不会覆盖")
    manifest = Manifest(made_at=now.isoformat())
    part = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
                _write_all(tar, manifest, now, progress, with_keys=with_keys)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise ArchiveError(f"无法写入 {target}：{error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write_keys(tar: tarfile.TarFile, manifest: Manifest, now: datetime, lines: Iterable[str]) -> None:
    data = "".join(f"{line}\n" for line in dict.fromkeys(lines)).encode()
    manifest.add(KEYS, hashlib.sha256(data).hexdigest(), len(data))
    _add(tar, KEYS, io.BytesIO(data), now)


def _write_all(
    tar: tarfile.TarFile, manifest: Manifest, now: datetime, progress: Progress, *, with_keys: bool
) -> None:
    keys = sealed.key_lines()
    with tables.snapshot():
        manifest.migrations = tables.migrations()
        for model in tables.all_models():
            with tempfile.TemporaryFile() as spool:
                digest = hashlib.sha256()
                rows = 0
                for line in tables.dump(model):
                    spool.write(line)
                    digest.update(line)
                    progress(len(line))
                    rows += 1
                table = model._meta.db_table
                manifest.rows[table] = rows
                manifest.add(f"tables/{table}.jsonl", digest.hexdigest(), spool.tell())
                _add(tar, f"tables/{table}.jsonl", spool, now)
        digests = list(StoredFile.objects.order_by("digest").values_list("digest", flat=True))
    # Bytes are written before their row and never change: they need no snapshot.
    for name in digests:
        try:
            data = files.read(name)
        except files.FileDamaged:
            manifest.missing_files.append(name)
            continue
        manifest.add(f"files/{name}", name, len(data))
        _add(tar, f"files/{name}", io.BytesIO(data), now)
        progress(len(data))
    if with_keys:
        # Of before and after: a rotation meanwhile may have made one that rows need, and dropped another.
        _write_keys(tar, manifest, now, [*sealed.key_lines(), *keys])
    body = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    _add(tar, MANIFEST, io.BytesIO(body), now)


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], now: datetime) -> None:
    member = tarfile.TarInfo(name)
    member.size = content.seek(0, io.SEEK_END)
    member.mtime, member.mode = int(now.timestamp()), 0o600
    content.seek(0)
    tar.addfile(member, content)


def read_manifest(source: Path, *, progress: Progress) -> Manifest:
    """Read the whole archive, check every member against the manifest and return it; raises ArchiveError."""
    found: dict[str, dict[str, str | int]] = {}
    body = b""
    with _opened(source) as members:
        for name, content in members:
            if name == MANIFEST:
                body = content.read()
                continue
            digest, size = hashlib.sha256(), 0
            while chunk := content.read(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
                progress(len(chunk))
            found[name] = {"sha256": digest.hexdigest(), "bytes": size}
    try:
        manifest = Manifest(**json.loads(body))
    except (ValueError, TypeError) as error:
        raise ArchiveError(f"{source} 不完整：缺少清单") from error
    if manifest.format != FORMAT:
        raise ArchiveError(f"备份格式 {manifest.format} 不是本版本所用的 {FORMAT}")
    if wrong := sorted(
        name
        for name in found.keys() | manifest.members.keys()
        if found.get(name) != manifest.members.get(name)
    ):
        raise ArchiveError(f"{source} 与清单不符：{wrong[0]} 等 {len(wrong)} 项")
    return manifest


@contextmanager
def _opened(source: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Give name and content of each member; whatever reading them raises is an ArchiveError."""
    try:
        with tarfile.open(source, mode="r|gz") as tar:
            yield _members(source, tar)
    except (EOFError, zlib.error, tarfile.TarError) as error:
        raise ArchiveError(f"{source} 不是完整的存档") from error
    except OSError as error:
        raise ArchiveError(f"无法读写 {error.filename or source}：{error.strerror or error}") from error


def _members(source: Path, tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield each member; nothing is unpacked to a path that an archive names."""
    for member in tar:
        content = tar.extractfile(member) if member.isfile() else None
        if content is None or not _MEMBER.fullmatch(member.name):
            raise ArchiveError(f"{source} 含有不应有的内容：{member.name}")
        yield member.name, content


def require_empty() -> None:
    """Raise ArchiveError unless nobody and nothing is here yet."""
    for model, what in ((get_user_model(), "人员"), (LedgerEntry, "留痕"), (StoredFile, "文件")):
        if tables.count(model):
            raise ArchiveError(f"这里已有{what}，只能恢复到空的数据目录和数据库")


def restore(source: Path, *, now: datetime, progress: Progress) -> Manifest:
    """Make the site of an archive again in an empty place; the caller rebuilds the index.

    The archive is checked as a whole before anything is written; tables come back in one transaction, so an
    interrupted restore can be started again. Raises ArchiveError.
    """
    manifest = read_manifest(source, progress=progress)
    call_command("migrate", verbosity=0, interactive=False)
    require_empty()
    if manifest.migrations != tables.migrations():
        raise ArchiveError("备份出自另一版本的程序：请用当时的版本恢复，再升级")
    models = {f"tables/{model._meta.db_table}.jsonl": model for model in tables.all_models()}
    with _opened(source) as members, tables.replacing():
        for name, content in members:
            if name in models:
                model = models[name]
                rows = tables.load(model, _lines(content, progress))
                if rows != manifest.rows[model._meta.db_table]:
                    raise ArchiveError(f"{name} 的行数与清单不符")
            elif name.startswith("files/"):
                data = content.read()
                # The row came back with its table, before the files: this only puts the bytes in place.
                files.keep(data, media_type="", now=now)
                progress(len(data))
            elif name == KEYS and not settings.SEALING_KEYS:
                keys = content.read().decode().split()
                sealed.write_keys(list(dict.fromkeys([*sealed.key_lines(), *keys])))
    return manifest


def _lines(content: IO[bytes], progress: Progress) -> Iterator[bytes]:
    for line in content:
        progress(len(line))
        yield line
