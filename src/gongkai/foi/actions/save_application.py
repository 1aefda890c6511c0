"""保存未提交的申请 — what an applicant has typed so far, sealed, under a code that brings it back.

The code can be written down by hand. What is kept is no fact yet: nothing is recorded, and after `KEPT_FOR` it is
gone.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gongkai.core.sealed import fingerprint
from gongkai.foi.models import ApplicationDraft
from gongkai.foi.numbers import CODE_SIGNS

KEPT_DAYS = 30
_LENGTH = 16
_GROUP = 4


def save_application(content: Mapping[str, Any], *, key: str = "", now: datetime) -> str:
    """保存 — keep what was typed, in place of what was kept under the key; return the key that brings it back.

    Files that it names (`files`, each with the key that it is kept under) are kept as long as itself.
    """
    known = _fingerprint(key)
    files = [_fingerprint(file["key"]) for file in content.get("files", ())]
    ApplicationDraft.objects.filter(fingerprint__in=files).update(saved_at=now)
    values = {"content": json.dumps(dict(content), ensure_ascii=False), "saved_at": now}
    if known and ApplicationDraft.objects.filter(fingerprint=known).update(**values):
        return key
    key = _new_code()
    ApplicationDraft.objects.create(fingerprint=_fingerprint(key), **values)
    return key


def saved_application(key: str, *, now: datetime) -> dict[str, Any] | None:
    """Return what was kept under a key, None when there is nothing, or nothing any more."""
    known = _fingerprint(key)
    kept = ApplicationDraft.objects.filter(
        fingerprint=known, saved_at__gte=now - timedelta(days=KEPT_DAYS)
    ).first()
    return json.loads(kept.content) if known and kept else None


def drop_application(*keys: str) -> None:
    """Take away what was kept under these keys: it was filed, or given up."""
    ApplicationDraft.objects.filter(fingerprint__in=[_fingerprint(key) for key in keys]).delete()


def drop_expired(now: datetime) -> int:
    """Take away what nobody came back for; return how many."""
    return ApplicationDraft.objects.filter(saved_at__lt=now - timedelta(days=KEPT_DAYS)).delete()[0]


def _new_code() -> str:
    signs = "".join(secrets.choice(CODE_SIGNS) for _ in range(_LENGTH))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def _fingerprint(key: str) -> str:
    """Of the code as it was read out or typed, with or without its dashes; "" for what is none."""
    signs = "".join(sign for sign in key.upper() if sign in CODE_SIGNS)
    return fingerprint(signs, of="draft") if len(signs) == _LENGTH else ""
