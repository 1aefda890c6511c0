"""文件 — bytes kept under their digest, checked by content."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from gongkai.core.models import StoredFile
from gongkai.rules.process import RuleViolation

logger = logging.getLogger(__name__)
SANDBOX = "sandbox; default-src 'none'"
"""The Content-Security-Policy of a file that is sent: it can execute nothing."""


class FileDamaged(Exception):
    """文件损坏 — a stored file is missing or no longer has the bytes of its digest."""


class FileNotKept(RuleViolation):
    """文件没有存下 — the disk is full or refuses to write; nothing was changed."""


def path_of(digest: str) -> Path:
    """Return where the bytes of a digest lie."""
    return Path(settings.FILES) / digest[:2] / digest[2:4] / digest


def keep(data: bytes, *, media_type: str, now: datetime) -> StoredFile:
    """Store bytes, once for the same content, durably before the row is written; raises FileNotKept.

    A damaged file of the same digest is replaced.
    """
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if not path.exists() or path.read_bytes() != data:
        try:
            _write(path, data)
        except OSError as error:
            logger.exception("files: %s could not be written", digest)
            raise FileNotKept(
                "服务器存不下这个文件，其他内容没有改动，请稍后再试，或者联系网站管理员", field="file"
            ) from error
    stored, _ = StoredFile.objects.get_or_create(
        digest=digest, defaults={"size": len(data), "media_type": media_type, "created_at": now}
    )
    return stored


def _write(path: Path, data: bytes) -> None:
    """Write a file whole and durably, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name of the file is durable only with its folder
    finally:
        os.close(folder)


def read(digest: str) -> bytes:
    """Return the bytes of a digest; raises FileDamaged."""
    with opened(digest) as file:
        return file.read()


def forget(stored: StoredFile) -> None:
    """Take a stored file away, its bytes once the caller's transaction has committed; no row may refer to it."""
    digest = stored.pk
    stored.delete()
    transaction.on_commit(lambda: path_of(digest).unlink(missing_ok=True))


def opened(digest: str) -> BinaryIO:
    """Return a stored file, open at its beginning and found to be whole; raises FileDamaged."""
    try:
        file = path_of(digest).open("rb")
    except OSError as error:
        raise FileDamaged(f"文件 {digest} 不在了") from error
    if hashlib.file_digest(file, "sha256").hexdigest() != digest:
        file.close()
        raise FileDamaged(f"文件 {digest} 的内容与摘要不符")
    file.seek(0)
    return file


def damaged() -> Iterator[str]:
    """Yield a sentence for each stored file that is missing or changed."""
    for digest in StoredFile.objects.order_by("digest").values_list("digest", flat=True).iterator():
        try:
            opened(digest).close()
        except FileDamaged as error:
            yield str(error)
