"""正文样本 — a text as a source without clutter, to read and to check."""

from gongkai.auditing.model import Outline, Source, Span, Tried
from gongkai.auditing.prose_checks import check_prose


def source_of(text: str, kind: str = "text", year: int | None = None) -> tuple[Source, Outline]:
    """The text as a report's body and nothing around it."""
    return Source("示例", text, kind), Outline("", "", year, "", "", Span(0, len(text)))


def checked(text: str, year: int | None = None) -> Tried:
    """What the checks of the prose say of the text."""
    return check_prose(*source_of(text, year=year))


def said_of(text: str, year: int | None = None) -> list[tuple[str, str, str, str]]:
    """Kind, severity, stated and computed of each finding."""
    return [(one.kind, one.severity, one.stated, one.computed) for one in checked(text, year).findings]
