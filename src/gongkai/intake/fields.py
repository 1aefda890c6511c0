"""字段识别 — document number, dates, addressee, genre and report year of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from .clutter import is_clutter, is_label_line, is_reposting_site, labels_in
from .dates import DATE_WORDS, NUMBER, find_date, is_number_line, normalise_document_number, years_in
from .organs import Signature
from .reading import Filled, Line, Source
from .titles import HEADING, SALUTATION, Found
from .words import close_up, genre_of, organs_in

_FORMED_LABELS = (
    "成文日期",
    "成文时间",
    "生成日期",
    "生成时间",
    "发文日期",
    "发文时间",
    "印发日期",
    "填报日期",
)
_PUBLISHED_LABELS = (
    "发布日期",
    "发布时间",
    "公开日期",
    "公开时间",
    "时间",
    "日期",
    "录入时间",
    "更新时间",
    "更新日期",
)
_PUBLISHED_METAS = (
    "pubdate",
    "publishdate",
    "publish_date",
    "article:published_time",
    "date",
    "dc.date",
    "firstpublishedtime",
)
_UNDER_TITLE = re.compile(
    rf"^[(—-]*(?:[^,。]{{0,24}}令第\d+号)?{DATE_WORDS}.{{0,60}}(?:通过|批准|公布|发布|会议上|修订|修正).{{0,30}}$|^[(]{DATE_WORDS}[)]$"
)
_NO_ADDRESS = re.compile(
    r"^(?:同志们|各位代表|各位委员|附件?|问|答|时间|地点|电话|联系)|(?:如下|通知|公告|决定|下列|包括|以下\S{0,4}|修改|答复|批复|规定|明确|要求|指出|解读|命令|条件|材料|内容):$|[《。]|^(?:为了?|经|根据|按照|鉴于|近日|近年)|必须|应当|可以|^\d"
)
_NUMBER_LABELS = ("文号", "发文字号", "文件字号", "文件编号")
_PERIOD = re.compile(
    r"(?:统计|数据|所列)[^。]{0,25}?(?P<a>\d{4})年1月1日[起]?[至到\-—~]+(?:\d{4}年)?12月31日|截[至止]到?(?P<b>\d{4})年(?:12月31日|底|年底|末)"
    r"|(?P<c>\d{4})年1月1日[起]?[至到\-—~]+(?:(?P=c)年)?(?:12月31日|年?底)"
)


def find_number(source: Source, title: Found | None, prose: int) -> Filled | None:
    """The document's own number: labelled, or alone on a line of the head; never one that the text cites."""
    end = max(title.end if title else 0, prose)
    for line in source.lines[: end + 1]:
        values = labels_in(line)
        for name in _NUMBER_LABELS:
            if number := normalise_document_number(values.get(name, "")):
                return Filled(number, "certain", line.text[:120])
    for i, line in enumerate(source.lines[:end]):
        text = re.sub(r"^.{0,60}文\s*件\s+", "", line.simple.strip())
        above = source.lines[i - 1].simple if i else ""
        if is_number_line(text) and (number := normalise_document_number(_order_named(text, above, title))):
            return Filled(number, "certain", line.text)
    if title and (
        trailing := re.search(r"[(\[【](" + NUMBER.pattern + r")[)\]】]$", re.sub(r"\s+", "", title.simple))
    ):
        return Filled(normalise_document_number(trailing[1]), "certain", title.title)
    return _under_title(source.lines[title.end : title.end + 4]) or _serial_of(title) if title else None


def _under_title(lines: Sequence[Line]) -> Filled | None:
    """The number in the bracket under a title, as in (某某令第3号 2020年1月2日公布)."""
    for line in lines:
        closed = re.sub(r"\s+", "", line.simple)
        if re.fullmatch(r"[(].{5,90}(?:公布|发布|印发)[)]", closed) and not re.search(r"修[改订正]", closed):
            number = normalise_document_number(closed)
            return Filled(number, "likely", line.text) if number else None
    return None


