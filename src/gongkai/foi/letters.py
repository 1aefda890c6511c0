"""文书的内容 — what a letter says, drafted from its case; the paper it becomes; whether it still is what was frozen."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from gongkai.agencies.queries import by_name
from gongkai.foi import decisions
from gongkai.foi.addresses import applicant_address, progress_address
from gongkai.foi.models import Case, Decision, DecisionPart, Letter
from gongkai.rules import letters as rules
from gongkai.rules.citations import chinese_numeral
from gongkai.rules.days import written
from gongkai.rules.letter_kinds import Addressee
from gongkai.rules.receiving import CHANNEL_LABELS, Channel
from gongkai.rules.remedies import remedy_notice
from gongkai.rules.replies import conclusion, overall, replies_under
from gongkai.rules.reply_kinds import Element, Reply
from gongkai.typesetting.paper import Manner, Paper, Paragraph, Signing, Verification
from gongkai.typesetting.pdf import pdf
from gongkai.typesetting.word import docx

# Letters whose day is the one by which the case must be answered; the others name a day of their own.
_NAME_REPLY_DAY = frozenset({"registration", "receipt", "approval-sheet", "urging"})
RECEIPT = "receipt"


class LetterChanged(Exception):
    """文书与定稿不符 — what a frozen letter says is no longer what its digest was taken of."""


@dataclass(frozen=True, slots=True)
class DraftedReply:
    """拟出的答复书 — the kind of letter for a decision, what fills its places, and the names of its attachments."""

    kind: str
    places: Mapping[str, str]
    attachments: tuple[str, ...]


def template_of(kind: str, day: date) -> rules.Letter:
    """Return the text of a kind of letter that is used on a day; raises KeyError."""
    return rules.letter_on(kind, day)


def drafted(
    case: Case, kind: str, places: Mapping[str, Any], *, said: Sequence[str] | None = None
) -> tuple[str, list[str]]:
    """Return title and paragraphs of a letter of a case; `said` are paragraphs that somebody wrote already.

    `places` fills, and goes before, what the case tells by itself; days are written out. `dated_on` chooses the
    version of the text. Raises KeyError for an unknown kind, RuleViolation for a required place that is empty.
    """
    dated_on = places.get("dated_on")
    template = template_of(kind, dated_on) if isinstance(dated_on, date) else rules.LETTERS[kind]
    title = template.label.partition("（")[0]
    if said is not None:
        return title, [paragraph.strip() for paragraph in said if paragraph.strip()]
    told = {**places_of(case, template), **places}
    if template.remedy and template.result is None and "remedy" not in places and isinstance(dated_on, date):
        told["remedy"] = _either_way(case, dated_on)
    filled = {
        name: written(value) if isinstance(value, date) else str(value)
        for name, value in told.items()
        if value is not None
    }
    return title, list(rules.fill(template, filled, decisions.statute_on_register(case)))


def places_of(case: Case, template: rules.Letter) -> dict[str, Any]:
    """Return what a case tells of the places of a letter."""
    found: dict[str, Any] = {
        "case_number": case.number,
        "title": case.title,
        "received": case.received_on or case.arrived_on,
        "channel": CHANNEL_LABELS[Channel(case.channel)],
        "contact": contact_of(case),
        "address": case.agency.address,
    }
    if template.addressee is Addressee.INTERNAL:
        found["applicant"] = case.applicant.name
    if template.code == RECEIPT:
        found |= {"query_url": progress_address(), "query_code": case.query_code}
    if template.code in _NAME_REPLY_DAY:
        found["due"] = case.due_on
    return found


def contact_of(case: Case) -> str:
    """Return how the organ is reached, as its letters say it."""
    agency = case.agency
    phone = f"电话{agency.phone}" if agency.phone else ""
    return "，".join(filter(None, (agency.disclosure_office or agency.name, phone, agency.address)))


def drafted_reply(decision: Decision, case: Case, dated_on: date) -> DraftedReply:
    """Return what the reply to one of the cases of a decision says; raises RuleViolation for what is missing."""
    parts = list(decision.parts.prefetch_related("files"))
    replies = [decisions.reply_to(part, decision.case) for part in parts]
    said = [
        conclusion(reply, part.what, elements_of(part)) for part, reply in zip(parts, replies, strict=True)
    ]
    if len(said) > 1:
        said = [f"{chinese_numeral(number)}、{words}" for number, words in enumerate(said, start=1)]
    places = {
        "conclusions": "\n".join(said),
        "remedy": _remedy(replies, dated_on, review_body=decision.review_body, court=decision.court),
        "title": case.title,
    }
    names = dict.fromkeys(file.name for part in parts for file in part.files.all())
    return DraftedReply(
        rules.REPLY_LETTERS[overall(reply.result for reply in replies)].code,
        places,
        tuple(PurePath(name).stem for name in names),
    )


def elements_of(part: DecisionPart) -> dict[str, str]:
    """Return what a part says; files that are given name the content where nobody wrote it."""
    elements = dict(part.elements)
    names = [PurePath(file.name).stem for file in part.files.all()]
    if names and not elements.get(Element.CONTENT):
        elements[Element.CONTENT.value] = "、".join(f"《{name}》" for name in names)
    return elements


def _either_way(case: Case, dated_on: date) -> str:
    """Return how to object to a letter that is no reply: by reconsideration or in court, as to what was granted."""
    granted = replies_under(decisions.statute_on_register(case))["granted"]
    return _remedy([granted], dated_on, **decisions.remedy_places_of(case))


def _remedy(replies: Sequence[Reply], dated_on: date, *, review_body: str, court: str) -> str:
    notice = remedy_notice(replies, dated_on, body=review_body, court=court)
    return "\n".join(notice.sentences) if notice else ""


def goes_to_applicant(letter: Letter) -> bool:
    """Whether a letter is meant for the applicant, who then finds it on the page of the case."""
    return rules.LETTERS[letter.kind].addressee is Addressee.APPLICANT


def word_of(letter: Letter) -> str:
    """Return the sign of the issuing organ that its numbers begin with (机关代字)."""
    organ = letter.case.agency
    if letter.organ != organ.name:
        organ = by_name(letter.organ) or organ
    return organ.document_code or organ.short_name


def number_of(letter: Letter, serial: int) -> str:
    """Return the number that a letter has with a serial; all letters with the same words around it are one series."""
    template = template_of(letter.kind, letter.dated_on)
    return rules.letter_number(template, word_of(letter), letter.dated_on.year, serial)


def digest_of(letter: Letter) -> str:
    """Return the digest of everything that a letter says."""
    said = [
        letter.kind,
        letter.template_version,
        letter.number,
        letter.organ,
        letter.addressee,
        letter.title,
        letter.paragraphs,
        letter.attachments,
        letter.dated_on.isoformat(),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def paper_of(letter: Letter) -> Paper:
    """Return the paper that a letter becomes; one that is not frozen says across its pages that it is a draft.

    Raises LetterChanged for a frozen letter that no longer says what was frozen, but for its addressee, whom
    anonymising takes away.
    """
    frozen = letter.frozen_at is not None
    if frozen and letter.addressee and digest_of(letter) != letter.digest:
        raise LetterChanged
    # The receipt is a slip that has to fit on one page with the code that leads to the case.
    slip = letter.kind == RECEIPT
    return Paper(
        title=f"{letter.organ}\n{letter.title}" if slip else letter.title,
        letterhead="" if slip else letter.organ,
        number=letter.number,
        addressee=letter.addressee,
        blocks=tuple(
            Paragraph(paragraph, Manner.SMALL if slip else Manner.INDENTED) for paragraph in letter.paragraphs
        ),
        attachments=tuple(letter.attachments),
        signing=Signing((letter.organ,), letter.dated_on),
        verification=_way_to_the_page(letter),
        draft=not frozen,
    )


def _way_to_the_page(letter: Letter) -> Verification | None:
    """Return what leads from the receipt on paper to the page of the case; whoever holds the paper holds the key."""
    key = letter.case.access_token
    if letter.kind != RECEIPT or not key:
        return None
    return Verification(applicant_address(key), (f"受理编号 {letter.case.number}", "扫码查看办理进度。"))


def pdf_of(letter: Letter) -> bytes:
    """Return a letter as PDF, the same bytes each time; raises LetterChanged, PdfUnavailable."""
    return pdf(paper_of(letter))


def docx_of(letter: Letter) -> bytes:
    """Return a letter as DOCX, the same bytes each time; raises LetterChanged."""
    return docx(paper_of(letter))
