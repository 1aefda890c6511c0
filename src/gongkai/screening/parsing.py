"""隔离中的排查 — files are opened in a process of their own, which knows neither Django nor the data folder.

The functions `scan`, `scan_aside`, `scan_texts`, `clean`, `redact`, `pages_of` and `draw` run there; they take plain values and return
the results of `privacy`.
"""

import atexit
import os
from collections.abc import Sequence
from typing import Any

from gongkai.intake.isolated import Isolated
from gongkai.intake.reading import FileRefused
from gongkai.privacy.cleaning import Cleaned, clean_file
from gongkai.privacy.files import scan_file
from gongkai.privacy.finding import FileScan, Finding, Known
from gongkai.privacy.page_pictures import count_pages, page_picture
from gongkai.privacy.pictures import is_picture
from gongkai.privacy.regions import Region, redact_image, redact_pdf
from gongkai.privacy.text import scan_text
from gongkai.rules.privacy import Kind, MaskRule

_HERE = "gongkai.screening.parsing"
_GIVES_WAY = (
    10  # niceness of a process that reads a whole stock of files: whoever waits for a page comes first
)
_isolated = Isolated()
atexit.register(_isolated.close)


def scan(data: bytes, name: str, numbers: list[str], emails: list[str], addresses: list[str]) -> FileScan:
    """Look through a file, in the process of its own."""
    return scan_file(data, name, known=Known(frozenset(numbers), frozenset(emails), frozenset(addresses)))


def scan_aside(
    data: bytes, name: str, numbers: list[str], emails: list[str], addresses: list[str]
) -> FileScan:
    """Look through a file for which nobody waits, in the process of its own, which gives way from then on."""
    os.setpriority(os.PRIO_PROCESS, 0, _GIVES_WAY)
    return scan(data, name, numbers, emails, addresses)


def scan_texts(
    texts: list[str], numbers: list[str], emails: list[str], addresses: list[str]
) -> list[tuple[int, list[Finding]]]:
    """Look through many texts, in the process of its own; only those in which something is found come back."""
    known = Known(frozenset(numbers), frozenset(emails), frozenset(addresses))
    return [(place, found) for place, text in enumerate(texts) if (found := scan_text(text, known=known))]


def clean(
    data: bytes,
    name: str,
    remove: list[str],
    masks: list[list[Any]],
    numbers: list[str],
    emails: list[str],
    addresses: list[str],
) -> Cleaned:
    """Take kinds out of a file, in the process of its own; `masks` are kind, first and last."""
    return clean_file(
        data,
        name,
        remove=frozenset(map(Kind, remove)),
        masks={Kind(kind): MaskRule(first, last) for kind, first, last in masks},
        known=Known(frozenset(numbers), frozenset(emails), frozenset(addresses)),
    )


def redact(data: bytes, regions: list[list[float]]) -> bytes:
    """Take out what lies beneath regions, in the process of its own; `regions` are page, x0, y0, x1 and y1."""
    asked = [Region(int(page), *corners) for page, *corners in regions]
    return redact_image(data, asked) if is_picture(data) else redact_pdf(data, asked)


def pages_of(data: bytes) -> int:
    """Count the pages of a PDF or a picture, in the process of its own."""
    return count_pages(data)


def draw(data: bytes, number: int) -> bytes:
    """Draw a page of a PDF or a picture, in the process of its own."""
    return page_picture(data, number)


def scanned_apart(data: bytes, name: str, known: Known) -> FileScan:
    """Look through a file in the isolated process. Raises FileRefused."""
    scan: FileScan = _isolated.call(f"{_HERE}:scan", data, name, *_plain(known))
    return scan


def cleaned_apart(
    data: bytes, name: str, remove: frozenset[Kind], masks: dict[Kind, MaskRule], known: Known
) -> Cleaned:
    """Take kinds out of a file in the isolated process. Raises FileRefused."""
    rules = [[kind.value, rule.first, rule.last] for kind, rule in masks.items()]
    cleaned: Cleaned = _isolated.call(f"{_HERE}:clean", data, name, sorted(remove), rules, *_plain(known))
    return cleaned


def redacted_apart(data: bytes, regions: Sequence[Region]) -> bytes:
    """Take out what lies beneath regions of a PDF or a picture in the isolated process. Raises FileRefused."""
    asked = [[one.page, one.x0, one.y0, one.x1, one.y1] for one in regions]
    redacted: bytes = _isolated.call(f"{_HERE}:redact", data, asked)
    return redacted


def pages_apart(data: bytes) -> int:
    """Count the pages of a PDF or a picture in the isolated process. Raises FileRefused."""
    count: int = _isolated.call(f"{_HERE}:pages_of", data)
    return count


def drawn_apart(data: bytes, number: int) -> bytes:
    """Return a page (from 0) of a PDF or a picture as JPEG, from the isolated process. Raises FileRefused."""
    picture: bytes = _isolated.call(f"{_HERE}:draw", data, number)
    return picture


def file_scanned_by(child: Isolated, data: bytes, name: str, known: Known) -> FileScan:
    """Look through a file in a process that the caller keeps for work for which nobody waits. Raises FileRefused."""
    scan: FileScan = child.call(f"{_HERE}:scan_aside", data, name, *_plain(known))
    return scan


def texts_scanned_by(
    child: Isolated, texts: Sequence[str], known: Known
) -> list[tuple[int, list[Finding] | None]]:
    """Look through many texts in a process that the caller keeps; each with something in it, by its place.

    None stands for a text over which the process died or ran out of time.
    """
    try:
        return list(child.call(f"{_HERE}:scan_texts", list(texts), *_plain(known)))
    except FileRefused:
        if len(texts) == 1:
            return [(0, None)]
    half = len(texts) // 2
    later = texts_scanned_by(child, texts[half:], known)
    return [*texts_scanned_by(child, texts[:half], known), *((half + place, found) for place, found in later)]


def _plain(known: Known) -> tuple[list[str], list[str], list[str]]:
    return sorted(known.numbers), sorted(known.emails), sorted(known.addresses)
