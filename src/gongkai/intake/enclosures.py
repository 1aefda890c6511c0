"""附件 — the attachments that a text names, each with the file beside it that is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

from .dates import han_number, signed_date
from .reading import Line, Named
from .words import close_up, half_width, organs_in, simplify

_HAN = "一二三四五六七八九十"
_OPENING = re.compile(rf"^附\s*件?\s*(?P<no>\d{{1,2}}|[{_HAN}]{{1,3}})?\s*[:.、]\s*(?P<rest>.*)$")
_ALONE = re.compile(rf"^附\s*件\s*(?P<no>\d{{1,2}}|[{_HAN}]{{1,3}})?$")
_ITEM = re.compile(rf"^(?:附件\s*)?(?P<no>\d{{1,2}}|[{_HAN}]{{1,3}})\s*[.、:]\s*(?P<rest>\S.*)$")
_INLINE = re.compile(r"[;；，,。]?\s*(?=(?<![\d.])(?:\d{1,2}[.、．]|附件\d{1,2}[:：])(?!\d))")
_FILE = re.compile(
    r"\.(?:docx?|xlsx?|pdf|wps|et|pptx?|zip|rar|7z|ofd|txt|csv|jpe?g|png|tiff?)$", re.IGNORECASE
)
_NOTE = re.compile(
    r"[(（](?:略|另附|另发|附后|另行下发|电子版.{0,12}|请到.{0,16}|.{0,12}下载.{0,6})[)）]$|(?:点击)?下载$"
)
_NOT_TITLE = re.compile(r"^(?:略|无|如下|见|另附|\d+份|共\d+)")
_LONGEST = 90
# More are the pieces of one table, not attachments.
MOST = 300
_ASSETS = (".css", ".js", ".html", ".htm", ".gif", ".ico", ".svg")


def find_enclosures(lines: Sequence[Line], beside: Collection[str]) -> tuple[Named, ...]:
    """The attachments in their order, from the list under 附件, else from headings or linked files."""
    titles: list[tuple[int, str, str]] = []
    for i, line in enumerate(lines):
        if line.is_table:
            continue
        plain = line.simple.strip()
        opening = _OPENING.match(plain)
        if opening or (_ALONE.match(plain) and i + 1 < len(lines) and _listed(lines[i + 1])):
            more = _list_from(lines, i, len(titles))
            titles += [item for item in more if all(item[1] != known[1] for known in titles)]
        elif _FILE.search(plain) and len(plain) <= _LONGEST and (line.links or i >= len(lines) - 12):
            title = _title(line.text)
            if title and all(title != known[1] for known in titles):
                titles.append((len(titles) + 1, title, line.html))
    if not titles:
        titles = _headed(lines)
    return _matched(titles[:MOST], beside)


def _listed(line: Line) -> bool:
    found = _ITEM.match(line.simple.strip())
    return bool(found) and _count(found["no"] if found else "") == 1


def _list_from(lines: Sequence[Line], at: int, known: int) -> list[tuple[int, str, str]]:
    """The items of one list that opens at a line."""
    first = lines[at]
    opening = _OPENING.match(first.simple.strip())
    text = re.sub(r"^附\s*件?\s*", "", close_up(first.text), count=1)
    text = re.sub(r"^[:：]\s*", "", text) if opening and not opening["no"] else text if opening else ""
    pieces = [(piece, first.html) for piece in _INLINE.split(text) if piece.strip()]
    following = at + 1
    while following < len(lines) and (pieces or following == at + 1):
        line = lines[following]
        expected = len(pieces) + 1
        found = _ITEM.match(line.simple.strip())
        if line.is_table or not found or _count(found["no"]) != expected or not _could_be(line):
            break
        pieces += [(piece, line.html) for piece in _INLINE.split(close_up(line.text)) if piece.strip()]
        following += 1
    items = [(known + n, _title(piece), html) for n, (piece, html) in enumerate(pieces, start=1)]
    return [item for item in items if item[1] and len(item[1]) <= _LONGEST]


def _could_be(line: Line) -> bool:
    plain = line.simple.strip()
    return len(plain) <= _LONGEST and not organs_in(plain) and not (signed_date(plain) and len(plain) < 20)


def _headed(lines: Sequence[Line]) -> list[tuple[int, str, str]]:
    """Attachments printed below the document, each under a line 附件1."""
    titles: list[tuple[int, str, str]] = []
    for i, line in enumerate(lines[:-1]):
        if not _ALONE.match(line.simple.strip()):
            continue
        text = ""
        for after in lines[i + 1 : i + 4]:
            plain = after.simple.strip()
            if after.is_table or len(plain) > 60 or re.search(r"[。;:,]$", plain) or (text and after.gap):
                break
            text += close_up(after.text)
            if re.search(r"[表册单书案法定则录图件引明南划准)]$", plain):
                break
        if 4 <= len(text) <= _LONGEST:
            titles.append((len(titles) + 1, _title(text), ""))
    return titles


def _title(text: str) -> str:
    """A named attachment without its number, file ending, remarks and stops."""
    bare = close_up(text).strip()
    bare = re.sub(rf"^(?:附件)?\s*(?:\d{{1,2}}|[{_HAN}]{{1,3}})\s*[.、．:：]\s*", "", bare)
    bare = re.sub(r"^附件\s*[:：]?\s*", "", bare).rstrip("。；;，,、 ")
    bare = _NOTE.sub("", _FILE.sub("", bare)).strip()
    if bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1:
        bare = bare[1:-1]
    return "" if len(bare) < 2 or _NOT_TITLE.match(bare) else bare


def _count(numeral: str | None) -> int:
    return han_number(numeral) if numeral else 0


def _key(name: str) -> str:
    bare = _FILE.sub("", PurePosixPath(name).name)
    bare = re.sub(
        rf"^附件\s*(?:\d{{1,2}}|[{_HAN}]{{1,3}})?\s*[-_:：.、．]?\s*|^\d{{1,2}}\s*[.、．_\-]\s*", "", bare
    )
    return "".join(c for c in half_width(simplify(bare)) if c.isalnum())


def _ordinal(name: str) -> int:
    found = re.match(
        rf"^(?:附件\s*(\d{{1,2}}|[{_HAN}]{{1,3}})|(\d{{1,2}})\s*[.、．_\-])", PurePosixPath(name).name
    )
    return _count(found[1] or found[2]) if found else 0


def _matched(titles: Sequence[tuple[int, str, str]], beside: Collection[str]) -> tuple[Named, ...]:
    """Each title with its file: linked, of the same name, of a name that holds the other, or of its number."""
    free = [name for name in beside if not name.lower().endswith(_ASSETS)]
    chosen: dict[int, str] = {}
    tests = (
        lambda no, title, html, name: bool(html) and PurePosixPath(name).name in unquote(html),
        lambda no, title, html, name: _key(title) == _key(name) != "",
        lambda no, title, html, name: _within(_key(title), _key(name)),
        lambda no, title, html, name: _key(name) == "" and _ordinal(name) == no,
    )
    for test in tests:
        for no, title, html in titles:
            if no not in chosen and (hit := next((name for name in free if test(no, title, html, name)), "")):
                chosen[no] = hit
                free.remove(hit)
    return tuple(Named(title, chosen.get(no, "")) for no, title, _ in titles)


def _within(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 3 and (one in other or other in one)
