"""TXT 来稿 — plain text as lines; lines that a typesetter broke are put together again."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from html import unescape

from .reading import Line, Source
from .words import close_up, half_width, is_spread, script_of, simplify

# What a page's markup leaves behind when it was cut out badly.
_REMAINS = re.compile(r"&(?:nbsp|sp|ensp|emsp|thinsp);?|<!--|-->", re.IGNORECASE)
ITEM = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百]+[、.．，章条节]|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]|•|第[一二三四五六七八九十\d]+部分"
    r"|附件|附表|附：)"
)
PAGE_NUMBER = re.compile(r"\s*(?:[-—–―]\s*\d{1,4}\s*[-—–―]|第\s*\d+\s*页(?:[，,/\s]*共\s*\d+\s*页)?)\s*$")
_ENDS = "。；！？：;!?:…"
# A document number on a line of its own.
_NUMBERED = re.compile(
    r"\s*[\u3400-\u9fff]{2,14}\s*[〔\[(（【［﹝]\s*\d{4}\s*[〕\])）】］﹞]\s*第?\s*\d{1,5}\s*号\s*$"
)
# A row of a catalogue: two labels with their values, or one.
_LABELLED = re.compile(
    r"\s*[\u3400-\u9fff ]{2,8}[:：][^。；]{1,40}\s[\u3400-\u9fff]{2,6}[:：]|\s*(?:名称|标题|主题词|关键词|信息名称)[:：]"
)
_CLOSING = "。，、；：！？）》”’"
_CENTRED = 12


def read_text(text: str) -> Source:
    """Plain text as a Source."""
    raw = [_REMAINS.sub(" ", line) for line in text.expandtabs(4).split("\n")]
    raw = [unescape(line) if "&" in line else line for line in raw]
    raw = [line for line in raw if not PAGE_NUMBER.fullmatch(line)]
    width = _set_width(raw)
    joined = _unwrap(raw, width) if width else raw
    script = script_of("\n".join(joined))
    lines: list[Line] = []
    gap = False
    for line in joined:
        shown = line.strip()
        if not shown:
            gap = True
            continue
        shown = close_up(shown) if is_spread(shown) and not re.search(r" {3,}", shown) else shown
        simple = half_width(simplify(shown) if script == "Hant" else shown)
        lines.append(Line(text=shown, simple=simple, gap=gap))
        gap = False
    return Source(tuple(lines), script, {}, "", None, (), ())


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line.rstrip())


def _indent(line: str) -> int:
    return _columns(line[: len(line) - len(line.lstrip())].replace("\u3000", "  ") + "|") - 1


def _set_width(lines: list[str]) -> int:
    """Columns at which a typesetter broke the lines, 0 when each line is a whole paragraph.

    The edge is the width that most lines reach and break off at without ending a sentence; tables are wider
    or narrower and do not count.
    """
    filled = [line.rstrip() for line in lines if line.strip() and not _in_columns(line)]
    broken = Counter(_columns(line) for line in filled if line[-1] not in _ENDS and _columns(line) >= 40)
    if not broken:
        return 0
    near = {edge: sum(broken[width] for width in range(edge - 5, edge + 1)) for edge in broken}
    edge = max(near, key=lambda width: (near[width], width))
    beyond = sum(_columns(line) > edge + 12 for line in filled)
    enough = near[edge] >= max(4, 0.12 * len(filled)) and beyond < 0.25 * near[edge] + 2
    return edge if edge <= 170 and enough else 0


def _is_full(line: str, edge: int) -> bool:
    return bool(line.strip()) and _columns(line) >= edge - max(6, edge // 8)


def _unwrap(lines: list[str], edge: int) -> list[str]:
    """Join each line that reaches the edge with the next, unless that one begins something of its own."""
    double = _double_spaced(lines)
    joined: list[str] = []
    last = ""
    gap = False
    for line in lines:
        if not line.strip():
            gap = True
            if not double:
                joined.append("")
            continue
        if last and (line.lstrip()[0] in _CLOSING or _continues(last, line, edge, gap and not double)):
            while joined and not joined[-1]:
                joined.pop()
            joined[-1] = glue(joined[-1], line.strip())
        else:
            joined.append(line)
        last, gap = line, False
    return joined


def _continues(last: str, line: str, edge: int, gap: bool) -> bool:
    if (
        _NUMBERED.match(line)
        or not _is_full(last, edge)
        or ITEM.match(line)
        or _in_columns(last)
        or _in_columns(line)
    ):
        return False
    if max(_indent(last), _indent(line)) > _CENTRED:
        return False
    if last.rstrip()[-1] in "。；！？" and (gap or _indent(line) > _indent(last)):
        return False
    return _indent(line) <= _indent(last) or _indent(line) < 2


def _in_columns(line: str) -> bool:
    return len(re.findall(r"\S {3,}(?=\S)", line)) >= 2 or "……" * 4 in line or bool(_LABELLED.match(line))


def _double_spaced(lines: list[str]) -> bool:
    """Whether an empty line stands between nearly all lines, so that it says nothing."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    apart = sum(b - a >= 2 for a, b in itertools.pairwise(filled))
    return apart > 0.7 * len(filled)


def glue(before: str, after: str) -> str:
    """Two pieces of one paragraph as one: a space only between Latin words."""
    latin = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalpha()
    return f"{before.rstrip()}{' ' if latin else ''}{after}"
