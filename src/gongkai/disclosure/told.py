"""文件里说的 — what an import read in a file, field by field, and what else each field may be.

`Version.evidence` holds for a field its `value`, how sure that is (`certainty`), the words that say so (`evidence`),
the runners-up as `others`, each of the same shape, and `settled` once an officer has decided. A `key` says by what
a value is found that people know by its name.
"""

from datetime import date
from typing import Any

from gongkai.catalogue.queries import columns_of, term_named
from gongkai.disclosure import content
from gongkai.disclosure.models import Version
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

_DAYS = ("formed_on", "in_force_from", "in_force_until")
_TERMS = ("genre", "subject")
# What a document bore elsewhere, by the names that `save_draft` has for it.
_ELSEWHERE = {"index_number": "index_number", "published_on": "old_published_on"}


def said(version: Version, field: str, place: str) -> str | None:
    """Return what the file says of a field: its own reading ("0") or a runner-up ("1" and on); None for neither."""
    fact = version.evidence.get(field)
    if fact is None or not place.isdecimal():
        return None
    readings = [fact, *fact.get("others", ())]
    told = readings[int(place)] if int(place) < len(readings) else None
    return str(told.get("key") or told["value"]) if told else None


def typed(version: Version, field: str, words: str) -> str:
    """Return what the editor's form has in a field that says these words; "" for what is not to be had here."""
    if field not in ("column", *_TERMS):
        return words
    found = _object(version, field, words)
    return str(found.pk) if found else ""


def correction(version: Version, field: str, place: str) -> dict[str, Any]:
    """Return what `save_draft` is to be given so that a field says this; raises RuleViolation where it cannot."""
    words = said(version, field, place) if field in ("column", *content.FIELDS, *_ELSEWHERE) else None
    value = _value(version, field, words) if words else None
    if value is None:
        raise RuleViolation(phrase("这一项不能这样改，请在修改页填写"))
    if field == "column":
        return {"values": {}, "column": value}
    if field in _ELSEWHERE:
        return {"values": {}, "elsewhere": {_ELSEWHERE[field]: value}}
    return {"values": {field: value}}


def _value(version: Version, field: str, words: str) -> Any:
    if field in ("column", *_TERMS):
        return _object(version, field, words)
    if field in (*_DAYS, "published_on"):
        return date.fromisoformat(words)
    return int(words) if field == "report_year" else words


def _object(version: Version, field: str, words: str) -> Any:
    if field == "column":
        return columns_of(version.document.agency, staff=True).filter(code=words).first()
    return term_named(field, words)
