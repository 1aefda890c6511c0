"""保存未提交的申请 — what an applicant has typed so far, sealed, under a code that brings it back."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gongkai.core.sealed import fingerprint
from gongkai.foi.models import ApplicationDraft
from gongkai.foi.numbers import new_key

KEPT_FOR = timedelta(days=30)


def save_application(content: Mapping[str, Any], *, key: str = "", now: datetime) -> str:
    """保存 — keep what was typed, in place of what was kept under the key; return the key that brings it back.

    It is no fact yet: nothing is recorded, and after `KEPT_FOR` it is gone.
    """
    kept = ApplicationDraft.objects.filter(fingerprint=_fingerprint(key)).first() if key else None
    if kept is None:
        key = new_key()
        kept = ApplicationDraft(fingerprint=_fingerprint(key))
    kept.content, kept.saved_at = json.dumps(dict(content), ensure_ascii=False), now
    kept.save()
    return key


def saved_application(key: str) -> dict[str, Any] | None:
    """Return what was kept under a key, None when there is nothing, or nothing any more."""
    kept = ApplicationDraft.objects.filter(fingerprint=_fingerprint(key)).first() if key else None
    return json.loads(kept.content) if kept else None


def _fingerprint(key: str) -> str:
    return fingerprint(key, of="draft")


def drop_saved(key: str) -> None:
    """Take away what was kept under a key: it was filed."""
    ApplicationDraft.objects.filter(fingerprint=_fingerprint(key)).delete()


def drop_expired(now: datetime) -> int:
    """Take away what nobody came back for; return how many."""
    return ApplicationDraft.objects.filter(saved_at__lt=now - KEPT_FOR).delete()[0]
