"""文件 — bytes kept under their digest, checked by content."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from gongkai.core.models import StoredFile


class FileDamaged(Exception):
    """文件损坏 — a stored file is missing or no longer has the bytes of its digest."""


def path_of(digest: str) -> Path:
    """Return where the bytes of a digest lie."""
    return Path(settings.FILES) / digest[:2] / digest[2:4] / digest


def keep(data: bytes, *, media_type: str, now: datetime) -> StoredFile:
    """Store bytes, once for the same content, durably before the row is written."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    stored, _ = StoredFile.objects.get_or_create(
        digest=digest, defaults={"size": len(data), "media_type": media_type, "created_at": now}
    )
    return stored


def read(digest: str) -> bytes:
    """Return the bytes of a digest; raises FileDamaged."""
    try:
        data = path_of(digest).read_bytes()
    except OSError as error:
        raise FileDamaged(f"文件 {digest} 不在了") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise FileDamaged(f"文件 {digest} 的内容与摘要不符")
    return data


def damaged() -> Iterator[str]:
    """Yield a sentence for each stored file that is missing or changed."""
    for digest in StoredFile.objects.order_by("digest").values_list("digest", flat=True).iterator():
        try:
            read(digest)
        except FileDamaged as error:
            yield str(error)
