"""隔离进程里的排查 — what `parsing.py` has run in a process of its own: plain values in, the results of `privacy` out."""

import os
from typing import Any

from gongkai.privacy.cleaning import Cleaned, clean_file
from gongkai.privacy.files import scan_file
from gongkai.privacy.finding import FileScan, Finding, Known
from gongkai.privacy.page_pictures import count_pages, page_picture
from gongkai.privacy.pictures import is_picture
from gongkai.privacy.region import Region
from gongkai.privacy.regions import redact_image, redact_pdf
from gongkai.privacy.text import scan_text
from gongkai.rules.privacy import Kind, MaskRule

_GIVES_WAY = (
    10  # niceness of a process that reads a whole stock of files: whoever waits for a page comes first
)


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
