"""脚注 — the marks by which a text leads to its notes and a note back to the text."""

from __future__ import annotations

import re

from lxml import etree

# What word processors, content systems and encyclopaedias call a note or the place that it belongs to.
NOTE = re.compile(
    r"_{0,2}(?:(?:foot|end|cite_|side)?note|fn|ftn|edn|sdfootnote|sdendnote)(?:[-_:]?(?:ref|anc|sym))?[-_:]?\d{1,4}(?:anc|sym)?"
    r"|cite_ref-\d{1,4}",
    re.IGNORECASE,
)

# How a text shows that there is a note: [1].
NOTE_SIGN = re.compile(r"\[\d{1,3}\]")


def note_mark(element: etree._Element) -> str:
    """Return the name of a note or of the place that it belongs to, "" for any other element."""
    return next(
        (name for name in (element.get("id", ""), element.get("name", "")) if NOTE.fullmatch(name)), ""
    )


def as_attribute(mark: str) -> str:
    """Return a mark as it is written into a tag; it holds nothing to be escaped."""
    return f' id="{mark}"' if mark else ""
