"""发现 — one thing that should not be public, with its place; never with the thing itself."""

from collections.abc import Collection
from dataclasses import dataclass, field

from gongkai.rules.privacy import Certainty, Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """发现 — what was found and where.

    `start` and `end` are character offsets in the text that was scanned (for a file: the text that was taken
    from it; equal for what has no words of its own, such as metadata). `excerpt` is masked. `place` names the
    sheet, cell, page or part ("Sheet1!C5", "第 3 页", "word/comments.xml"); empty in plain text.
    `reason` is one Chinese sentence: what told us.
    """

    kind: Kind
    certainty: Certainty
    start: int
    end: int
    excerpt: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """已知的公开信息 — what is not a finding: an organ's own published numbers, addresses and mailboxes.

    Numbers as digits only, mailboxes in lower case, addresses as written.
    """

    numbers: Collection[str] = field(default_factory=frozenset)
    emails: Collection[str] = field(default_factory=frozenset)
    addresses: Collection[str] = field(default_factory=frozenset)


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class FileScan:
    """文件排查结果 — the text of a file, what was found in it, and what could not be looked into."""

    text: str
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]
