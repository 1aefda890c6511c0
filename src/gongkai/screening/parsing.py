"""隔离中的排查 — files are opened in a process of their own, which knows neither Django nor the data folder.

The functions `scan` and `clean` run there; they take plain values and return the results of `privacy`.
"""

import atexit
import threading
from typing import Any

from gongkai.intake.isolated import Isolated
from gongkai.privacy.cleaning import Cleaned, clean_file
from gongkai.privacy.files import scan_file
from gongkai.privacy.finding import FileScan, Known
from gongkai.rules.privacy import Kind, MaskRule

_HERE = "gongkai.screening.parsing"
_isolated = Isolated()
_one_at_a_time = threading.Lock()
atexit.register(_isolated.close)


def scan(data: bytes, name: str, numbers: list[str], emails: list[str], addresses: list[str]) -> FileScan:
    """Look through a file, in the process of its own."""
    return scan_file(data, name, known=Known(frozenset(numbers), frozenset(emails), frozenset(addresses)))


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


def scanned_apart(data: bytes, name: str, known: Known) -> FileScan:
    """Look through a file in the isolated process. Raises FileRefused."""
    with _one_at_a_time:
        scan: FileScan = _isolated.call(f"{_HERE}:scan", data, name, *_plain(known))
    return scan


def cleaned_apart(
    data: bytes, name: str, remove: frozenset[Kind], masks: dict[Kind, MaskRule], known: Known
) -> Cleaned:
    """Take kinds out of a file in the isolated process. Raises FileRefused."""
    rules = [[kind.value, rule.first, rule.last] for kind, rule in masks.items()]
    with _one_at_a_time:
        cleaned: Cleaned = _isolated.call(f"{_HERE}:clean", data, name, sorted(remove), rules, *_plain(known))
    return cleaned


def _plain(known: Known) -> tuple[list[str], list[str], list[str]]:
    return sorted(known.numbers), sorted(known.emails), sorted(known.addresses)
