"""通知用语 — what notices say, in versions, read from `words.toml`; which version was sent is kept with each notice."""

import tomllib
from calendar import month_name
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.rules.days import written

AGENCY = "agency"
ENGLISH, CHINESE = "en", "zh"
_SOURCE = Path(__file__).with_name("words.toml")


class UnknownNotice(LookupError):
    """没有这种通知 — no template has this code, or not this version."""


@dataclass(frozen=True, slots=True)
class Wording:
    """一种语言的用语 — subject, text and short message with named places; an empty `sms`: none is sent."""

    subject: str
    text: str
    sms: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """填好的通知 — what one person is told: on the site, by e-mail (with its closing) and by short message."""

    subject: str
    text: str
    email: str
    sms: str


@dataclass(frozen=True, slots=True)
class NoticeTemplate:
    """通知模板 — one version of what a kind of notice says, used from a day on.

    `at_any_hour`: who asked for it waits for it, so that it goes in quiet hours too; `minutes`: for how long it is
    of use (None: it does not run out).
    """

    code: str
    label: str
    version: int
    since: date
    places: frozenset[str]
    wordings: Mapping[str, Wording]
    closings: Mapping[str, str]
    at_any_hour: bool = False
    minutes: int | None = None

    def fill(self, places: Mapping[str, object], agency: str, language: str) -> Filled:
        """Return the words with their places filled; raises ValueError unless exactly the named ones are given.

        Days are written as the language writes them. A value stands on one line, so that none can begin a header
        of a message.
        """
        if places.keys() != self.places:
            raise ValueError(f"{self.code}: places {sorted(places.keys() ^ self.places)} do not agree")
        tongue = ENGLISH if language.startswith(ENGLISH) else CHINESE
        values = {name: _said(value, tongue) for name, value in {**places, AGENCY: agency}.items()}
        wording = self.wordings[tongue]
        text = wording.text.format_map(values).strip() + "\n"
        return Filled(
            subject=wording.subject.format_map(values),
            text=text,
            email=text + self.closings[tongue].format_map(values),
            sms=wording.sms.format_map(values),
        )


def _said(value: object, tongue: str) -> str:
    if isinstance(value, date):
        return f"{value.day} {month_name[value.month]} {value.year}" if tongue == ENGLISH else written(value)
    return " ".join(str(value).split())


def read(source: str) -> list[NoticeTemplate]:
    """Return the templates of a text in TOML, every version of each."""
    facts = tomllib.loads(source)
    return [_template(row, facts["closing"]) for row in facts["notice"]]


def _template(row: Mapping[str, Any], closings: Mapping[str, str]) -> NoticeTemplate:
    return NoticeTemplate(
        code=row["code"],
        label=row["label"],
        version=row["version"],
        since=row["since"],
        places=frozenset(row["places"]),
        wordings={tongue: Wording(**row[tongue]) for tongue in (CHINESE, ENGLISH)},
        closings=closings,
        at_any_hour=row.get("at_any_hour", False),
        minutes=row.get("minutes"),
    )


@cache
def templates() -> tuple[NoticeTemplate, ...]:
    """Return every version of every template."""
    return tuple(read(_SOURCE.read_text(encoding="utf-8")))


def in_force(code: str, on: date) -> NoticeTemplate:
    """Return the version that is used on a day; raises UnknownNotice."""
    found = [each for each in templates() if each.code == code and each.since <= on]
    if not found:
        raise UnknownNotice(code)
    return max(found, key=lambda each: each.version)


def labels() -> dict[str, str]:
    """Return code → label of every template."""
    return {each.code: each.label for each in templates()}


def at_any_hour() -> set[str]:
    """Return the codes of what goes in quiet hours too."""
    return {each.code for each in templates() if each.at_any_hour}


def lifetimes() -> dict[tuple[str, int], timedelta]:
    """Return for how long a notice is of use, by template and version; those that do not run out are left out."""
    return {
        (each.code, each.version): timedelta(minutes=each.minutes)
        for each in templates()
        if each.minutes is not None
    }
