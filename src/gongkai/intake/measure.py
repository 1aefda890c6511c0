"""字段识别测量 — how well the fields are told, over documents whose truth is written beside them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from .read import read
from .reading import FileRefused, Reading

TRUTH = "truth.jsonl"
SINGLE = (
    "title", "agency", "document_number", "formed_on", "published_on", "in_force_from", "in_force_until",
    "on_trial", "addressee", "genre", "report_year", "index_number",
)  # fmt: skip
DATES = ("formed_on", "published_on", "in_force_from", "in_force_until")
SEVERAL = ("joint_agencies", "cites", "attachments", "files")
# A document says what is acceptable here; one that says nothing does not count.
ACCEPTABLE = ("subjects", "keywords", "summary")
FIELDS = (*SINGLE, *SEVERAL, *ACCEPTABLE, "clutter")


@dataclass(slots=True)
class Score:
    """得分 — how many values there are, how many were given, how many of these are right."""

    there: int = 0
    given: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Right ones among those given; 1 when none was given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Right ones among those that there are; 1 when there are none."""
        return self.right / self.there if self.there else 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """测量结果 — a score per field, the number of documents and the median processor time of reading one, in seconds."""

    documents: int
    median_seconds: float
    scores: dict[str, Score]


def truths(folder: Path) -> list[dict[str, Any]]:
    """The truth of every document of a folder. Raises FileNotFoundError where the folder holds none."""
    text = (folder / TRUTH).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def measure(folder: Path, rows: Iterable[dict[str, Any]] | None = None) -> Measured:
    """Read the documents of a folder, all or those in `rows`, and compare what was filled in with the truth."""
    scores = {name: Score() for name in FIELDS}
    taken: list[float] = []
    for row in truths(folder) if rows is None else rows:
        data = (folder / row["file"]).read_bytes()
        began = time.process_time()
        try:
            reading = read(data, row["file"], dict.fromkeys(row.get("beside", ()), b""))
        except FileRefused as refusal:
            raise ValueError(f"{row['file']}: {refusal.message}") from refusal
        taken.append(time.process_time() - began)
        _compare(row, reading, scores)
    return Measured(len(taken), sorted(taken)[len(taken) // 2] if taken else 0.0, scores)


def _compare(row: dict[str, Any], reading: Reading, scores: dict[str, Score]) -> None:
    for name in SINGLE:
        expected = row.get(name, "")
        wanted = [_plain(value) for value in (expected if isinstance(expected, list) else [expected])]
        given = _plain(getattr(reading, name))
        _count(scores[name], row["file"], {given} - {""}, {given if given in wanted else wanted[0]} - {""})
    given_lists = {
        "joint_agencies": {_plain(name) for name in reading.joint_agencies},
        "cites": {_plain((c.relation, c.title, c.document_number)) for c in reading.cites},
        "attachments": {_plain(named.title) for named in reading.attachments},
        "files": {named.file for named in reading.attachments if named.file},
    }
    for name, values in given_lists.items():
        expected = row.get(name, ())
        _count(scores[name], row["file"], values, {_plain(v) if name != "files" else v for v in expected})
    for name in ACCEPTABLE:
        if name in row:
            _accept(scores[name], row["file"], _said(reading, name), row[name], whole=name != "summary")
    for words in row.get("absent", ()):
        gone = words not in reading.body_text
        _count(scores["clutter"], row["file"], {words} if gone else set(), {words})


def _count(score: Score, file: str, given: set[str], wanted: set[str]) -> None:
    score.there += len(wanted)
    score.given += len(given)
    score.right += len(given & wanted)
    if given != wanted:
        score.wrong.append(f"{file}: {sorted(given)} / {sorted(wanted)}")


def _said(reading: Reading, name: str) -> list[str]:
    """What is judged: the first subject, the five first keywords, the summary."""
    if name == "summary":
        return [reading.summary] if reading.summary else []
    return list(reading.subjects[:1] if name == "subjects" else reading.keywords[:5])


def _accept(score: Score, file: str, said: list[str], acceptable: list[str], *, whole: bool) -> None:
    score.there += 1
    score.given += bool(said)
    hit = any(word == value if whole else word in value for word in acceptable for value in said)
    score.right += hit
    if not hit:
        score.wrong.append(f"{file}: {said} / {acceptable}")


def _plain(value: object) -> str:
    """A value as text without spaces, so that typesetting does not count; "" for what is not told."""
    if value is None or value is False:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "|".join(_plain(part) for part in value)
    return "".join(str(value).split())
