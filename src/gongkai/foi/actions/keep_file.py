"""存入案卷 — a file goes into a case, sealed."""

import hashlib
from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core import files
from gongkai.core.sealed import keyring
from gongkai.foi.files import SEALED_TYPE
from gongkai.foi.models import Case, CaseFile


def keep_file(
    case: Case, kind: str, name: str, data: bytes, media_type: str, *, who: Actor, now: datetime
) -> CaseFile:
    """Keep a file that was judged already (`foi.files.checked`), inside another action; raises FileNotKept."""
    ring = keyring()
    return CaseFile.objects.create(
        case=case,
        kind=kind,
        name=name,
        stored=files.keep(ring.seal_bytes(data), media_type=SEALED_TYPE, now=now),
        sealed_key=ring.ids[0],
        digest=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type=media_type,
        added_at=now,
        added_by=who.user,
    )
