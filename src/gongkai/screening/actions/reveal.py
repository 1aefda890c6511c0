"""查看原字 — show the true words of one finding to whoever drafts or reviews there; each look is on the ledger."""

from dataclasses import dataclass
from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core import files
from gongkai.core.change import changing
from gongkai.disclosure.actions.access import version_for
from gongkai.disclosure.models import Version
from gongkai.intake.reading import FileRefused
from gongkai.rules.process import RuleViolation
from gongkai.screening import policies
from gongkai.screening.actions.settle import chosen
from gongkai.screening.known import known_to_all
from gongkai.screening.parsing import scanned_apart
from gongkai.screening.scanning import Found, texts_of

_AROUND = 30  # characters shown on each side


@dataclass(frozen=True, slots=True)
class Words:
    """原字 — the words that were found, with what stands before and after them."""

    before: str
    words: str
    after: str


def reveal(version_id: int, key: str, *, actor: Actor, now: datetime) -> list[Words]:
    """查看原字 — return each place where the value stands, in its surroundings.

    Raises RuleViolation for what has no words (metadata, hidden sheets) or is no longer there.
    """
    with changing(actor, now) as change:
        version = version_for(actor, policies.REVEAL, version_id)
        found = chosen(version, [key])[0]
        words = _words(_text_of(version, found), found)
        if not words:
            raise RuleViolation("这一处没有文字可以看")
        change.record(
            "screening.reveal",
            version.document,
            agency_id=version.document.agency_id,
            version=version.number,
            kind=found.kind,
            finding=found.key,
        )
    return words


def _words(text: str, found: Found) -> list[Words]:
    return [
        Words(text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND])
        for start, end in found.spans
        if text[start:end].strip()
    ]


def _text_of(version: Version, found: Found) -> str:
    if not found.in_words:
        return _text_in_file(found)
    texts = texts_of(version, [found.attachment] if found.attachment else [])
    return next(
        text for part, attachment, text in texts if (part, attachment) == (found.part, found.attachment)
    )


def _text_in_file(found: Found) -> str:
    if found.attachment is None:
        return ""
    try:
        data = files.read(found.attachment.file_id)
        return scanned_apart(data, found.attachment.name, known_to_all()).text
    except files.FileDamaged as error:
        raise RuleViolation("这个附件在服务器上损坏了，请联系系统管理员") from error
    except FileRefused as refusal:
        raise RuleViolation(refusal.message) from refusal
