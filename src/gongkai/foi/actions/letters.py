"""文书 — drafting a letter inside another change, editing it before it is signed, freezing it with its number."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.models import Agency, User
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.core.numbering import next_serial
from gongkai.foi import letters, policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.models import Case, Consultation, Decision, Letter, Service
from gongkai.rules.process import RuleViolation
from gongkai.rules.receiving import Channel
from gongkai.rules.serving import ServiceWay, served_on

LONGEST_TITLE = 200


def issue(
    change: Change,
    case: Case,
    kind: str,
    *,
    addressee: str,
    places: Mapping[str, Any],
    who: Actor,
    paragraphs: Sequence[str] | None = None,
    dated_on: date | None = None,
    consultation: Consultation | None = None,
    decision: Decision | None = None,
    attachments: Sequence[str] = (),
    sender: Agency | None = None,
    frozen: bool = True,
) -> Letter:
    """制发文书 — write a letter of a case inside an open change; frozen, it has its number and is as it will be.

    `places` fills what the case does not tell by itself. `paragraphs`, as an officer edited them, take the
    place of the drafted ones. A kind that the leader signs is signed by `who`. `sender`, such as the disclosure office, is else the organ of the case. Raises
    KeyError for a kind that there is none of, RuleViolation for a place without a value.
    """
    dated_on = dated_on or timezone.localdate(change.now)
    title, drafted = letters.drafted(case, kind, {"dated_on": dated_on, **places}, said=paragraphs)
    letter = Letter(
        case=case,
        round=case.round,
        kind=kind,
        template_version=letters.template_of(kind, dated_on).version,
        organ=(sender or case.agency).name,
        addressee=addressee,
        title=title,
        paragraphs=drafted,
        attachments=list(attachments),
        dated_on=dated_on,
        consultation=consultation,
        decision=decision,
        made_at=change.now,
        made_by=who.user,
    )
    if frozen:
        signed = letters.template_of(kind, dated_on).signed
        freeze(change, letter, signer=who.person if signed else None)
        _lay_out(change, letter, who)
        return letter
    letter.save()
    change.record("foi.draft_letter", case, agency_id=case.agency_id, letter=letter.pk, kind=kind)
    return letter


def freeze(change: Change, letter: Letter, *, signer: User | None = None) -> Letter:
    """定稿 — number a letter and take the digest of what it says; nothing of it changes from then on."""
    serial = next_serial(f"foi.letter:{letters.number_of(letter, 0)}")
    letter.number = letters.number_of(letter, serial)
    letter.frozen_at = change.now
    letter.signed_by = signer
    letter.digest = letters.digest_of(letter)
    letter.save()
    change.record(
        "foi.freeze_letter",
        letter.case,
        agency_id=letter.case.agency_id,
        letter=letter.pk,
        kind=letter.kind,
        number=letter.number,
        digest=letter.digest,
    )
    return letter


def _lay_out(change: Change, letter: Letter, who: Actor) -> None:
    """Count a letter as served online when its applicant came that way: it stands on the page of the case at once."""
    if letter.case.channel == Channel.ONLINE and letters.goes_to_applicant(letter):
        counted = served_on(ServiceWay.ONLINE, letter.dated_on, letter.number)
        Service.objects.create(
            letter=letter,
            way=ServiceWay.ONLINE,
            sent_on=letter.dated_on,
            served_on=counted.day,
            recorded_at=change.now,
            by=who.user,
        )


def edit_letter(
    letter_id: int, *, title: str, paragraphs: Sequence[str], revision: int, actor: Actor, now: datetime
) -> Letter:
    """修改文书 — write a drafted letter otherwise, before it is signed: its officer, or the leader who signs it.

    Raises RuleViolation for a frozen letter, an empty one, and when somebody saved meanwhile; Denied, Http404.
    """
    said = [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]
    if not title.strip() or not said:
        raise RuleViolation("文书的标题和正文不能是空的", field="paragraphs")
    with changing(actor, now) as change:
        letter = _letter_for(actor, letter_id)
        if letter.frozen_at is not None:
            raise RuleViolation("文书已经定稿，不能再改")
        if revision != letter.revision:
            raise RuleViolation("这份文书刚刚有人保存过，请看现在的内容再改")
        letter.title, letter.paragraphs = title.strip()[:LONGEST_TITLE], said
        letter.revision += 1
        letter.save()
        change.record(
            "foi.edit_letter",
            letter.case,
            agency_id=letter.case.agency_id,
            letter=letter.pk,
            revision=letter.revision,
            digest=letters.digest_of(letter),
        )
    return letter


def _letter_for(actor: Actor, letter_id: int) -> Letter:
    """Return a letter, its case locked; who signs a decision may also write its letter otherwise.

    Whoever sees the case is told of a letter that was made final meanwhile, and not that it is not theirs.
    """
    letter = Letter.objects.select_related("decision").filter(pk=letter_id).first()
    if letter is None:
        raise Http404
    signing = letter.decision is not None and letter.decision.state == Decision.State.IN_SIGNING
    wanted = policies.SIGN_DECISION if signing else policies.HANDLE
    case = case_for(actor, policies.SEE_CASES if letter.frozen_at else wanted, letter.case_id)
    fresh = Letter.objects.select_for_update(of=("self",)).select_related("decision").get(pk=letter_id)
    fresh.case = case
    return fresh
