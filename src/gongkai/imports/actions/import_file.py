"""导入 — a file becomes a draft, with everything that the file tells filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import by_name
from gongkai.catalogue.models import Column
from gongkai.catalogue.queries import term_named
from gongkai.core.change import changing
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.create_draft import create_draft
from gongkai.disclosure.actions.relate import relate
from gongkai.disclosure.actions.submit import submit as send_for_review
from gongkai.disclosure.content import EARLIEST_FORMED
from gongkai.disclosure.index_numbers import is_taken
from gongkai.disclosure.models import Document, Version
from gongkai.disclosure.queries import visible_to
from gongkai.imports import habits
from gongkai.imports.telling import column_told, evidence_of, subject_of
from gongkai.intake import Cited, Reading
from gongkai.rules.disclosure import RelationKind
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation
from gongkai.search.analysis import number_key

MOST_RELATIONS = 20
_WITH_LOOKS = frozenset({".doc", ".docx", ".wps", ".pdf"})


@dataclass(frozen=True, slots=True)
class Imported:
    """导入结果 — the draft, whether it was submitted, and what the officer should look at."""

    version: Version
    submitted: bool
    warnings: tuple[str, ...]


def agency_for(reading: Reading, named: Agency | None, fallback: Agency | None) -> tuple[Agency, str]:
    """Return the organ to import for, and a warning where it is only the fallback.

    That is the organ that was named, else the one that the file tells or that an officer once said it means,
    else the fallback; raises RuleViolation without any.
    """
    if named is not None:
        return named, ""
    found = by_name(reading.agency) if reading.agency else None
    found = found or habits.agency_meant(reading.agency, reading.document_number)
    if found is not None:
        return found, ""
    told = (
        phrase("文件写的发布机关是“%(organ)s”，系统里没有", organ=reading.agency)
        if reading.agency
        else phrase("文件没有写明发布机关")
    )
    if fallback is None:
        raise RuleViolation(phrase("%(told)s。请指定机关", told=told), field="agency")
    return fallback, f"{told}，先放在{fallback.name}，请核对"


def import_file(
    reading: Reading,
    *,
    actor: Actor,
    now: datetime,
    agency: Agency | None = None,
    fallback: Agency | None = None,
    column: Column | None = None,
    beside: Mapping[str, bytes] | None = None,
    original: tuple[str, bytes] | None = None,
    submit: bool = False,
) -> Imported:
    """导入一份读好的文件 — raises RuleViolation where no organ can be told, Denied where not permitted.

    `beside` holds the files that came with it, by name: those that the text names become attachments.
    `original` is the file's own name and bytes, to be attached where it is a Word or PDF file. With `submit` the draft is sent to review when it is complete; what is missing becomes a warning.
    """
    warnings = list(reading.warnings)
    with changing(actor, now):
        organ, doubt = agency_for(reading, agency, fallback)
        if doubt:
            warnings.append(doubt)
        same = Document.objects.filter(agency=organ, versions__title=reading.title)
        if reading.title and (twin := same.first()):
            warnings.append(f"{organ.short_name}已有同名信息（第 {twin.pk} 件），请核对是否重复导入")
        evidence = evidence_of(reading, organ)
        proposed, evidence["column"] = column_told(organ, reading.title, reading.genre)
        if column is not None or proposed is None:
            del evidence["column"]
        column = column or proposed
        if column is None:
            warnings.append("没有合适的栏目，请选择")
        version = create_draft(
            organ,
            actor=actor,
            now=now,
            column=column,
            values=_values(reading, organ),
            evidence=evidence,
            index_number=_free_number(evidence, warnings),
            old_published_on=_old_day(reading, timezone.localdate(now)),
        )
        _keep_pictures(version, reading, actor, now)
        warnings += _keep_original(version, original, actor, now)
        warnings += _keep_attachments(version, reading, beside or {}, actor, now)
        warnings += _name_joint_agencies(version, reading)
        _relate(version, reading, actor, now)
    submitted = submit and _submitted(version, actor, now, warnings)
    return Imported(version, submitted, tuple(warnings))


def _free_number(evidence: Mapping[str, Any], warnings: list[str]) -> str:
    """Return the index number that the file tells, "" with a warning where another document has it."""
    number = str(evidence.get("index_number", {}).get("value", ""))
    if number and is_taken(number):
        warnings.append(f"索引号 {number} 已有另一件信息使用，公开时另编")
        return ""
    return number


def _old_day(reading: Reading, today: date) -> date | None:
    """Return the day on which a page was public elsewhere, if that can be one."""
    day = reading.published_on
    return day if day and EARLIEST_FORMED <= day <= today else None


def _values(reading: Reading, organ: Agency) -> dict[str, Any]:
    return {
        "title": reading.title[:500],
        "document_number": reading.document_number[:100],
        "addressee": reading.addressee[:300],
        "formed_on": reading.formed_on,
        "report_year": reading.report_year,
        "in_force_from": reading.in_force_from,
        "in_force_until": reading.in_force_until,
        "genre": term_named("genre", reading.genre),
        "subject": subject_of(reading),
        "keywords": " ".join(reading.keywords)[:200],
        "summary": reading.summary[:500],
        "source": organ.name,
        "body_html": reading.body_html,
    }


def _keep_pictures(version: Version, reading: Reading, actor: Actor, now: datetime) -> None:
    """Keep the pictures of the body as files of the draft, and point the body at them."""
    for picture in reading.pictures:
        kept = attach(
            version.pk,
            actor=actor,
            now=now,
            name=picture.name,
            data=picture.data,
            caption=picture.alt,
            embedded=True,
        )
        version.body_html = version.body_html.replace(f"attachment:{picture.name}", f"attachment:{kept.pk}")
    if reading.pictures:
        version.save(update_fields=["body_html"])


def _keep_original(
    version: Version, original: tuple[str, bytes] | None, actor: Actor, now: datetime
) -> list[str]:
    """Attach the file itself where its looks say more than its words: Word and PDF."""
    if original is None or PurePosixPath(original[0]).suffix.lower() not in _WITH_LOOKS:
        return []
    name, data = original
    try:
        attach(version.pk, actor=actor, now=now, name=name, data=data, caption="原文件")
    except RuleViolation as refusal:
        return [str(refusal)]
    return []


def _keep_attachments(
    version: Version, reading: Reading, beside: Mapping[str, bytes], actor: Actor, now: datetime
) -> list[str]:
    """Attach the files that the text names; returns a warning for each that is not there or is refused."""
    warnings = []
    for named in reading.attachments:
        if named.file not in beside:
            warnings.append(f"文中提到附件“{named.title}”，没有一起上传")
            continue
        try:
            attach(
                version.pk,
                actor=actor,
                now=now,
                name=named.file,
                data=beside[named.file],
                caption=named.title,
            )
        except RuleViolation as refusal:
            warnings.append(str(refusal))
    return warnings


def _name_joint_agencies(version: Version, reading: Reading) -> list[str]:
    found = {name: by_name(name) for name in reading.joint_agencies}
    version.joint_agencies.set(
        agency for agency in found.values() if agency and agency != version.document.agency
    )
    missing = [name for name, agency in found.items() if agency is None]
    return [f"联合发文机关“{'、'.join(missing)}”系统里没有，请核对"] if missing else []


def _relate(version: Version, reading: Reading, actor: Actor, now: datetime) -> None:
    """Put down the documents that the text names, by themselves where they are here, else in words."""
    known: set[int] = set()
    for cited in reading.cites[:MOST_RELATIONS]:
        found = _document_named(cited, actor)
        if found is not None and (found.pk in known or found.pk == version.document_id):
            continue
        if found is not None:
            known.add(found.pk)
        words = f"《{cited.title}》" if cited.title else ""
        words += f"（{cited.document_number}）" if cited.document_number else ""
        relate(
            version.document_id,
            actor=actor,
            now=now,
            kind=RelationKind(cited.relation),
            to=found,
            to_text="" if found else words,
        )


def _document_named(cited: Cited, actor: Actor) -> Document | None:
    """Return the one document that bears the number, or else exactly the title."""
    if key := number_key(cited.document_number)[:100]:
        by_number = visible_to(actor).filter(public__number_key=key)
        if by_number.exists():
            return by_number.first() if by_number.count() == 1 else None
    if not cited.title:
        return None
    by_title = list(visible_to(actor).filter(public__title=cited.title)[:2])
    return by_title[0] if len(by_title) == 1 else None


def _submitted(version: Version, actor: Actor, now: datetime, warnings: list[str]) -> bool:
    try:
        send_for_review(version.pk, actor=actor, now=now)
    except RuleViolation as violation:
        warnings.append(f"没有送审：{violation}")
        return False
    return True
