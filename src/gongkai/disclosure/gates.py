"""关口 — what other rooms have to say before a version goes on: each registers one gate.

A gate looks at versions and tells for each what must be settled first. Submission, review, signature and
publication ask every gate, of one version or of a whole piece of a batch at once; pages show what the gates say, with
the address where it is settled.
"""

from collections.abc import Callable, Sequence
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


Gate = Callable[[Sequence[Version]], Sequence[list[Hold]]]
Reading = Callable[[Sequence[int]], None]
_gates: list[Gate] = []
_readings: list[Reading] = []


def register(gate: Gate, *, reading: Reading | None = None) -> None:
    """Add a gate, which says something of each version in their order; rooms call this when they are loaded.

    `reading` is what the gate has to read at length in versions (by their ids): it is done before anything is locked.
    """
    _gates.append(gate)
    if reading is not None:
        _readings.append(reading)


def prepare(*version_ids: int) -> None:
    """Let every gate read what takes long, before the change begins in which it is asked."""
    for reading in _readings:
        reading(version_ids)


def holds(version: Version) -> list[Hold]:
    """Return what all gates say about a version, what stops it first."""
    return holds_of_each([version])[0]


def holds_of_each(versions: Sequence[Version]) -> list[list[Hold]]:
    """Return what all gates say about each of some versions, in their order, what stops it first."""
    said: list[list[Hold]] = [[] for _ in versions]
    for gate in _gates:
        for all_said, holds in zip(said, gate(versions), strict=True):
            all_said += holds
    return [sorted(each, key=lambda hold: not hold.stops) for each in said]


def stopping(version: Version) -> str:
    """Return all that stops a version as one sentence; "" where nothing does."""
    return stopping_each([version])[0]


def stopping_each(versions: Sequence[Version]) -> list[str]:
    """Return for each of some versions, in their order, what `stopping` says."""
    stops = [[hold.words for hold in holds if hold.stops] for holds in holds_of_each(versions)]
    return [joined(words) if words else "" for words in stops]


def check(version: Version) -> None:
    """Refuse to let a version go on while something stops it; raises RuleViolation with all that does."""
    if words := stopping(version):
        raise RuleViolation(words, field="gate")
