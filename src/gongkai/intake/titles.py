"""标题 — finding the title among the first lines of a file."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .clutter import is_clutter, is_label_line
from .dates import is_number_line, signed_date
from .limits import MAX_TITLE
from .reading import Certainty, Filled, Line, Source
from .words import ORGAN_END, close_up, genre_word, half_width, is_spread, organs_in, simplify, title_organs

HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|第[一二三四五六七八九十百]+[条章节]|第[一二三四五六七八九十]+部分|\d{1,2}[.、](?!\d)|•|目录$)"
)
SALUTATION = re.compile(r"^[^。]{2,}:$")
_MENU = re.compile(
    r"^(?:政府)?信息公开(?:工作)?(?:年报|指南|制度|目录|年度报告|规定|意见箱)$|^依申请公开|^政府信息公开(?:申请|受理)(?!.*书$).*|^通知公告$|^(?:政策|法规)文件$|^规划计划$|^工作报告$"
)
_LETTERHEAD = re.compile(r"文件$")
_MASTHEAD = re.compile(r"(?:公告|通告|令|会议纪要|公报)$")
_REPOST = re.compile(
    r"^[\[【(（〔]?(?:转载|转发)[\]】)）〕]\s*[:：]?\s*|^[\[【](?:通知公告|公告|通知|政策|年报|文件)[\]】]\s*"
)
_RECITAL = re.compile(r"(?:简介|全文|正文)$|[(（\[【](?:全文|正文|附全文|图)[)）\]】]$")
_BRACKETS = {"(": ")", "《": "》", "“": "”", "〔": "〕", "（": "）", "【": "】"}
_WINDOW = 5
# A line that scores less is no title at all.
_WORTH_ASKING = 2
# A longer line is running text without stops, not even a title to be cut.
_LONGEST = 20_000
# No page has more lines than this above its text.
_HEAD = 300


@dataclass(frozen=True, slots=True)
class Found:
    """A title as found: its words, how sure, what says so, and the line after its last printing."""

    title: str
    simple: str
    certainty: Certainty
    evidence: str
    end: int
    reposted: bool = False


def prose_start(lines: Sequence[Line]) -> int:
    """The first line of running text, of an address to readers or of a numbered section."""
    for i, line in enumerate(lines[:_HEAD]):
        text = line.simple.strip()
        if line.is_table or is_clutter(line) or is_label_line(line):
            continue
        if HEADING.match(text):
            return i
        if len(text) >= 40 and re.search(r"[。;!?]|,.*,.*,", text) and not genre_word(text):
            return i
        if SALUTATION.match(text) and len(text) >= 4:
            return i
    return min(len(lines), _HEAD)


def find_title(source: Source) -> Found | None:
    """The title of a file, or None when nothing in it can be one."""
    lines = source.lines
    limit = prose_start(lines)
    printed = Counter(title_key(line.simple) for line in lines[:limit] if len(line.simple) <= MAX_TITLE)
    named = [
        name
        for name in (source.metas.get("articletitle", ""), source.metas.get("og:title", ""), source.headline)
        if name
    ]
    best: tuple[float, int, int] | None = None
    for start, size in _windows(lines, limit):
        score = _score(lines, start, size, printed, named)
        if best is None or score > best[0]:
            best = (score, start, size)
    best = _below_masthead(lines, limit, best, printed, named)
    found = _from_page(source)
    if found is None and best is not None and best[0] >= 5:
        text, simple = _joined(lines[best[1] : best[1] + best[2]])
        found = Found(text, simple, "certain" if best[0] >= 8 else "likely", text, best[1] + best[2])
    if found is None:
        return _plain_first(source, limit)
    return _placed(_fuller(found, lines, limit), lines, limit)


def other_titles(source: Source, found: Found) -> list[Filled]:
    """What else may be the title: other lines of the head that look like one, and the page's own name."""
    lines = source.lines
    limit = prose_start(lines)
    none: Counter[str] = Counter()
    scored = [(_score(lines, start, size, none, []), -start, -size) for start, size in _windows(lines, limit)]
    told: dict[str, Filled] = {title_key(found.title): Filled("", "guess", "")}
    for score, start, size in sorted(scored, reverse=True):
        text = _joined(lines[-start : -start - size])[0]
        if score >= _WORTH_ASKING and len(text) <= MAX_TITLE:
            told.setdefault(title_key(text), Filled(text, "guess", text))
    named = _closed(source.headline)
    if 4 <= len(named) <= MAX_TITLE:
        told.setdefault(title_key(named), Filled(named, "guess", f"title: {source.headline}"))
    return [one for one in told.values() if one.value]


