"""案卷材料的密钥 — files of cases are sealed anew when the keys are rotated."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from gongkai.core import files, ledger
from gongkai.core.models import StoredFile
from gongkai.core.sealed import Keyring, keyring
from gongkai.foi.files import SEALED_TYPE
from gongkai.foi.models import CaseFile

_AT_ONCE = 20
_STRAY_AFTER = timedelta(days=1)
"""Longer than any change takes: bytes are written before the row that they belong to."""
_SEALED = re.compile(rb"[0-9a-f]{8}:gAAAA")
"""How sealed bytes begin: the id of the key, and the mark of a Fernet token."""


class CaseFiles:
    """案卷材料 — the store of sealed files, as `core.sealed` counts and rotates it."""

    def by_key(self) -> Mapping[str, int]:
        """Return how many files are sealed with each key, by its id."""
        kept = CaseFile.objects.filter(stored__isnull=False).order_by()
        return dict(kept.values_list("sealed_key").annotate(Count("stored", distinct=True)))

    def reseal(self) -> int:
        """Seal some files with the newest key; what is stopped in between is done again."""
        with transaction.atomic():
            ledger.hold()  # no file comes or goes meanwhile
            ring = keyring()
            rows = CaseFile.objects.filter(stored__isnull=False).exclude(sealed_key=ring.ids[0])
            found = list(rows.order_by("stored_id").values_list("stored_id", flat=True).distinct()[:_AT_ONCE])
            for digest in found:
                _reseal(digest, ring, timezone.now())
        return len(found)


def _reseal(digest: str, ring: Keyring, now: datetime) -> None:
    sealed = ring.seal_bytes(ring.open_bytes(files.read(digest)))
    stored = files.keep(sealed, media_type=SEALED_TYPE, now=now)
    CaseFile.objects.filter(stored=digest).update(stored=stored, sealed_key=ring.ids[0])
    files.forget(StoredFile.objects.get(pk=digest))


def forget_strays(now: datetime) -> int:
    """Take away sealed bytes on the disk that no row knows of, and return how many there were.

    A change that failed, or a process that died between the commit and the disk, leaves them; nobody finds them
    again, so nobody would erase what they hold. Only what is sealed: anything else may come a second time.
    """
    known, oldest, gone = set(StoredFile.objects.values_list("digest", flat=True)), now - _STRAY_AFTER, 0
    for path in Path(settings.FILES).glob("??/??/*"):
        if path.name in known or path.stat().st_ctime > oldest.timestamp():
            continue
        with path.open("rb") as file:
            sealed = _SEALED.match(file.read(16)) is not None
        if sealed:
            path.unlink()
            gone += 1
    return gone
