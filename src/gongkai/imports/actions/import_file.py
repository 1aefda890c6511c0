"""导入 — a file becomes a draft, with everything that the file tells filled in."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import by_name
from gongkai.catalogue.models import Term
from gongkai.catalogue.queries import proposed_column, term_named
from gongkai.core.change import changing
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.create_draft import create_draft
from gongkai.disclosure.actions.submit import submit as send_for_review
from gongkai.disclosure.models import Document, Version
from gongkai.intake import Reading
from gongkai.rules.process import RuleViolation


@dataclass(frozen=True, slots=True)
class Imported:
    """导入结果 — the draft, whether it was submitted, and what the officer should look at."""

    version: Version
    submitted: bool
    warnings: tuple[str, ...]


def agency_for(reading: Reading, named: Agency | None, fallback: Agency | None) -> tuple[Agency, str]:
    """Return the organ to import for, and a warning where it is only the fallback.

    That is the organ that was named, else the one that the file tells, else the fallback; raises
    RuleViolation without any.
    """
    if named is not None:
        return named, ""
    found = by_name(reading.agency) if reading.agency else None
    if found is not None:
        return found, ""
    told = f"文件写的发布机关是“{reading.agency}”，系统里没有" if reading.agency else "文件没有写明发布机关"
    if fallback is None:
        raise RuleViolation(f"{told}。请指定机关", field="agency")
    return fallback, f"{told}，先放在{fallback.name}，请核对"


def import_file(
    reading: Reading,
    *,
    actor: Actor,
    now: datetime,
    agency: Agency | None = None,
    fallback: Agency | None = None,
    submit: bool = False,
) -> Imported:
    """导入一份读好的文件 — raises RuleViolation where no organ can be told, Denied where not permitted.

    With `submit` the draft is sent to review when it is complete; what is missing becomes a warning.
    """
    warnings = list(reading.warnings)
    with changing(actor, now):
        organ, doubt = agency_for(reading, agency, fallback)
        if doubt:
            warnings.append(doubt)
        if twin := Document.objects.filter(agency=organ, versions__title=reading.title).first():
            warnings.append(f"{organ.short_name}已有同名信息（第 {twin.pk} 件），请核对是否重复导入")
        genre = term_named("genre", reading.genre)
        column = proposed_column(organ, genre=reading.genre, title=reading.title)
        if column is None:
            warnings.append("没有合适的栏目，请选择")
        version = create_draft(
            organ,
            actor=actor,
            now=now,
            column=column,
            values=_values(reading, organ, genre),
            evidence={name: asdict(filled) for name, filled in reading.evidence.items()},
        )
        _keep_pictures(version, reading, actor, now)
    submitted = submit and _submitted(version, actor, now, warnings)
    return Imported(version, submitted, tuple(warnings))


def _values(reading: Reading, organ: Agency, genre: Term | None) -> dict[str, Any]:
    return {
        "title": reading.title[:500],
        "document_number": reading.document_number[:100],
        "formed_on": reading.formed_on,
        "report_year": reading.report_year,
        "genre": genre,
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


def _submitted(version: Version, actor: Actor, now: datetime, warnings: list[str]) -> bool:
    try:
        send_for_review(version.pk, actor=actor, now=now)
    except RuleViolation as violation:
        warnings.append(f"没有送审：{violation}")
        return False
    return True
