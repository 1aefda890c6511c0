"""收稿 — one file from an officer's desk becomes a filled draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from .body import body_html, body_lines, repeated_sections
from .clean import clean_html, text_of
from .fields import (
    find_agency,
    find_formed,
    find_genre,
    find_number,
    find_published,
    find_signature,
    find_year,
)
from .kinds import kind_of, mislabelled
from .limits import MAX_TITLE, check_size
from .reading import FileRefused, Filled, Named, Reading, Source
from .sources import SHEETS, source_of
from .summary import summarise
from .titles import Found, find_title, prose_start
from .words import title_organs

_FOUNDING = date(1949, 10, 1)
_NUMBERED_GENRES = frozenset(("通知", "意见", "决定", "通报", "批复", "函", "办法", "规定", "命令"))


def read(data: bytes, name: str, beside: Mapping[str, bytes] | None = None) -> Reading:
    """A file as a filled draft; the content decides what it is, not the name.

    Reads DOCX, PDF with text, HTML, TXT and XLSX; DOC, WPS, RTF and XLS where LibreOffice is installed.
    `beside` has the files that came with it by their names relative to it: the pictures of a saved page, and
    attachments, for which the name alone is enough. A spreadsheet names itself as its attachment.
    Raises FileRefused with a message for the officer when the file cannot be read.
    """
    check_size(data)
    kind = kind_of(data, name)
    source, warnings = source_of(data, kind, name, beside or {})
    if not source.lines:
        raise FileRefused("no_text", "这个文件里没有可读取的文字。如为扫描件，请先识别成文字再上传。")
    reading = _fill(source, mislabelled(kind, name) + warnings)
    if kind in SHEETS:
        return replace(reading, attachments=(Named(reading.title, name), *reading.attachments))
    return reading


def _fill(source: Source, warnings: list[str]) -> Reading:
    title = find_title(source)
    prose = prose_start(source.lines)
    body = body_lines(source, title)
    organs = title_organs(title.simple)[0] if title else []
    signature = find_signature(body, 0, organs[0] if organs else "")
    agency, joint = find_agency(source, title, signature)
    published, notes = find_published(source, title, prose)
    published_on = date.fromisoformat(published.value) if published else None
    genre = find_genre(title, source.lines)
    year, year_notes = find_year(genre.value if genre else "", title, body, published_on)
    formed = find_formed(source, signature, prose)
    evidence = {
        "title": _title_filled(title), "agency": agency, "document_number": find_number(source, title, prose),
        "formed_on": formed, "published_on": published, "report_year": year, "genre": genre,
    }  # fmt: skip
    known = {field: filled for field, filled in evidence.items() if filled is not None}
    markup = clean_html(body_html(body))
    warnings = [*warnings, *source.warnings, *_title_warnings(title), *notes, *year_notes]
    warnings += _joint_warning(agency, joint) + [
        f"“{heading}”一节在正文中重复出现，请核对。" for heading in repeated_sections(body)
    ]
    formed_on = date.fromisoformat(formed.value) if formed else None
    warnings += _date_warnings(formed_on, published_on) + _missing(known)

    def value(field: str) -> str:
        return known[field].value if field in known else ""

    return Reading(
        title=value("title"), agency=value("agency"), document_number=value("document_number"), formed_on=formed_on,
        published_on=published_on, report_year=int(year.value) if year else None, genre=value("genre"),
        summary=summarise(body, value("genre")), script=source.script, body_html=markup, body_text=text_of(markup),
        pictures=source.pictures, warnings=tuple(dict.fromkeys(warnings)), evidence=known,
    )  # fmt: skip


def _title_filled(title: Found | None) -> Filled | None:
    if title is None:
        return None
    return Filled(title.title[:MAX_TITLE], title.certainty, title.evidence[: MAX_TITLE * 2])


def _title_warnings(title: Found | None) -> list[str]:
    if title is None:
        return []
    warnings = []
    if len(title.title) > MAX_TITLE:
        warnings.append(f"标题有 {len(title.title)} 字，已截到前 {MAX_TITLE} 字，请改短。")
    if title.reposted:
        warnings.append("原页面标明是转载，标题中的“（转载）”已去掉。")
    if title.certainty == "guess":
        warnings.append("标题是推测的，请核对。")
    return warnings


def _joint_warning(agency: Filled | None, joint: Sequence[str]) -> list[str]:
    if agency is None:
        return []
    doubt = [f"发布机关“{agency.value}”是推测的，请核对。"] if agency.certainty == "guess" else []
    return doubt + ([f"这是联合发文，另有：{'、'.join(joint)}。"] if joint else [])


def _date_warnings(formed: date | None, published: date | None) -> list[str]:
    warnings = []
    today = datetime.now(tz=UTC).date()
    for label, day in (("成文日期", formed), ("发布日期", published)):
        if day and day < _FOUNDING:
            warnings.append(f"{label} {day.isoformat()} 早于 1949 年 10 月，请核对。")
        if day and day > today:
            warnings.append(f"{label} {day.isoformat()} 在今天之后，请核对。")
    if formed and published and published < formed:
        warnings.append(f"发布日期 {published.isoformat()} 早于成文日期 {formed.isoformat()}，请核对。")
    return warnings


def _missing(known: dict[str, Filled]) -> list[str]:
    names = {
        "title": "标题",
        "agency": "发布机关",
        "formed_on": "成文日期",
        "published_on": "发布日期",
        "genre": "体裁",
    }
    missing = [label for field, label in names.items() if field not in known]
    genre = known["genre"].value if "genre" in known else ""
    if genre in _NUMBERED_GENRES and "document_number" not in known:
        missing.append("文号")
    if genre == "年度报告" and "report_year" not in known:
        missing.append("报告年度")
    return [f"未能从文件中认出{'、'.join(missing)}，请补填。"] if missing else []
