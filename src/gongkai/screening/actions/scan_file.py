"""排查文件 — look through a stored file, once for all versions that bear it. A reading, no fact: it leaves no entry."""

from django.utils import timezone

from gongkai.core import files
from gongkai.core.models import StoredFile
from gongkai.intake.reading import FileRefused
from gongkai.privacy.finding import FileScan, Known
from gongkai.privacy.ruleset import RULESET
from gongkai.screening.fingerprints import facts_of
from gongkai.screening.models import ScannedFile
from gongkai.screening.parsing import scanned_apart

_DAMAGED = "这个附件在服务器上损坏了，没有查成，请联系系统管理员"


def scan_stored(file: StoredFile, name: str, known: Known) -> ScannedFile:
    """Return the scan of a stored file under the rules of today, made now where there is none.

    A file that cannot be opened has a warning instead of findings. `known` is left out of the findings; what
    becomes known later is left out when they are read.
    """
    scan = ScannedFile.objects.filter(file=file, ruleset=RULESET).first()
    if scan is not None:
        return scan
    try:
        data = files.read(file.pk)
    except files.FileDamaged:  # not kept: a file that is put back is scanned then
        return ScannedFile(file=file, ruleset=RULESET, warnings=[_DAMAGED], scanned_at=timezone.now())
    return keep_scan(file, _look_through(data, name, known))


def keep_scan(file: StoredFile, found: FileScan) -> ScannedFile:
    """Keep the scan of a file, without any value that was found."""
    scan, _ = ScannedFile.objects.update_or_create(
        file=file,
        ruleset=RULESET,
        defaults={
            "findings": [facts_of(one, found.text, file.pk) for one in found.findings],
            "warnings": list(found.warnings),
            "scanned_at": timezone.now(),
        },
    )
    return scan


def _look_through(data: bytes, name: str, known: Known) -> FileScan:
    try:
        return scanned_apart(data, name, known)
    except FileRefused as refusal:
        return FileScan("", (), (refusal.message,))
