"""填写 — from the lines of a file to a draft in which every field that the file tells is filled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from .body import body_html, body_lines, repeated_sections
from .citations import find_citations
from .clean import clean_html, text_of
from .clutter import paired_labels
from .enclosures import find_enclosures
from .fields import find_addressee, find_formed, find_genre, find_number, find_published, find_year
from .footnotes import NOTE_SIGN
from .index_numbers import find_index_number
from .keywords import find_keywords
from .limits import MAX_TITLE
from .organs import Issuers, find_issuers, find_masthead_signature, find_signature
from .others import find_others
from .reading import Cited, Filled, Line, Named, Reading, Source
from .subjects import find_subjects
from .summary import summarise
from .titles import Found, find_title, prose_start
from .validity import find_on_trial, find_validity
from .words import title_organs

_FOUNDING = date(1949, 10, 1)
_NUMBERED_GENRES = frozenset(("通知", "意见", "决定", "通报", "批复", "函", "办法", "规定", "命令"))
_LONGEST_EVIDENCE = 2 * MAX_TITLE


@dataclass(frozen=True, slots=True)
class _Told:
    """What one reading tells, before it is put into words and warnings."""

    filled: dict[str, Filled]
    issuers: Issuers
    cites: tuple[Cited, ...]
    attachments: tuple[Named, ...]
    subjects: tuple[str, ...]
    keywords: tuple[str, ...]
    others: dict[str, tuple[Filled, ...]]
    coded: tuple[Filled, ...]
    notes: list[str]

    def value(self, field: str) -> str:
        return self.filled[field].value if field in self.filled else ""

    def day(self, field: str) -> date | None:
        return date.fromisoformat(self.value(field)) if field in self.filled else None


def fill(source: Source, warnings: Sequence[str], beside: Collection[str]) -> Reading:
    """A draft with everything that the lines tell; `beside` are the names of the files that came along."""
    source = paired_labels(source)
    title = find_title(source)
    body = body_lines(source, title)
    told = _tell(source, title, body, beside)
    markup = clean_html(body_html(body))
    year = told.value("report_year")
    notes = [*warnings, *source.warnings, *_title_warnings(title), *told.notes, *_doubts(told)]
    if not markup:
        notes.append("没有认出正文，请对照原文件补上。")
    notes += [f"“{heading}”一节在正文中重复出现，请核对。" for heading in repeated_sections(body)]
    notes += _date_warnings(told.day("formed_on"), told.day("published_on")) + _missing(told.filled)
    return Reading(
        title=told.value("title"), agency=told.value("agency"), document_number=told.value("document_number"),
        formed_on=told.day("formed_on"), published_on=told.day("published_on"),
        report_year=int(year) if year else None, genre=told.value("genre"), summary=told.value("summary"),
        script=source.script, body_html=markup, body_text=text_of(markup), pictures=source.pictures,
        warnings=tuple(dict.fromkeys(notes)), evidence=told.filled, joint_agencies=told.issuers.joint,
        addressee=told.value("addressee"), subjects=told.subjects, keywords=told.keywords,
        in_force_from=told.day("in_force_from"), in_force_until=told.day("in_force_until"),
        on_trial="on_trial" in told.filled, cites=told.cites, attachments=told.attachments,
        index_number=told.value("index_number"), others=told.others, coded=told.coded,
    )  # fmt: skip


def _tell(source: Source, title: Found | None, body: Sequence[Line], beside: Collection[str]) -> _Told:
    prose = prose_start(source.lines)
    organs = title_organs(title.simple)[0] if title else []
    signature = find_signature(body, 0, organs[0] if organs else "")
    signature = signature or find_masthead_signature(source.lines[: title.end if title else 0])
    numbered = find_number(source, title, prose)
    issuers = find_issuers(source, title, signature, numbered.value if numbered else "")
    published, notes = find_published(source, title, prose)
    found: dict[str, Filled | None] = {
        "title": _title_filled(title), "agency": issuers.agency,
        "document_number": numbered,
        "formed_on": find_formed(source, signature, title, prose), "published_on": published,
        "genre": find_genre(title, source.lines), "addressee": find_addressee(source, title),
        "on_trial": find_on_trial(title),
    }  # fmt: skip
    guess, formed = found["published_on"], found["formed_on"]
    if guess and formed and guess.certainty == "guess" and guess.value == formed.value:
        # A day alone under the title that is the signature's is not another day.
        found["published_on"] = None
    days = {
        name: date.fromisoformat(day.value) if (day := found[name]) else None
        for name in ("formed_on", "published_on")
    }
    genre, number = (value.value if (value := found[name]) else "" for name in ("genre", "document_number"))
    found["report_year"], year_notes = find_year(genre, title, body, days["published_on"])
    validity = find_validity(source, body, genre, days["formed_on"], days["published_on"])
    found |= {"in_force_from": validity.first, "in_force_until": validity.last}
    if summary := NOTE_SIGN.sub("", summarise(body, genre, title)):
        found["summary"] = Filled(summary, "guess", summary)
    attachments = find_enclosures(body, beside)
    cites = find_citations(body, title, genre, number, [enclosed.title for enclosed in attachments])
    subjects, subjects_said = find_subjects(source, title, body)
    keywords, keywords_said = find_keywords(source, title, body)
    found |= _lists_filled(issuers, cites, attachments) | {
        "subjects": subjects_said,
        "keywords": keywords_said,
    }
    found["index_number"], coded = find_index_number(source)
    filled = {name: _shortened(value) for name, value in found.items() if value is not None}
    others = find_others(source, title, body, filled, subjects)
    return _Told(
        filled, issuers, cites, attachments, subjects, keywords, others, coded, [*notes, *year_notes]
    )


def _lists_filled(
    issuers: Issuers, cites: Sequence[Cited], attachments: Sequence[Named]
) -> dict[str, Filled | None]:
    """Evidence of the fields that hold several values."""
    joint = Filled("、".join(issuers.joint), "certain", issuers.joint_evidence) if issuers.joint else None
    named = "；".join(cited.title or cited.document_number for cited in cites)
    sent = "；".join(enclosed.title for enclosed in attachments)
    said = "；".join(cited.evidence for cited in cites)
    return {
        "joint_agencies": joint,
        "cites": Filled(named, "likely", said) if cites else None,
        "attachments": Filled(sent, "likely", sent) if attachments else None,
    }


def _shortened(filled: Filled) -> Filled:
    return Filled(filled.value, filled.certainty, filled.evidence[:_LONGEST_EVIDENCE])


def _title_filled(title: Found | None) -> Filled | None:
    return None if title is None else Filled(title.title[:MAX_TITLE], title.certainty, title.evidence)


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


def _doubts(told: _Told) -> list[str]:
    agency = told.issuers.agency
    if agency is None:
        return []
    doubt = [f"发布机关“{agency.value}”是推测的，请核对。"] if agency.certainty == "guess" else []
    return doubt + ([f"这是联合发文，另有：{'、'.join(told.issuers.joint)}。"] if told.issuers.joint else [])


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
