"""题目 — the line that names a report, and the organ and year that it names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from gongkai.auditing.folding import UNSEEN, fold
from gongkai.auditing.lines import TextLine
from gongkai.auditing.model import Span
from gongkai.intake.clutter import is_clutter, labels_in
from gongkai.intake.dates import signed_date, years_in
from gongkai.intake.words import ORGAN_END, close_up, is_organ, title_organs

_REPORT = re.compile(
    r"(?:信息公开|政务公开).{0,12}?(?:报告|年报|总结)(?:简介|全文|摘要)?(?:\([^()]{1,20}\)|〔[^〔〕]{1,20}〕)?$"
)
_YEAR = re.compile(r"(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3}(?=年)")
_LONGEST = 70
_PROSE = 60
_HEAD_PROSE = 3
_BESIDE = 2
_MOST = 100
_COMPILED = re.compile(r"由\s*(?P<name>[\u3400-\u9fff]{4,30}?)\s*(?:根据|依据|按照|依照|编制|编写|公布|发布)")
_LABELS = ("发布机构", "发布单位", "发文机关", "公开主体", "公开责任部门", "制发机关", "信息来源", "来源")
# What stands before the year and belongs to no organ's name.
_BEFORE_ORGAN = re.compile(
    r"^(?:附件\d*[::]?|《)?(?:关于)?(?:(?:19|20)\d\d\s*(?:[-—~至]+\s*(?:19|20)?\d\d)?年度?)?"
)
_YEAR_ALONE = re.compile(r"\(?(?:19|20)\d\d年?度?\)?")
_PLACE = re.compile(r"[\u3400-\u9fff]{1,12}[省市县区州盟旗镇乡]")


@dataclass(frozen=True, slots=True)
class Named:
    """题名 — the title on one line, its place, from which to which line it reaches, and its score as a title."""

    title: str
    span: Span
    first: int
    last: int
    score: int


def find_title(lines: Sequence[TextLine], text: str) -> Named | None:
    """Return the title: a report's name with year and organ, above the prose; None where none is printed."""
    limit = _limit(lines)
    found = [*islice(_candidates(lines[:limit], text), _MOST)] or [*islice(_candidates(lines, text), _MOST)]
    # Menus and paths come first: of equals the last stands right above the report.
    return max(found, key=lambda one: (not _is_in_list(one, found), one.score, one.first), default=None)


def _is_in_list(named: Named, found: Sequence[Named]) -> bool:
    """Whether a title stands beside that of another year, as in a list of all reports."""
    return any(
        0 < abs(other.first - named.first) <= _BESIDE and title_year(other.title) != title_year(named.title)
        for other in found
        if _YEAR.search(other.title)
    )


def _limit(lines: Sequence[TextLine]) -> int:
    """Where the third paragraph begins: below it other reports are named, not this one."""
    seen = 0
    for number, line in enumerate(lines):
        seen += len(line.folded) >= _PROSE and "。" in line.folded
        if seen == _HEAD_PROSE:
            return number
    return len(lines)


def _candidates(lines: Sequence[TextLine], text: str) -> Iterator[Named]:
    for number, line in enumerate(lines):
        if _is_title(line):
            first = number - 1 if number and _is_organ_above(lines[number - 1], line) else number
            yield _named(
                lines, text, first, number + int(_is_year_below(line, lines[number + 1 : number + 2]))
            )
        elif number and _is_broken(lines[number - 1], line):
            yield _named(lines, text, number - 1, number)


def _is_title(line: TextLine) -> bool:
    if len(line.folded) > 2 * _LONGEST:
        return False
    words = close_up(line.folded)
    return (
        len(words) <= _LONGEST
        and not line.in_table
        and bool(_REPORT.search(words))
        and not re.search(r"[。;>»]|[:].*《", words)
        and not labels_in(line.as_intake())
        and not re.match(r"[•·].{0,6}:", words)
        and not is_clutter(line.as_intake())
    )


