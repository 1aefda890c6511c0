"""关口的门面 — what is registered with the gates when the room is loaded; the detectors come with the first question."""

from collections.abc import Sequence

from gongkai.disclosure.gates import Hold
from gongkai.disclosure.models import Version


def holds_of(versions: Sequence[Version]) -> list[list[Hold]]:
    """Return what the privacy gate says about each version."""
    from gongkai.screening import holding

    return holding.holds_of(versions)


def read_files(version_ids: Sequence[int]) -> None:
    """Look through the files of versions before anything is locked."""
    from gongkai.screening import holding

    holding.read_files(version_ids)
