"""审核一份文件 — what the process apart does with a report: reads it, checks it, and answers in plain data.

Knows neither Django nor a database: a parser that breaks or is taken over has nothing here to break into.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.auditing.model import Audit, Outline, ReadCell, ReadTable, Source, Span
from gongkai.auditing.telling import as_data, findings_of
from gongkai.rules.phrases import Phrase, phrase

AUDITED_BY = ("gongkai.auditing", "gongkai.rules.forms")
"""Where what an audit says comes from: its code, and the forms as data."""


@dataclass(frozen=True, slots=True)
class Reading:
    """审核所得 — the extracted text, into which all places point, the day of publication ("": unknown), and the rest.

    `told` is as `auditing.telling.as_data` writes it; `said` holds the explanation of each finding taken apart, so
    that it can be said in another language.
    """

    text: str
    published_on: str
    told: dict[str, Any]
    said: list[Any]


def read_and_check(data: bytes, name: str, earlier: list[dict[str, Any]]) -> Reading:
    """Read one report and check it; `earlier` are the tables of the organ's report of the year before, as told.

    Raises FileRefused with a Chinese sentence.
    """
    # The auditor and its parsers are loaded in the process apart only.
    from gongkai.auditing.audit import audit
    from gongkai.auditing.reading import read_source

    done = audit(read_source(data, name), _previous(earlier))
    said = [taken_apart(finding.explanation) for finding in findings_of(done)]
    return Reading(done.source.text, done.outline.published_on, as_data(done, name), said)


def taken_apart(words: object) -> Any:
    """Return a phrase as [pattern, values], its values likewise, and anything else as JSON holds it."""
    if isinstance(words, Phrase):
        return [words.pattern, {name: taken_apart(value) for name, value in words.values.items()}]
    return words if isinstance(words, int) else str(words)


def put_together(told: Any) -> Any:
    """Return the phrase that was taken apart."""
    if isinstance(told, list):
        pattern, values = told
        return phrase(pattern, **{name: put_together(value) for name, value in values.items()})
    return told


def _previous(tables: list[dict[str, Any]]) -> Audit | None:
    """The year before as far as this year's checks ask for it: its cells."""
    if not tables:
        return None
    nowhere = Span(0, 0)
    read = tuple(
        ReadTable(
            table["form"],
            table["table"],
            {key: ReadCell(_value(cell["value"]), None) for key, cell in table["cells"].items()},
            nowhere,
        )
        for table in tables
    )
    return Audit(Source("", "", "text"), Outline("", "", None, "", "", nowhere), (), read)


def _value(told: float | None) -> Decimal | None:
    return None if told is None else Decimal(str(told))


@cache
def auditor_version() -> str:
    """Return the auditor's version: 12 hexadecimal digits of its own code and of the forms, so that none is forgotten."""
    digest = hashlib.sha256()
    for package in AUDITED_BY:
        for path in sorted(files(package).iterdir(), key=lambda one: one.name):
            if path.name.endswith((".py", ".toml")):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
