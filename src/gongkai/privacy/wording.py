"""文件中的个人信息 — personal data in the words taken from a file, each at its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .finding import Finding, Known
from .taken import Taken
from .text import scan_text


def find_words(taken: Taken, known: Known) -> Iterator[Finding]:
    """Personal data in every block of the text; what stands twice at one place is told once."""
    text = taken.text
    for start, end in taken.ranges_of_blocks():
        for one in scan_text(text[start:end], known=known, place="", context=""):
            begin = one.start + start
            yield replace(one, start=begin, end=one.end + start, place=taken.place_of(begin))
