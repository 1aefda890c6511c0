"""收稿结果 — what is read from one file, and the refusal when nothing can be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from gongkai.rules.phrases import Phrase, phrase

Certainty = Literal["certain", "likely", "guess"]
Script = Literal["Hans", "Hant"]
MOST_OTHERS = 3


class FileRefused(Exception):
    """文件不予受理 — the file cannot become a draft.

    `code` is a stable word for programs; `message` is Chinese for the officer: what is wrong, what to do. It
    can be said in another language where it is a constant, or a phrase that has not left the process.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message if isinstance(message, Phrase) else phrase(message)


@dataclass(frozen=True, slots=True)
class Filled:
    """一个已填字段 — its value, how sure we are, and the words in the file that told us."""

    value: str
    certainty: Certainty
    evidence: str


@dataclass(frozen=True, slots=True)
class Picture:
    """图片 — one picture of the body; the body names it as `attachment:NAME`."""

    name: str
    media_type: str
    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Cited:
    """引用的文件 — a document that the text names, and what it does to it."""

    relation: Literal["interprets", "amends", "repeals", "implements", "replies_to", "cites"]
    title: str
    document_number: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Named:
    """文中附件 — an attachment that the text names; `file` is the name of the file beside it, or empty."""

    title: str
    file: str


@dataclass(frozen=True, slots=True)
class Reading:
    """收稿结果 — a filled draft. A field that cannot be told is empty, and `warnings` says so.

    `subjects` are names of the subject scheme, the likeliest first; `on_trial` says that the title marks it
    as 试行 or 暂行. `others` are the runners-up of fields that are not certain, the likeliest first, at most
    MOST_OTHERS each. `coded` is what else in the file may be an index number: only who knows how the organ writes
    them can tell.
    """

    title: str
    agency: str
    document_number: str
    formed_on: date | None
    published_on: date | None
    report_year: int | None
    genre: str
    summary: str
    script: Script
    body_html: str
    body_text: str
    pictures: tuple[Picture, ...]
    warnings: tuple[str, ...]
    evidence: dict[str, Filled]
    joint_agencies: tuple[str, ...] = ()
    addressee: str = ""
    subjects: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    in_force_from: date | None = None
    in_force_until: date | None = None
    on_trial: bool = False
    cites: tuple[Cited, ...] = ()
    attachments: tuple[Named, ...] = ()
    index_number: str = ""
    others: dict[str, tuple[Filled, ...]] = field(default_factory=dict)
    coded: tuple[Filled, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """行 — one line, paragraph or table of the file, in reading order.

    `simple` is `text` in Simplified characters and half-width forms, for matching only: the document keeps
    its own writing. `html` is the cleaned markup, empty for plain text. `gap`: an empty line stood before it.
    `stress` (0 to 3) says how strongly the page sets it as a heading; `links`: it is nothing but links.
    """

    text: str
    simple: str
    html: str = ""
    gap: bool = False
    stress: int = 0
    links: bool = False

    @property
    def key(self) -> str:
        """The letters alone, by which two printings of one line are known as the same."""
        return "".join(c for c in self.simple if c.isalnum())

    @property
    def is_table(self) -> bool:
        return self.html.startswith("<table")


@dataclass(frozen=True, slots=True)
class Source:
    """来稿 — a file as lines, with what its page says about itself.

    `metas` are the page's meta tags by lower-case name; `headline` is the page's own heading;
    `content` is the range of lines (start, end) where the page keeps the article, or None when unmarked.
    """

    lines: tuple[Line, ...]
    script: Script
    metas: dict[str, str]
    headline: str
    content: tuple[int, int] | None
    pictures: tuple[Picture, ...]
    warnings: tuple[str, ...]
