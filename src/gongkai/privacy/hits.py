"""命中 — what a detector found, before it is put into words; where two overlap, the surer and longer one stays."""

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.rules.privacy import Certainty, Kind

_RANK = {Certainty.CERTAIN: 0, Certainty.LIKELY: 1, Certainty.POSSIBLE: 2}


@dataclass(frozen=True, slots=True)
class Hit:
    """命中 — one stretch of text with what it is and what told us."""

    kind: Kind
    certainty: Certainty
    start: int
    end: int
    reason: str


def _surest_first(hit: Hit) -> tuple[int, int, int]:
    return _RANK[hit.certainty], hit.start - hit.end, hit.start


def apart(hits: Iterable[Hit]) -> list[Hit]:
    """The hits in order of the text, without those that a surer or longer one overlaps."""
    kept: list[Hit] = []
    group: list[Hit] = []
    reach = -1
    for hit in sorted(hits, key=lambda h: h.start):
        if hit.start >= reach and group:
            kept += _apart(group)
            group = []
        group.append(hit)
        reach = max(reach, hit.end)
    return kept + _apart(group)


def _apart(group: list[Hit]) -> list[Hit]:
    chosen: list[Hit] = []
    for hit in sorted(group, key=_surest_first):
        if all(hit.end <= other.start or hit.start >= other.end for other in chosen):
            chosen.append(hit)
    return sorted(chosen, key=lambda h: h.start)
