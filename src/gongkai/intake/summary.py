"""摘要 — the sentence of a document that says something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .dates import is_number_line, signed_date
from .reading import Line
from .titles import HEADING, SALUTATION, Found
from .words import close_up, half_width, simplify, title_organs

MAX_SUMMARY = 120
_MIN = 14
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]+[”』」）)]?")
_FORMULA = re.compile(
    r"编制而成|编制(?:此|本)?(?:年度)?报告|本(?:年度)?报告(?:中|由|的电子版|是根据|根据|所列|全文)|全文包括|统计期限|如(?:对|有)(?:本)?.{0,10}(?:疑问|问题)|(?:现|特)?(?:印发|转发|发布|下发)给你们"
    r"|认真(?:贯彻|遵照)(?:执行|落实|实施)|请遵照执行|认真(?:贯彻|组织)?实施|(?:报告|公告|通知|通告|公布|函复|批复)如下|执行中(?:如|遇).{0,6}问题|联系(?:人|电话)|收悉|予以印发|现印发(?:实施)?|请(?:径)?向.{2,12}反映|已经.{0,30}(?:同意|批准|通过)"
)
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．](?!\d)|第[一二三四五六七八九十百]+条\s|案例\d+[:：]|答[:：])\s*"
)
_LEANING = re.compile(
    r"^(?:但|同时|此外|另外|因此|其中|并|这|该|以上|上述|请|也|而|即|如|答|对|凡|具体|总体要求)"
)
_DEFINING = re.compile(r"所称|是指|包括:")
_PURPOSE = re.compile(r"(?:^|,)为[^什主期]|制定本|现就|决定|提出(?:以下|如下)|旨在|特制定")
_IN_FORCE = re.compile(r"^(?:第.{1,4}条)?\s*本.{1,6}自.{2,20}起(?:施行|实施|执行)|同时废止|负责解释")
_CAPTIONED = re.compile(r"[\u3400-\u9fff]{2,8}:|严禁|违反")
_ISSUING = re.compile(
    r"关于|印发|转发|公布|发布|的?(?:通知|公告|通告|决定|意见|批复|函|公示|办法|规定)$|[《》]"
)
_LEAD_IN = re.compile(r"[，,](?:现|特|并)?(?:将|就)?[^，,]{0,24}(?:如下|下列[^，,]{2,6}|以下[^，,]{2,8})$")
_DECIDES = re.compile(
    r"决定|決定|定于|定於|(?<!经)(?:原则)?同意[^，,]|启动|啟動|开展|開展|调整|調整|授予|公布|組織|组织"
)
_APPROVED = re.compile(r"[，,](?:业)?经[^，,]{0,24}(?:同意|批准|研究|审议通过)$")
_FIGURED = re.compile(r"\d[\d.]*(?:亿|万)?(?:元|吨|%|人|户|宗|条|件)")
_DECIDING = frozenset(("决定", "通报", "命令"))
_COUNTING = frozenset(("公报", "决算", "预算", "报告"))
_NARRATING = frozenset(("年度报告", "问答"))
_LOOKED_AT = 40
# A number of so many digits is somebody's telephone, card or identity: no sentence to put above a document.
_LONG_NUMBER = re.compile(r"\d{11}")
_FIGURES = re.compile(r"(?:公开|发布)[^。]{0,14}信息[^。]{0,14}?\d[\d,.]*\s*(?:万|余)*\s*(?:多|余)?条")


def summarise(lines: Sequence[Line], genre: str, title: Found | None = None) -> str:
    """One sentence of at most 120 characters, whole; "" when the text holds none.

    Of an annual report the sentence that counts what was published; else the first that is no formula and
    speaks of what the title speaks of.
    """
    sentences = list(_sentences(lines))
    if genre == "年度报告":
        for text, simple, _ in sentences:
            if _FIGURES.search(simple) and len(text) <= MAX_SUMMARY:
                return text
    pairs = _pairs(_matter(title)) if genre not in _NARRATING else set()
    ranked = [
        (_weigh(simple, first, genre) + _shared(simple, pairs) - 0.3 * i, -i, text)
        for i, (text, simple, first) in enumerate(sentences[:_LOOKED_AT])
    ]
    return max(ranked)[2] if ranked else ""


def _matter(title: Found | None) -> str:
    """What a title speaks of, its organs and the words of issuing left out."""
    if title is None:
        return ""
    simple = title.simple
    for organ in title_organs(simple)[0]:
        simple = simple.replace(organ, "", 1)
    return _ISSUING.sub("", simple)


def _pairs(text: str) -> set[str]:
    letters = "".join(c for c in text if c.isalnum())
    return {letters[i : i + 2] for i in range(len(letters) - 1)}


def _shared(sentence: str, pairs: set[str]) -> float:
    """Up to 5 for a sentence that holds all neighbouring letters of the title's matter."""
    return 5.0 * len(pairs & _pairs(sentence)) / len(pairs) if pairs else 0.0


