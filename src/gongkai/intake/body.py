"""正文 — the document's own lines, site clutter left out, with headings and paragraphs marked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from html import escape

from .clutter import box_lines, content_end, is_clutter, is_label_line, is_repeated_lead
from .dates import is_number_line, signed_date
from .limits import MAX_TITLE
from .reading import Line, Source
from .titles import Found, title_key
from .words import genre_word, organs_in

_LEVEL_ONE = re.compile(r"^(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十\d]+(?:章|部分))")
_LEVEL_TWO = re.compile(r"^(?:\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]+节)")
_SENTENCE_END = re.compile(r"[。;:,!?、…]$")
_CLOSING = re.compile(r"^\((?:此件|本文).{2,12}\)$")
_HEADING_LENGTH = 40


def body_lines(source: Source, title: Found | None) -> list[Line]:
    """The lines of the document itself, in order: no title, catalogue lines, menus or footers."""
    lines = source.lines
    begin, end = source.content or (0, len(lines))
    start = max(title.end if title else 0, begin)
    start = start if start < end else begin
    boxed = box_lines(lines)
    end = min(end, content_end(lines[:end], start))
    while start < end and _is_preface(lines[start], title):
        start += 1
    key = title_key(title.title) if title else ""
    # A title too long to be kept whole stays in the body, so that nothing of the file is lost.
    kept = (
        list(lines[title.end - 1 : title.end]) if title and title.end and len(title.title) > MAX_TITLE else []
    )
    for i in range(start, end):
        if i in boxed or is_clutter(lines[i]) or is_repeated_lead(lines[i], lines[i + 1 : min(i + 13, end)]):
            continue
        kept.append(lines[i])
    while kept and key and title_key(kept[-1].text) == key:
        kept.pop()
    return kept


def _is_preface(line: Line, title: Found | None) -> bool:
    """Whether a line under the title is the page's and not the document's."""
    if title is None:
        return is_clutter(line) or is_label_line(line) or _is_stray_organ(line)
    # The number is kept as a field, and the page prints it above the text.
    return is_clutter(line) or is_label_line(line) or is_number_line(line.simple.strip())


def _is_stray_organ(line: Line) -> bool:
    return bool(organs_in(line.simple))


def body_html(lines: Sequence[Line]) -> str:
    """Markup of the lines: headings where a short line is numbered or stands alone, else paragraphs."""
    numbered = any(_LEVEL_ONE.match(line.simple) and _is_short(line) for line in lines)
    parts: list[str] = []
    i = 0
    while i < len(lines):
        size = _attachment_title(lines, i)
        if size:
            parts.append(
                f"<h2>{escape(''.join(line.text for line in lines[i : i + size]), quote=False)}</h2>"
            )
            i += size
            continue
        tag = _tag(lines, i, numbered=numbered)
        parts.append(_written(lines[i], tag))
        i += 1
    return "".join(parts)


def _written(line: Line, tag: str) -> str:
    if not line.html:
        return f"<{tag}>{escape(line.text, quote=False)}</{tag}>"
    if tag != "p" and line.html.startswith("<p>"):
        return f"<{tag}>{line.html[3:-4]}</{tag}>"
    return line.html


def _tag(lines: Sequence[Line], i: int, *, numbered: bool) -> str:
    line = lines[i]
    if not _is_short(line):
        return "p"
    if _LEVEL_ONE.match(line.simple):
        return "h2"
    if _LEVEL_TWO.match(line.simple):
        return "h3"
    alone = not numbered and not line.html and line.gap and 3 < len(line.simple) <= 30 and i + 1 < len(lines)
    if (
        alone
        and _opens_text(lines[i + 1])
        and not _is_formal(line)
        and not re.match(r"[\d(•①-⑳]|附件|附:", line.simple)
    ):
        return "h2"
    return "p"


def _is_short(line: Line) -> bool:
    return len(line.simple) <= _HEADING_LENGTH and not _SENTENCE_END.search(line.simple) and not line.is_table


def _opens_text(line: Line) -> bool:
    return line.gap and (len(line.simple) >= 40 or bool(re.match(r"(?:1[.、]|\(一\))", line.simple)))


def _is_formal(line: Line) -> bool:
    plain = line.simple
    return bool(
        organs_in(plain)
        or signed_date(plain)
        or is_number_line(plain)
        or _CLOSING.match(plain)
        or re.search(r"电话|联系人|:", plain)
    )


def _attachment_title(lines: Sequence[Line], i: int) -> int:
    """How many lines from i print the title of what a signed document sends along; 0 for none."""
    if i == 0 or lines[i].html or not lines[i].gap:
        return 0
    before = lines[i - 1].simple.strip()
    if not (signed_date(before) or _CLOSING.match(before) or re.fullmatch(r"附件\s*\d*", before)):
        return 0
    for size in range(1, 5):
        piece = lines[i : i + size]
        if len(piece) < size or any(_SENTENCE_END.search(x.simple) or len(x.simple) > 60 for x in piece):
            return 0
        if size > 1 and piece[-1].gap:
            return 0
        if genre_word(piece[-1].simple) and not is_label_line(piece[0]):
            return size
    return 0


def repeated_sections(lines: Sequence[Line]) -> list[str]:
    """Headings whose section is printed twice with the same text."""
    seen: set[tuple[str, str]] = set()
    repeated = []
    for here, after in itertools.pairwise(lines):
        pair = (here.key, after.key)
        heading = _is_short(here) and "。" in after.simple and len(after.simple) >= 30
        if heading and pair in seen:
            repeated.append(here.text)
        seen.add(pair)
    return repeated
