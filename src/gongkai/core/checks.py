"""核对 — the checks behind `./gongkai verify`: each yields a sentence for whatever does not agree."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongkai.core import files, ledger


@dataclass(frozen=True, slots=True)
class Check:
    """核对项 — one thing that must agree."""

    code: str
    label: str
    findings: Callable[[], Iterator[str]]


_checks: list[Check] = [
    Check("ledger", "留痕链完整", ledger.breaks),
    Check("files", "文件与摘要相符", files.damaged),
]


def register(code: str, label: str, findings: Callable[[], Iterator[str]]) -> None:
    """Add a check; rooms call this when they are loaded."""
    _checks.append(Check(code, label, findings))


def all_checks() -> list[Check]:
    """Return every check of every room."""
    return list(_checks)