def _serial_of(title: Found) -> Filled | None:
    """An announcement whose title ends in its number, as in 某某公告(第1号)."""
    found = re.search(r"(公告|通告)[(](第\d{1,4}号)[)]$", re.sub(r"\s+", "", title.simple))
    return Filled(found[1] + found[2], "likely", title.title) if found else None


def _order_named(line: str, above: str, title: Found | None) -> str:
    """第12号 under a line or title that names an order or announcement is that order's number."""
    bare = re.fullmatch(r"[(]?(?:\d{4}年)?第\d+号[)]?", re.sub(r"\s+", "", line))
    if not bare:
        return line
    for named in (re.sub(r"\s+", "", above), re.sub(r"\s+", "", title.simple) if title else ""):
        if kind := re.search(r"(?:^[\u3400-\u9fff]{2,30}令|公告|通告)$", named):
            return kind[0] + line.strip("()")
    return line


def find_formed(
    source: Source, signature: Signature | None, title: Found | None, prose: int
) -> Filled | None:
    """成文日期 as an ISO date: the signature's, else as labelled in the page's head or stated under the title."""
    if signature:
        return Filled(
            signature.signed_on.isoformat(), "certain" if signature.organs else "likely", signature.words
        )
    for line in source.lines[: prose + 1]:
        values = labels_in(line)
        for name in _FORMED_LABELS:
            if dated := find_date(values.get(name, "")):
                return Filled(dated[0].isoformat(), "certain", f"{name}: {dated[1]}")
    end = title.end if title else 0
    return _stated(source.lines[end : end + 5]) or _stated_at_end(source.lines[-6:])


def _stated(below_title: Sequence[Line]) -> Filled | None:
    """The day of adoption, promulgation or delivery that stands under a title."""
    for line in below_title:
        closed = re.sub(r"\s+", "", line.simple)
        if is_label_line(line) or labels_in(line):
            continue
        if len(closed) <= 160 and _UNDER_TITLE.search(closed) and (dated := find_date(closed)):
            return Filled(dated[0].isoformat(), "likely", line.text)
    return None


def _stated_at_end(last: Sequence[Line]) -> Filled | None:
    """A last line that bears a day and an hour, or tells on which day the document was printed."""
    for line in reversed(last):
        closed = re.sub(r"\s+", "", line.simple)
        if re.fullmatch(rf"{DATE_WORDS}(?:\d{{1,2}}时(?:\d{{1,2}}分)?)", closed):
            dated = find_date(closed)
            return Filled(dated[0].isoformat(), "likely", line.text) if dated else None
        if printed := re.search(rf"({DATE_WORDS})印发$", closed):
            dated = find_date(printed[1])
            return Filled(dated[0].isoformat(), "guess", line.text) if dated else None
    return None


def find_addressee(source: Source, title: Found | None) -> Filled | None:
    """主送机关 in the document's own writing: the line under title and number that ends in a colon."""
    start = title.end if title else 0
    for line in source.lines[start : start + 14]:
        plain = close_up(line.simple)
        if is_number_line(plain) or is_clutter(line) or is_label_line(line) or organs_in(plain):
            continue
        if line.is_table or HEADING.match(plain) or _NO_ADDRESS.search(plain) or len(plain) > 200:
            return None
        if SALUTATION.match(plain):
            return Filled(close_up(line.text).rstrip("：: "), "certain" if title else "likely", line.text)
        if re.search(r"[。;]", plain) and len(plain) >= 20:
            return None
    return None


