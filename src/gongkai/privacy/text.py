"""文本排查 — finds personal data in plain text, with offsets in the text as given."""

from collections.abc import Iterator

from gongkai.rules.privacy import MASKS

from .addresses import address_hits
from .finding import NOTHING_KNOWN, Finding, Known
from .hits import Hit, apart
from .lettered import lettered_hits
from .masking import mask_spans
from .numbers import number_hits
from .surroundings import Page

_SHOWN = 6


def scan_text(
    text: str, *, known: Known = NOTHING_KNOWN, place: str = "", context: str = ""
) -> list[Finding]:
    """The personal data in a text, in its order and apart from one another.

    Cells of a table are parted by tabs, its rows by line breaks; a heading row is used as context. `context` is
    what stands elsewhere about the whole text (the heading of a column, the name of a sheet); `place` is
    handed on to the findings. Never raises, whatever the text.
    """
    page = Page(text, context)
    hits = apart(_hits(page, known))
    if not hits:
        return []
    clean = mask_spans(text, [(hit.start, hit.end, hit.kind) for hit in hits], MASKS)
    return [
        Finding(hit.kind, hit.certainty, hit.start, hit.end, _excerpt(clean, hit), place, hit.reason)
        for hit in hits
    ]


def _hits(page: Page, known: Known) -> Iterator[Hit]:
    # Its patterns take a tenth of a second to build: no process that only serves pages needs them.
    from .people import people_hits

    yield from number_hits(page, known)
    yield from lettered_hits(page, known)
    yield from address_hits(page, known)
    yield from people_hits(page)


def _excerpt(clean: str, hit: Hit) -> str:
    """The finding with a little of what stands around it, in the text whose findings are all masked."""
    return " ".join(clean[max(0, hit.start - _SHOWN) : hit.end + _SHOWN].split())
