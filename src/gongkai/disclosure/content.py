"""稿件内容 — what a version says: its fields, their limits, its digest."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gongkai.disclosure.models import Attachment, Version
from gongkai.intake import clean_html, normalise_document_number, text_of
from gongkai.rules.process import RuleViolation
from gongkai.search.analysis import number_key, script_of

# The fields that an officer fills in; everything else on a version is set by a step.
FIELDS = (
    "title",
    "document_number",
    "addressee",
    "formed_on",
    "report_year",
    "in_force_from",
    "in_force_until",
    "validity",
    "replaced_by",
    "subject",
    "genre",
    "audience",
    "theme",
    "keywords",
    "summary",
    "source",
    "editor",
    "attribute",
    "ground",
    "body_html",
    "change_note",
)
EARLIEST_FORMED = date(1949, 10, 1)


def fill(version: Version, values: Mapping[str, Any]) -> list[str]:
    """Put values into a version, cleaned; returns the names of the fields that were given.

    Raises RuleViolation for days in the wrong order, which the database would not keep.
    """
    given = [name for name in FIELDS if name in values]
    for name in given:
        setattr(version, name, values[name])
    if version.in_force_from and version.in_force_until and version.in_force_until < version.in_force_from:
        raise RuleViolation("有效期至不能早于施行日期", field="in_force_until")
    version.body_html = clean_html(version.body_html)
    version.body_text = text_of(version.body_html)
    version.document_number = _number(version.document_number)
    version.number_key = number_key(version.document_number)[:100]
    version.script = script_of(version.title + version.body_text)
    return given


def _number(written: str) -> str:
    """Return a document number in its standard form, or as written where it has another form."""
    return normalise_document_number(written) or written.strip()


def check_complete(version: Version, today: date) -> None:
    """Refuse what is not ready to be reviewed; raises RuleViolation with the field."""
    if not version.title.strip():
        raise RuleViolation("请填写标题", field="title")
    if version.document.column_id is None:
        raise RuleViolation("请选择栏目", field="column")
    # An old document that was brought in may not tell its day; one that is written here always has one.
    if version.formed_on is None and not version.evidence:
        raise RuleViolation("请填写成文日期", field="formed_on")
    if version.formed_on and version.formed_on < EARLIEST_FORMED:
        raise RuleViolation("成文日期早于1949年10月1日，请核对", field="formed_on")
    if version.formed_on and version.formed_on > today:
        raise RuleViolation("成文日期晚于今天，请核对", field="formed_on")
    if not version.body_text.strip() and not version.attachments.exists():
        raise RuleViolation("正文和附件都是空的，请填写正文或者添加附件", field="body_html")
    if version.number > 1 and not version.change_note.strip():
        raise RuleViolation("请写明这次改了什么，公开后读者会看到", field="change_note")


def digest(version: Version, attachments: Iterable[Attachment] | None = None) -> str:
    """Return the SHA-256 digest of everything that a reader of this version sees."""
    if attachments is None:
        attachments = version.attachments.all()
    facts = {
        "title": version.title,
        "document_number": version.document_number,
        "formed_on": str(version.formed_on or ""),
        "attribute": version.attribute,
        "ground": version.ground,
        "summary": version.summary,
        "body_html": version.body_html,
        "attachments": [[a.file_id, a.name, a.caption] for a in attachments],
    }
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
