"""审核 — reads a report and tries everything that can be tried on it with certainty."""

from gongkai.auditing.model import Audit, Source
from gongkai.auditing.outline import outline_of
from gongkai.auditing.structure import check_structure


def audit(source: Source, previous: Audit | None = None) -> Audit:
    """Return what is read of a report and what its checks say; `previous` is the organ's report of the year before."""
    outline = outline_of(source)
    return Audit(source, outline, (), (), check_structure(source, outline))
