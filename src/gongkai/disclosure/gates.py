"""关口 — what other rooms have to say before a version goes on: each registers one gate.

A gate looks at a version and tells what must be settled first. Submission, review, signature and publication
ask every gate; pages show what the gates say, with the address where it is settled.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.disclosure.models import Version
from gongkai.rules.phrases import joined
from gongkai.rules.process import RuleViolation


@dataclass(frozen=True, slots=True)
class Hold:
    """待处理 — one thing that a gate says: its words, where it is settled, and whether it stops the version."""

    words: str
    url: str
    stops: bool


Gate = Callable[[Version], list[Hold]]
_gates: list[Gate] = []
_readings: list[Callable[[int], None]] = []


def register(gate: Gate, *, reading: Callable[[int], None] | None = None) -> None:
    """Add a gate; rooms call this when they are loaded.

    `reading` is what the gate has to read at length in a version (by its id): it is done before anything is locked.
    """
    _gates.append(gate)
    if reading is not None:
        _readings.append(reading)


def prepare(version_id: int) -> None:
    """Let every gate read what takes long, before the change begins in which it is asked."""
    for reading in _readings:
        reading(version_id)


def holds(version: Version) -> list[Hold]:
    """Return what all gates say about a version, what stops it first."""
    said = [hold for gate in _gates for hold in gate(version)]
    return sorted(said, key=lambda hold: not hold.stops)


def stopping(version: Version) -> str:
    """Return all that stops a version as one sentence; "" where nothing does."""
    words = [hold.words for hold in holds(version) if hold.stops]
    return joined(words) if words else ""


def check(version: Version) -> None:
    """Refuse to let a version go on while something stops it; raises RuleViolation with all that does."""
    if words := stopping(version):
        raise RuleViolation(words, field="gate")
