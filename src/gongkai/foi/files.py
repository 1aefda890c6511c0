"""案卷材料 — files of a case: judged by their content before they come in, sealed where they lie, opened to be read."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from gongkai.core import files
from gongkai.core.sealed import keyring
from gongkai.disclosure.uploads import check_upload
from gongkai.foi.filing import IncomingFile
from gongkai.foi.models import CaseFile

SEALED_TYPE = "application/octet-stream"


class FileRemoved(Exception):
    """材料已移除 — the bytes of a file were taken away when the case was made anonymous."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """查过的文件 — a file whose content was judged: its safe name and media type."""

    kind: str
    name: str = field(repr=False)
    data: bytes = field(repr=False)
    media_type: str


def checked(incoming: Iterable[IncomingFile]) -> tuple[CheckedFile, ...]:
    """Return files as they may be kept; called before anything is locked, as judging one takes its time.

    Raises RuleViolation for one that is empty, too large, unknown, mislabelled or infected.
    """
    found = []
    for file in incoming:
        upload = check_upload(file.name, file.data)
        found.append(CheckedFile(file.kind, upload.name, file.data, upload.media_type))
    return tuple(found)


def read_file(file: CaseFile) -> bytes:
    """Return the bytes of a file, opened.

    Raises FileRemoved, FileDamaged when what lies on the disk is not what was kept, KeysMissing.
    """
    if file.stored_id is None:
        raise FileRemoved
    data = keyring().open_bytes(files.read(file.stored_id))
    if hashlib.sha256(data).hexdigest() != file.digest:
        raise files.FileDamaged(f"案卷材料 {file.pk} 的内容与摘要不符")
    return data
