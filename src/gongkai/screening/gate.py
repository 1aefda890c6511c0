"""关口的门面 — what is registered with the gates when the room is loaded; the detectors come with the first question."""

from gongkai.disclosure.gates import Hold
from gongkai.disclosure.models import Version


def holds_of(version: Version) -> list[Hold]:
    """Return what the privacy gate says about a version."""
    from gongkai.screening import holding

    return holding.holds_of(version)


def read_files(version_id: int) -> None:
    """Look through the files of a version before anything is locked."""
    from gongkai.screening import holding

    holding.read_files(version_id)