def find_published(source: Source, title: Found | None, prose: int) -> tuple[Filled | None, list[str]]:
    """发布日期 as an ISO date from meta tags, labels or the line under the title; with warnings."""
    for name in _PUBLISHED_METAS:
        if dated := find_date(source.metas.get(name, "")):
            return Filled(dated[0].isoformat(), "certain", f"{name}: {source.metas[name]}"), []
    head = source.lines[: max(prose, title.end if title else 0) + 1]
    for line in head:
        if is_reposting_site(line) and (dated := find_date(line.simple)):
            return None, [f"页面上的日期 {dated[0].isoformat()} 是转载网站的日期，未作为发布日期。"]
    for name in _PUBLISHED_LABELS:
        for line in [*head, *source.lines[-6:]]:
            if dated := find_date(labels_in(line).get(name, "")):
                return Filled(
                    dated[0].isoformat(),
                    "certain" if "发布" in name or "公开" in name else "likely",
                    line.text[:120],
                ), []
    for line in head:
        values = labels_in(line)
        # Where a source or an author is named, a day on the same line without a label is that of publication.
        for name in ("来源", "信息来源", "文章来源", "作者"):
            if dated := find_date(values.get(name, "")):
                return Filled(dated[0].isoformat(), "likely", line.text[:120]), []
    return _dated_line(head), []


def _dated_line(head: Sequence[Line]) -> Filled | None:
    for line in head:
        text = line.simple.strip()
        if len(text) > 100 or not re.match(r"\(?\d{4}\s*[-/.年]", text):
            continue
        dated = find_date(text)
        if dated and (rest := text.replace(dated[1], "", 1).strip(" ()")):
            if re.match(
                r"(?:\d{1,2}:\d{2}(?::\d{2})?)?[\s|]*(?:来源|作者|浏览|点击|阅读|字|信息|编辑|访问|$)", rest
            ):
                return Filled(dated[0].isoformat(), "likely", line.text)
        elif dated:
            return Filled(dated[0].isoformat(), "guess", line.text)
    return None


def find_genre(title: Found | None, lines: Sequence[Line]) -> Filled | None:
    """体裁 from the title, else an annual report known by its prescribed sections."""
    if title:
        genre = genre_of(title.simple)
        return Filled(genre, "certain", title.title) if genre else None
    sections = [
        line
        for line in lines
        if re.search(
            r"^[一二三四五六]、\s*(?:总体情况|主动公开政府信息情况|收到和处理政府信息公开申请情况|政府信息公开行政复议)",
            line.simple,
        )
    ]
    if len(sections) >= 2:
        return Filled("年度报告", "likely", sections[1].text)
    for line in lines[-10:]:
        if named := re.search(
            r"本(办法|规定|细则|条例|规则|意见|方案|通知)(?:自|由)[^。]{2,30}(?:施行|实施|解释|执行)",
            line.simple,
        ):
            return Filled(named[1], "guess", named.group())
    return None


def find_year(
    genre: str, title: Found | None, lines: Sequence[Line], published: date | None
) -> tuple[Filled | None, list[str]]:
    """报告年度 of an annual report: the title's year, unless all figures state another; with warnings."""
    if genre != "年度报告":
        return None, []
    body = re.sub(r"\s+", "", "\n".join(line.simple for line in lines))
    periods = [(int(next(filter(None, m.groups()))), m.group()) for m in _PERIOD.finditer(body)]
    named = years_in(title.simple) if title else []
    if named:
        firm = {year for year, words in periods if re.search("统计|所列", words)}
        stated = firm or {year for year, _ in periods}
        unsaid = firm or not re.search(rf"{named[0]}年(?!\d+月\d+日)", body)
        if len(stated) == 1 and named[0] not in stated and unsaid:
            year, words = next(period for period in periods if period[0] in stated)
            note = f"标题写的是 {named[0]} 年度，正文数据却统计到 {year} 年（“{words}”）；报告年度按 {year} 年填写，请核对。"
            return Filled(str(year), "likely", words), [note]
        return Filled(str(named[0]), "certain", title.title if title else ""), []
    if periods:
        return Filled(str(periods[0][0]), "likely", periods[0][1]), []
    if first := re.search(
        r"(?<!\d)(20\d\d)年[,,]?(?:我|全|本|市|县|区|在|.{2,25}(?:坚持|认真|深入|按照))", body
    ):
        return Filled(first[1], "guess", first.group()), []
    if published:
        return Filled(str(published.year - 1), "guess", published.isoformat()), []
    return None, []
