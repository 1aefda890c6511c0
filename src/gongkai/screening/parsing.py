"""隔离中的排查 — files are opened in a process of their own, which knows neither Django nor the data folder.

What runs there is in `parsed_apart.py`, which is not loaded here: it takes plain values and returns what `privacy` does.
"""

import atexit
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.intake.isolated import Isolated
from gongkai.intake.reading import FileRefused
from gongkai.privacy.finding import FileScan, Finding, Known
from gongkai.privacy.region import Region
from gongkai.rules.privacy import Kind, MaskRule

if TYPE_CHECKING:
    from gongkai.privacy.cleaning import Cleaned

_THERE = "gongkai.screening.parsed_apart"
_isolated = Isolated()
atexit.register(_isolated.close)


def scanned_apart(data: bytes, name: str, known: Known) -> FileScan:
    """Look through a file in the isolated process. Raises FileRefused."""
    scan: FileScan = _isolated.call(f"{_THERE}:scan", data, name, *_plain(known))
    return scan


def cleaned_apart(
    data: bytes, name: str, remove: frozenset[Kind], masks: dict[Kind, MaskRule], known: Known
) -> "Cleaned":
    """Take kinds out of a file in the isolated process. Raises FileRefused."""
    rules = [[kind.value, rule.first, rule.last] for kind, rule in masks.items()]
    cleaned: Cleaned = _isolated.call(f"{_THERE}:clean", data, name, sorted(remove), rules, *_plain(known))
    return cleaned


def redacted_apart(data: bytes, regions: Sequence[Region]) -> bytes:
    """Take out what lies beneath regions of a PDF or a picture in the isolated process. Raises FileRefused."""
    asked = [[one.page, one.x0, one.y0, one.x1, one.y1] for one in regions]
    redacted: bytes = _isolated.call(f"{_THERE}:redact", data, asked)
    return redacted


def pages_apart(data: bytes) -> int:
    """Count the pages of a PDF or a picture in the isolated process. Raises FileRefused."""
    count: int = _isolated.call(f"{_THERE}:pages_of", data)
    return count


def drawn_apart(data: bytes, number: int) -> bytes:
    """Return a page (from 0) of a PDF or a picture as JPEG, from the isolated process. Raises FileRefused."""
    picture: bytes = _isolated.call(f"{_THERE}:draw", data, number)
    return picture


def file_scanned_by(child: Isolated, data: bytes, name: str, known: Known) -> FileScan:
    """Look through a file in a process that the caller keeps for work for which nobody waits. Raises FileRefused."""
    scan: FileScan = child.call(f"{_THERE}:scan_aside", data, name, *_plain(known))
    return scan


def texts_scanned_by(
    child: Isolated, texts: Sequence[str], known: Known
) -> list[tuple[int, list[Finding] | None]]:
    """Look through many texts in a process that the caller keeps; each with something in it, by its place.

    None stands for a text over which the process died or ran out of time.
    """
    try:
        return list(child.call(f"{_THERE}:scan_texts", list(texts), *_plain(known)))
    except FileRefused:
        if len(texts) == 1:
            return [(0, None)]
    half = len(texts) // 2
    later = texts_scanned_by(child, texts[half:], known)
    return [*texts_scanned_by(child, texts[:half], known), *((half + place, found) for place, found in later)]


def _plain(known: Known) -> tuple[list[str], list[str], list[str]]:
    return sorted(known.numbers), sorted(known.emails), sorted(known.addresses)
