"""处理 — what is found in a version beside how it was settled, and what that leaves to be done."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gongkai.disclosure.models import Version
from gongkai.rules.disclosure import Attribute
from gongkai.rules.privacy import Certainty
from gongkai.screening.models import Finding, FindingState
from gongkai.screening.scanning import Found, found_in_each


class Duty(StrEnum):
    """要求 — what a finding asks for: settle it, look at it, or nothing."""

    MUST = "must"
    LOOK = "look"
    LISTED = "listed"
    NOTHING = "nothing"


_DUTIES = {
    Certainty.CERTAIN: Duty.MUST,
    Certainty.LIKELY: Duty.LOOK,
    Certainty.POSSIBLE: Duty.LISTED,
}
# What settles a finding that is still there: to mask or remove it takes it away.
_SETTLES = {
    Duty.MUST: {FindingState.JUSTIFIED},
    Duty.LOOK: {FindingState.JUSTIFIED, FindingState.LOOKED_AT},
    Duty.LISTED: {FindingState.JUSTIFIED, FindingState.LOOKED_AT},
}


@dataclass(frozen=True, slots=True)
class Item:
    """一处 — what was found, and the row of its settlement where somebody settled it or a sweep came upon it."""

    found: Found
    row: Finding | None

    @property
    def duty(self) -> Duty:
        """What is still to be done about it."""
        duty = _DUTIES[self.found.certainty]
        settled = self.row is not None and self.row.state in _SETTLES[duty]
        return Duty.NOTHING if settled else duty


def items_of(version: Version, *, files: bool = True) -> list[Item]:
    """Return what is found in a version with how each was settled, the surest first."""
    return items_of_each([version], files=files)[version.pk]


def items_of_each(versions: Sequence[Version], *, files: bool = True) -> dict[int, list[Item]]:
    """Return what `items_of` says of each version, by its id, asking for all of them at once."""
    rows: defaultdict[int, dict[str, Finding]] = defaultdict(dict)
    for row in Finding.objects.filter(version__in=versions).select_related("settled_by"):
        rows[row.version_id][row.key] = row
    return {
        version_id: [Item(one, rows[version_id].get(one.key)) for one in found]
        for version_id, found in found_in_each(versions, files=files).items()
    }


def taken_away(version: Version, items: list[Item]) -> list[Finding]:
    """Return the findings that were masked or removed and are there no more, the last first."""
    there = {item.found.key for item in items}
    gone = version.findings.filter(state__in=[FindingState.MASKED, FindingState.REMOVED])
    return [
        row
        for row in gone.select_related("settled_by").order_by("-settled_at", "-id")
        if row.key not in there
    ]


def binds(version: Version) -> bool:
    """Whether findings stop a version: what is not for the public, or not for all, may well hold private things."""
    return version.attribute in ("", Attribute.PROACTIVE)
