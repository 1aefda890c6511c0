"""保存未提交的申请 — what an applicant has typed so far waits, sealed, under a code that only they know.

Nothing of it is anybody's business yet: it makes no ledger entry, and runs out by itself.
"""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from gongkai.core.sealed import fingerprint
from gongkai.foi.models import ApplicationDraft
from gongkai.foi.numbers import CODE_SIGNS

KEPT_DAYS = 30
_LENGTH = 16
_GROUP = 4


def save_application(content: dict[str, Any], *, key: str = "", now: datetime) -> str:
    """保存申请 — keep what was typed and return the code that brings it back; a key that is not known gets a new one."""
    known = _fingerprint(key)
    values = {"content": json.dumps(content, ensure_ascii=False), "saved_at": now}
    if known and ApplicationDraft.objects.filter(fingerprint=known).update(**values):
        return key
    key = _new_code()
    ApplicationDraft.objects.create(fingerprint=_fingerprint(key), **values)
    return key


def saved_application(key: str, *, now: datetime) -> dict[str, Any] | None:
    """Return what was kept under a code, None when there is nothing or it ran out."""
    known = _fingerprint(key)
    since = now - timedelta(days=KEPT_DAYS)
    found = ApplicationDraft.objects.filter(fingerprint=known, saved_at__gte=since).first() if known else None
    return json.loads(found.content) if found else None


def drop_application(*keys: str) -> None:
    """弃置 — forget what was kept under these codes."""
    ApplicationDraft.objects.filter(fingerprint__in=[_fingerprint(key) for key in keys]).delete()


def drop_expired(now: datetime) -> int:
    """清理 — forget what nobody came back for; return how many."""
    count, _ = ApplicationDraft.objects.filter(saved_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return count


def _new_code() -> str:
    signs = [secrets.choice(CODE_SIGNS) for _ in range(_LENGTH)]
    return "-".join("".join(signs[start : start + _GROUP]) for start in range(0, _LENGTH, _GROUP))


def _fingerprint(key: str) -> str:
    """Of the code as it was read out or typed, with or without its dashes."""
    signs = "".join(sign for sign in key.upper() if sign in CODE_SIGNS)
    return fingerprint(signs, of="draft") if len(signs) == _LENGTH else ""
