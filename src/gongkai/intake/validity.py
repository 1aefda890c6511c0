"""施行与有效期 — from when until when a document is in force, and whether it is on trial."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .clutter import labels_in
from .dates import DATE_WORDS, find_date, han_number
from .reading import Filled, Line, Source
from .titles import Found

_FROM_LABELS = ("生效日期", "生效时间", "实施日期", "施行日期")
_UNTIL_LABELS = ("失效日期", "废止日期", "废止时间")
_BEGINS = r"起?(?:开始|正式)?(?:施行|实施|执行|生效|试行)(?!以来|前|之前|期间|后)"
_ON_A_DAY = re.compile(rf"(?:自|从|于)(?P<day>{DATE_WORDS}){_BEGINS}")
_ON_ISSUE = re.compile(
    rf"自?(?P<act>印发|下发|签发|发文|制发|发布|公布|颁布|公告|通过)之日(?:起)?(?:满)?"
    rf"(?:(?P<days>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})个?(?P<work>工作)?[日天]后?)?(?:后|之后)?{_BEGINS}"
)
_COUNT = r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})个?(?P<unit>年|月)"
_FOR_YEARS = re.compile(rf"(?:有效期|试行期|执行期|施行期|暂行期)限?(?:为|是|:)?{_COUNT}")
_UNTIL_DAY = re.compile(rf"(?:有效期|试行期|执行期|实施期)限?(?:截?[至止到]+|截止到?)(?P<day>{DATE_WORDS})")
_SPAN = re.compile(
    rf"(?:有效期|试行期|执行期|实施期)限?(?:为|是|自|从|:)*(?P<first>{DATE_WORDS})起?[至到\-—~]+(?P<last>{DATE_WORDS})"
)
# What a document calls itself where it sets its own day.
_ITSELF = re.compile(
    r"本(?:实施|暂行|管理|工作)?[\u3400-\u9fff]{1,4}$|^$|现予(?:以)?(?:公布|发布|印发)[,;]?$"
)
_OTHERS = re.compile(r"》(?:\([^()]{0,30}\))?[,]?(?:已|将|曾|均)?(?:于)?$")
_ON_TRIAL = re.compile(r"试行|暂行")
_ABOUT_OTHERS = re.compile(r"废止|失效|停止执行|修改|修订|解读|问答|征求")
_REPORTING = frozenset(("年度报告", "报告", "解读", "问答", "公示", "预算", "决算", "公报", "总结", "函"))
_LATE_PUBLICATION = 30


@dataclass(frozen=True, slots=True)
class Validity:
    """有效期 — the first and the last day in force, each None where the file does not tell."""

    first: Filled | None
    last: Filled | None


def find_validity(
    source: Source, body: Sequence[Line], genre: str, formed: date | None, published: date | None
) -> Validity:
    """施行日期 and 有效期 as ISO dates, from the document's own words, else as the page labels them."""
    closed = [re.sub(r"\s+", "", line.simple) for line in body if not line.is_table]
    first = None if genre == "征求意见" else _first_day(closed, genre, formed, published)
    first = first or _labelled(source, _FROM_LABELS)
    last = _last_day(closed, date.fromisoformat(first.value) if first else None)
    return Validity(_span_start(closed) or first, last or _labelled(source, _UNTIL_LABELS))


def find_on_trial(title: Found | None) -> Filled | None:
    """试行 or 暂行 in the title of the document itself or of what it issues."""
    if title is None or _ABOUT_OTHERS.search(title.simple):
        return None
    found = _ON_TRIAL.search(title.simple)
    return Filled(found.group(), "certain", title.title) if found else None


def _first_day(
    closed: Sequence[str], genre: str, formed: date | None, published: date | None
) -> Filled | None:
    best: tuple[int, Filled] | None = None
    for line in closed:
        if not re.search(r"施行|实施|执行|生效|试行", line):
            continue
        for found in (*_ON_A_DAY.finditer(line), *_ON_ISSUE.finditer(line)):
            rank = _rank(line[: found.start()], genre)
            filled = _day_of(found, formed, published) if rank else None
            if filled and (best is None or rank > best[0]):
                best = (rank, filled)
    return best[1] if best else None


def _rank(before: str, genre: str) -> int:
    """How surely words speak of the document itself: 2 by name, 1 by silence, 0 when of another."""
    clause = re.split(r"[。;!?]", before)[-1]
    subject = re.sub(
        r"^第[一二三四五六七八九十百]+条|^[一二三四五六七八九十]+、|^\([一二三四五六七八九十]+\)|^[\d.]+",
        "",
        clause,
    )
    last = re.split(r"[,]", subject.rstrip(","))[-1]
    if _ITSELF.search(last) or _ITSELF.search(subject):
        return 2
    if genre in _REPORTING or _OTHERS.search(subject) or "《" in last:
        return 0
    return 1


def _day_of(found: re.Match[str], formed: date | None, published: date | None) -> Filled | None:
    parts = found.groupdict()
    if parts.get("day"):
        dated = find_date(parts["day"])
        return Filled(dated[0].isoformat(), "certain", found.group()) if dated else None
    base = _day_issued(parts["act"] or "", formed, published)
    if base is None or parts["work"]:
        return None
    days = han_number(parts["days"]) if parts["days"] else 0
    return Filled((base + timedelta(days=days)).isoformat(), "likely", found.group())


def _day_issued(act: str, formed: date | None, published: date | None) -> date | None:
    """The day of 印发 or 公布: the day formed; of 发布 on a page, the day published when that follows soon."""
    if act == "发布" and formed and published and 0 <= (published - formed).days <= _LATE_PUBLICATION:
        return published
    return formed or published


def _last_day(closed: Sequence[str], first: date | None) -> Filled | None:
    for line in reversed(closed):
        if "期" not in line:
            continue
        if (found := _SPAN.search(line)) and (dated := find_date(found["last"])):
            return Filled(dated[0].isoformat(), "certain", found.group())
        if (found := _UNTIL_DAY.search(line)) and (dated := find_date(found["day"])):
            return Filled(dated[0].isoformat(), "certain", found.group())
        if first and (found := _FOR_YEARS.search(line)):
            last = _after(first, han_number(found["n"]), found["unit"])
            return Filled(last.isoformat(), "likely", found.group())
    return None


def _span_start(closed: Sequence[str]) -> Filled | None:
    for line in closed:
        if (found := _SPAN.search(line)) and (dated := find_date(found["first"])):
            return Filled(dated[0].isoformat(), "likely", found.group())
    return None


def _after(first: date, count: int, unit: str) -> date:
    """The last day of a period of so many years or months that begins with `first`."""
    months = first.month - 1 + (12 * count if unit == "年" else count)
    year, month = first.year + months // 12, months % 12 + 1
    day = first.day
    while True:
        try:
            return date(year, month, day) - timedelta(days=1)
        except ValueError:
            day -= 1


def _labelled(source: Source, labels: Sequence[str]) -> Filled | None:
    for line in source.lines[:40]:
        values = labels_in(line)
        for name in labels:
            if dated := find_date(values.get(name, "")):
                return Filled(dated[0].isoformat(), "certain", f"{name}: {dated[1]}")
    return None