def _below_masthead(
    lines: Sequence[Line],
    limit: int,
    best: tuple[float, int, int] | None,
    printed: Counter[str],
    named: list[str],
) -> tuple[float, int, int] | None:
    """The title under a masthead such as 某某公告 with its number, where the document has one of its own."""
    if best is None:
        return None
    _, start, size = best
    above = start + size
    text = _joined(lines[start:above])[1]
    if (
        "关于" in text
        or not _MASTHEAD.search(text)
        or above >= limit
        or not is_number_line(lines[above].simple.strip())
    ):
        return best
    later = [
        (_score(lines, first, count, printed, named), first, count)
        for first, count in _windows(lines, limit)
        if first > above
    ]
    return max((found for found in later if found[0] >= 6), default=best)


def _windows(lines: Sequence[Line], limit: int) -> Iterator[tuple[int, int]]:
    for start in range(limit):
        for size in range(1, _WINDOW + 1):
            last = start + size - 1
            if last >= limit or not _may_be_part(lines[last]):
                break
            if size > 1 and not _may_join(lines[last - 1], lines[last], first=size == 2):
                break
            yield start, size


def _may_be_part(line: Line) -> bool:
    text = line.simple.strip()
    if (
        is_clutter(line)
        or is_label_line(line)
        or is_number_line(text)
        or HEADING.match(text)
        or line.is_table
    ):
        return False
    if len(text) > 160 or re.search(r"[。;:,!]$", text) or signed_date(text):
        return False
    return not (_LETTERHEAD.search(text) and organs_in(re.sub(r"\s*文件$", "", text)))


def _may_join(before: Line, line: Line, *, first: bool) -> bool:
    if re.match(r"关于|印发|转发", line.simple) and not _names_organs(before, line):
        return False
    organs = organs_in(before.simple)
    if organs:
        begins = bool(organs_in(line.simple)) or not title_organs(line.simple)[0]
        return begins and (not line.gap or first)
    if line.gap or len(before.simple) > 60:
        return False
    return not genre_word(before.simple) or _is_unfinished(before, line)


def _names_organs(before: Line, line: Line) -> bool:
    """Whether what stands before 关于 can be the organs of the title, under any of their names."""
    plain = re.sub(r"\s+", "", before.simple)
    return bool(
        organs_in(before.simple)
        or title_organs(plain + line.simple)[0]
        or ORGAN_END.search(plain)
        or "等" in plain
    )


def _is_unfinished(before: Line, line: Line) -> bool:
    """Whether a title line only happens to end in a word such as 预算: 关于…预算 goes on with 执行情况的报告."""
    plain = re.sub(r"\s+", "", before.simple)
    ended = re.search(rf"的(?:[\u3400-\u9fff]{{2}})?{genre_word(plain)}$", plain) or plain.endswith(
        ("》", ")")
    )
    goes_on = genre_word(line.simple) and "关于" not in line.simple and not title_organs(line.simple)[0]
    return "关于" in plain and not ended and bool(goes_on)


def _score(lines: Sequence[Line], start: int, size: int, printed: Counter[str], named: list[str]) -> float:
    window = lines[start : start + size]
    _, simple = _joined(window)
    if organs_in(simple) or len(simple) < 4:
        return -9.0
    score = 6.0 if genre_word(simple) else 0.0
    score += 2.0 if "关于" in simple else 0.0
    score += 3.0 if title_organs(simple)[0] else 0.0
    score += 1.0 if re.search(r"(?:19|20)\d\d年|二〇", simple) else 0.0
    score += 2.0 if printed[title_key(simple)] > 1 else 0.0
    score += max(line.stress for line in window)
    score += 3.0 if any(title_key(name) == title_key(simple) for name in named) else 0.0
    score += (
        1.0
        if start == 0
        or window[0].gap
        or not _may_be_part(lines[start - 1])
        or (organs_in(lines[start - 1].simple) and not organs_in(window[0].simple))
        else 0.0
    )
    score -= 0.5 * (size - 1)
    following = lines[start + size] if start + size < len(lines) else None
    score -= 3.0 if following and not following.gap and _is_unfinished(window[-1], following) else 0.0
    score -= 4.0 * sum(
        simple.count(opening) != simple.count(closing) for opening, closing in _BRACKETS.items()
    )
    score -= 6.0 if _MENU.match(simple) else 0.0
    score -= 5.0 if re.search(r"\d{4}-\d{1,2}-\d{1,2}$", simple) or re.search(r"\|", simple) else 0.0
    score -= 3.0 if simple.startswith("【") else 2.0 if simple.startswith("《") else 0.0
    score -= 3.0 if all(line.links for line in window) else 0.0
    score -= (
        4.0
        if len(simple) < 7 and size == 1 and not genre_word(simple)
        else 6.0
        if len(simple) > 150
        else 1.0
        if len(simple) > 90
        else 0.0
    )
    return score