def _is_organ_above(above: TextLine, line: TextLine) -> bool:
    """Whether the line above names the organ that the title itself leaves out."""
    words = close_up(above.folded)
    return is_organ(words) and not title_organs(close_up(line.folded))[0]


def _is_year_below(line: TextLine, below: Sequence[TextLine]) -> bool:
    """Whether the next line holds nothing but the year that the title itself leaves out."""
    return not _YEAR.search(line.folded) and any(_YEAR_ALONE.fullmatch(close_up(one.folded)) for one in below)


def _is_broken(above: TextLine, line: TextLine) -> bool:
    """Whether a title is set on two lines, the second of which is none by itself."""
    if line.gap or not line.folded.endswith(("报告", "年报", "总结")):
        return False
    whole = close_up(above.folded + line.folded)
    return (
        len(whole) <= _LONGEST
        and bool(_YEAR.search(whole))
        and bool(_REPORT.search(whole))
        and not re.search(r"[。;>»:]", whole)
    )


def _named(lines: Sequence[TextLine], text: str, first: int, last: int) -> Named:
    span = Span(lines[first].span.start, lines[last].span.end)
    words = "".join(line.span.of(text) for line in lines[first : last + 1])
    title = close_up("".join(" " if letter == "\xa0" else letter for letter in words if letter not in UNSEEN))
    folded = fold(title)
    score = 3 * bool(_YEAR.search(folded)) + 2 * bool(_organ_words(folded)) + (last - first)
    return Named(title, span, first, last, score)


def title_year(title: str) -> int | None:
    """Return the year that a title names."""
    folded = fold(title)
    years = years_in(folded) or [int(found) for found in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", folded)]
    return years[-1] if years else None


def organ_of(named: Named | None, lines: Sequence[TextLine], text: str, body: Span) -> str:
    """Return the organ by its full name in Simplified characters; "" when nothing tells it."""
    if named is not None and (organ := _organ_words(fold(named.title))):
        return organ
    return fold(_told_around(named, lines, text) or _told_inside(lines, text, body))


def _organ_words(folded: str) -> str:
    """The organ that a (folded) title begins with, spelled out; a place stands for its people's government."""
    words = _BEFORE_ORGAN.sub("", folded)
    if organs := title_organs(words)[0]:
        return organs[0]
    head = re.split(r"关于|政府信息|信息公开|政务公开|年度", _YEAR.split(words)[0])[0]
    head = re.sub(r"\([^()]*\)$", "", head)
    if _PLACE.fullmatch(head):
        return f"{head}人民政府"
    return head if re.fullmatch(r"[\u3400-\u9fff]{4,}", head) and ORGAN_END.search(head) else ""


def _told_around(named: Named | None, lines: Sequence[TextLine], text: str) -> str:
    """An organ on the line right above or below the title, or behind a label near it."""
    if named is None:
        return ""
    near = [*lines[max(0, named.first - 2) : named.first][::-1], *lines[named.last + 1 : named.last + 4]]
    for line in near:
        if is_organ(close_up(line.folded)):
            return close_up(line.span.of(text))
    for line in near:
        values = labels_in(line.as_intake())
        for label in _LABELS:
            if is_organ(values.get(label, "")):
                return values[label]
    return ""


def _told_inside(lines: Sequence[TextLine], text: str, body: Span) -> str:
    """An organ that says it compiled the report, or that signs it."""
    inside = [line for line in lines if body.start <= line.span.start < body.end]
    for line in inside[:8]:
        found = _COMPILED.search(line.folded)
        if found and is_organ(found["name"]):
            return line.span.of(text)[found.start("name") : found.end("name")]
    for before, line in zip([*inside[-6:]], [*inside[-5:]], strict=False):
        signed = signed_date(line.folded) if len(line.folded) <= _LONGEST else None
        if signed and is_organ(close_up(before.folded) if not signed[0] else signed[0]):
            return close_up(before.span.of(text)) if not signed[0] else signed[0]
    return ""
