"""行距 — how close a letter is set so that its signature stands with words of its own (GB/T 9704-2012, 5.2.3, 7.3.5.4).

A Word file is set by whoever opens it, so its pages are not known when it is written: lines are counted here from
the characters that a line holds. The PDF is laid out for certain (`pdf`) by the same distances.
"""

from math import ceil

from gongkai.typesetting import layout
from gongkai.typesetting.paper import Manner, Paper, Paragraph

_PAGE = 225 * layout.POINTS
_FULL_LINE = layout.CHARACTERS - 0.5  # a mark that may not begin a line takes its character along
_VERIFICATION = 26 * layout.POINTS


def line_of(paper: Paper) -> float:
    """Return the distance of lines in points: the usual one, or the widest that brings a letter onto one page."""
    words = [block for block in paper.blocks if isinstance(block, Paragraph)]
    if not (paper.letterhead and paper.signing) or len(words) < len(paper.blocks):
        return layout.LINE
    lines = sum(_lines(block) for block in words) + _beside(paper)
    fixed = (
        layout.letterhead_height(paper.letterhead)
        - (layout.TOP_MM - layout.LETTERHEAD_TOP_MM) * layout.POINTS
    )
    fixed += layout.TITLE_LINE * len(layout.title_lines(paper.title))
    fixed += _VERIFICATION if paper.verification else 0
    fits = (each for each in (layout.LINE, *layout.CLOSER) if fixed + lines * each <= _PAGE)
    return next(fits, layout.LINE)


def _lines(block: Paragraph) -> int:
    indent = 2 if block.manner is Manner.INDENTED else 0
    return sum(max(1, ceil((layout.width(one) + indent) / _FULL_LINE)) for one in block.text.split("\n"))


def _beside(paper: Paper) -> int:
    """Count the lines around the words: number, room about the title, addressee, attachments, signature, note."""
    assert paper.signing is not None
    attached = len(paper.attachments) + 1 if paper.attachments else 0
    signed = 2 + len(paper.signing.organs) + 1
    return 1 + 3 + bool(paper.addressee) + attached + signed + bool(paper.note)