def _joined(window: Sequence[Line]) -> tuple[str, str]:
    """The lines of a title as one; only joint organs stay apart by a space."""
    text = ""
    for before, line in zip([None, *window], window, strict=False):
        apart = before is not None and organs_in(before.simple) and organs_in(line.simple)
        text += (" " if apart else "") + _closed(line.text)
    text = (
        _RECITAL.sub("", _REPOST.sub("", text))
        if genre_word(_plain(_RECITAL.sub("", text)))
        else _REPOST.sub("", text)
    )
    return text, _plain(text)


def _plain(text: str) -> str:
    return half_width(simplify(text))


def _closed(text: str) -> str:
    """A title line without typesetting spaces, joint organs left apart."""
    if is_spread(text):
        return close_up(text)
    pieces = text.split()
    kept = pieces[0] if pieces else ""
    for before, piece in itertools.pairwise(pieces):
        apart = organs_in(_plain(before)) and (organs_in(_plain(piece)) or title_organs(_plain(piece))[0])
        latin = (
            before[-1].isascii() and piece[0].isascii() and not (before[-1].isdigit() and piece[0].isdigit())
        )
        kept += (" " if apart or latin else "") + piece
    return kept


def title_key(text: str) -> str:
    """Letters of a title, by which its printings are known again."""
    bare = _RECITAL.sub("", _REPOST.sub("", text.strip()))
    return "".join(c for c in _plain(bare) if c.isalnum())


def _from_page(source: Source) -> Found | None:
    """The title as the page's meta tags give it."""
    name = source.metas.get("articletitle", "")
    if len(name) < 4 or name.endswith(("...", "…")):
        return None
    clean = _closed(_REPOST.sub("", name))
    return Found(clean, _plain(clean), "certain", f"ArticleTitle: {name}", 0)


def _fuller(found: Found, lines: Sequence[Line], limit: int) -> Found:
    """The title as the document prints it with its organ, where the page's own heading leaves the organ out."""
    if title_organs(found.simple)[0]:
        return found
    key = title_key(found.title)
    for start, size in _windows(lines, limit):
        text, simple = _joined(lines[start : start + size])
        if title_key(text).endswith(key) and title_organs(simple)[0]:
            return Found(text, simple, "certain", text, start + size)
    return found


def _placed(found: Found, lines: Sequence[Line], limit: int) -> Found:
    """The same with `end` behind the title's last printing among the first lines."""
    key, end = title_key(found.title), found.end
    reposted = False
    for start in range(min(limit + 1, len(lines))):
        for size in range(1, _WINDOW + 1):
            piece = "".join(line.text for line in lines[start : start + size])
            near = len(piece) <= 2 * len(found.title) + 40
            if near and title_key(piece) == key and start + size <= len(lines):
                end = max(end, start + size)
                reposted = reposted or "转载" in _plain(piece)[:4]
    return Found(found.title, found.simple, found.certainty, found.evidence, end, reposted)


def _plain_first(source: Source, limit: int) -> Found | None:
    """Without any sign of a title, the line set strongest or standing first, or the page's name; a guess."""
    lines = source.lines
    usable = [i for i, line in enumerate(lines[:limit]) if _could_be_title(line)]
    if usable:
        best = min(usable, key=lambda i: (-lines[i].stress, i))
        text, simple = _joined([lines[best]])
        return _placed(Found(text, simple, "guess", lines[best].text[:200], best + 1), lines, limit)
    if genre_word(_plain(source.headline)):
        text = _closed(source.headline)
        return Found(text, _plain(text), "likely", f"title: {source.headline}", 0)
    for line in lines[-3:]:
        text, simple = _joined([line])
        # A page cut off at its head may still name the document at its foot.
        if title_organs(simple)[0] and "关于" in simple and genre_word(simple) and len(simple) <= 160:
            return Found(text, simple, "guess", line.text, 0)
    return None


def _could_be_title(line: Line) -> bool:
    if len(line.simple) > _LONGEST:
        return False
    _, simple = _joined([line])
    if line.is_table or line.links or is_clutter(line) or is_label_line(line) or is_number_line(simple):
        return False
    if _MENU.match(simple) or line.simple.count("|") > 1 or organs_in(simple) or signed_date(simple):
        return False
    return len(simple) >= 6 and not re.search(r"[。;:,]$", simple)
