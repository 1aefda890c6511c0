"""暂存的上传 — a report that was checked can join the library for half an hour without being sent again.

What lies on the disk is sealed with a key that stands only in the page of who sent it (Fernet, AES-128-CBC with
HMAC-SHA256): without that page nobody reads it, this site no more than others. It is deleted when it is kept, and
otherwise by the worker.
"""

import hashlib
import json
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

HELD_FOR = timedelta(minutes=30)
_BREAK = b"\n"


def hold(name: str, data: bytes, *, user_id: int, now: datetime) -> str:
    """Keep a file for a while and return the key to it; "" where the disk does not take it."""
    key = Fernet.generate_key()
    told = json.dumps({"name": name, "user": user_id}).encode()
    sealed = Fernet(key).encrypt_at_time(told + _BREAK + data, int(now.timestamp()))
    path = _path(key.decode())
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(sealed)
    except OSError:
        path.unlink(missing_ok=True)
        return ""
    return key.decode()


def held(key: str, *, user_id: int, now: datetime) -> tuple[str, bytes] | None:
    """Return name and bytes of what a person holds by this key; None for another person, too late, or never there."""
    try:
        seal = Fernet(key)
        sealed = _path(key).read_bytes()
        opened = seal.decrypt_at_time(sealed, int(HELD_FOR.total_seconds()), int(now.timestamp()))
    except (OSError, ValueError, InvalidToken):
        return None
    told, _, data = opened.partition(_BREAK)
    facts = json.loads(told)
    return (facts["name"], data) if facts["user"] == user_id else None


def let_go(key: str) -> None:
    """Delete what is held by a key."""
    _path(key).unlink(missing_ok=True)


def delete_old(now: datetime) -> None:
    """Delete everything that was held long enough."""
    if not _folder().is_dir():
        return
    for path in _folder().iterdir():
        with suppress(OSError):
            if path.stat().st_mtime <= (now - HELD_FOR).timestamp():
                path.unlink()


def _path(key: str) -> Path:
    return _folder() / hashlib.sha256(key.encode()).hexdigest()


def _folder() -> Path:
    return Path(settings.DATA) / "held"