def _weigh(sentence: str, first: bool, genre: str) -> float:
    """How much a sentence tells by itself; `first` when it opens its paragraph."""
    score = 2.0 if first else 0.0
    score += 3.0 if _PURPOSE.search(sentence) else 0.0
    score += 1.0 if 30 <= len(sentence) <= 110 else 0.0
    score -= 3.0 if len(sentence) < 20 else 0.0
    score -= 6.0 if _FORMULA.search(sentence) else 0.0
    score -= 5.0 if _LEANING.match(sentence) or sentence.endswith(("?", "？")) else 0.0
    score -= 2.0 if _DEFINING.search(sentence) else 0.0
    score -= 3.0 if _CAPTIONED.match(sentence) else 0.0
    score += 4.0 if genre == "批复" and re.match(r"(?:原则)?同意", sentence) else 0.0
    score += 2.0 if genre in _DECIDING and re.search(r"决定|授予|予以", sentence) else 0.0
    score += 3.0 if genre in _COUNTING and _FIGURED.search(sentence) else 0.0
    score -= 6.0 if _IN_FORCE.search(sentence) else 0.0
    return score


def _sentences(lines: Sequence[Line]) -> Iterator[tuple[str, str, bool]]:
    for line in lines:
        plain = line.simple.strip()
        if (
            line.is_table
            or is_number_line(plain)
            or (SALUTATION.match(plain) and not _LEAD_IN.search(line.text.rstrip("：: ")))
            or (len(plain) < 60 and signed_date(plain))
        ):
            continue
        yield from _stopped(line)
        yield from _announcing(line)


def _stopped(line: Line) -> Iterator[tuple[str, str, bool]]:
    """The sentences of a line that a full stop ends."""
    # What stands behind the last stop is no sentence; without it the search would start over at each letter.
    last = max(line.text.rfind(stop) for stop in "。！？!?")
    for found in _SENTENCE.finditer(line.text, 0, last + 2):
        # A numbered heading that stands before its text is not part of the sentence.
        skip = heading.end() if (heading := _NUMBERED.match(found.group())) else 0
        if lead := re.search(r"(?:如下|以下[^，,。]{2,6})[:：](?=.{14})", found.group()[skip:]):
            # What is announced says more than the announcing.
            skip += lead.end()
        text = close_up(found.group()[skip:])
        simple = close_up(line.simple[found.start() + skip : found.end()])
        if (
            _MIN <= len(text) <= MAX_SUMMARY
            and not HEADING.match(simple)
            and not _LONG_NUMBER.search(simple)
            and not re.match(r"[”》)）、]", text)
        ):
            yield text, simple, found.start() == 0


def _announcing(line: Line) -> Iterator[tuple[str, str, bool]]:
    """The sentence that leads to the provisions with a colon, as one that stands by itself.

    Its last clause, 现就有关事项通知如下, says nothing; what it decides or is made for does.
    """
    text = close_up(line.text)
    if not text.endswith(("：", ":")) or len(text) > 400:
        return
    last = re.split(r"[。！？]", text[:-1])[-1]
    found = _LEAD_IN.search(last)
    kept = _APPROVED.sub("", last[: found.start()]) if found else ""
    if found and kept and (_DECIDES.search(kept) or _PURPOSE.search(half_width(simplify(kept)))):
        whole = f"{kept}。" if _DECIDES.search(kept) else f"{last}。"
        whole = whole if len(whole) <= MAX_SUMMARY else f"{kept}。"
        if _MIN <= len(whole) <= MAX_SUMMARY:
            yield whole, half_width(simplify(kept)), True
