"""送达 — how a letter went out, with its proof, and the day that counts; served, the reply answers the case."""

from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.foi import decisions, policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import happen, step
from gongkai.foi.actions.tell import tell_applicant
from gongkai.foi.letters import goes_to_applicant
from gongkai.foi.models import CaseFile, Letter, Service
from gongkai.rules import serving
from gongkai.rules.citations import Citation
from gongkai.rules.process import RuleViolation
from gongkai.rules.serving import Proof, ServiceWay

SIGNED_FOR = frozenset({ServiceWay.IN_PERSON, ServiceWay.THROUGH_ORGAN})
"""Ways by which a letter is served only when somebody has signed for it."""
BY_SYSTEM = frozenset({ServiceWay.ONLINE, ServiceWay.EMAIL})
"""Ways of which the system itself keeps the proof."""


def serve(
    letter_id: int,
    *,
    way: ServiceWay,
    sent_on: date,
    tracking_number: str = "",
    signed_for_on: date | None = None,
    proof: int | None = None,
    actor: Actor,
    now: datetime,
) -> Service:
    """送达文书 — record how a letter went out (国办公开办函〔2016〕235号); the reply, once served, answers its case.

    `tracking_number` is the mail's number, or whatever else the way needs as proof in writing: the number of a
    fax report, the place of an announcement. `proof` is a file of the case, such as a scan. Handed over without
    a signature yet, the letter is sent but not served (`record_signature`). Raises RuleViolation for a letter
    that is not final, for days that cannot be and for a missing proof; StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        letter = _letter_for(actor, letter_id)
        if letter.frozen_at is None:
            raise RuleViolation("文书还没有定稿，不能送达")
        _must_be_possible(letter, sent_on, signed_for_on, timezone.localdate(now))
        service = Service(
            letter=letter,
            way=way,
            sent_on=sent_on,
            tracking_number=tracking_number.strip(),
            signed_for_on=signed_for_on,
            proof=_proof_of(letter, proof),
            recorded_at=now,
            by=actor.user,
        )
        _keep(change, service, actor)
    return service


def record_signature(
    service_id: int, *, on: date, proof: int | None = None, actor: Actor, now: datetime
) -> Service:
    """登记签收 — somebody signed for a letter: handed over, it is served by that; by post, it is known since then.

    Raises RuleViolation for a day that cannot be, and when a signature is on record already; Denied, Http404.
    """
    with changing(actor, now) as change:
        service = Service.objects.select_related("letter").filter(pk=service_id).first()
        if service is None:
            raise Http404
        service.letter = letter = _letter_for(actor, service.letter_id)
        service.refresh_from_db(fields=["signed_for_on"])
        if service.signed_for_on is not None:
            raise RuleViolation("这次送达已经登记过签收")
        _must_be_possible(letter, service.sent_on, on, timezone.localdate(now))
        service.signed_for_on = on
        if proof is not None:
            service.proof = _proof_of(letter, proof)
        _keep(change, service, actor)
    return service


def _letter_for(actor: Actor, letter_id: int) -> Letter:
    letter = Letter.objects.select_related("decision", "consultation").filter(pk=letter_id).first()
    if letter is None:
        raise Http404
    letter.case = case_for(actor, policies.HANDLE, letter.case_id)
    return letter


def _must_be_possible(letter: Letter, sent_on: date, signed_for_on: date | None, today: date) -> None:
    if sent_on < letter.dated_on:
        raise RuleViolation("发出日期不能早于文书的落款日期", field="sent_on")
    if sent_on > today:
        raise RuleViolation("发出日期不能晚于今天", field="sent_on")
    if signed_for_on is not None and not sent_on <= signed_for_on <= today:
        raise RuleViolation("签收日期不能早于发出日期，也不能晚于今天", field="signed_for_on")


def _proof_of(letter: Letter, file_id: int | None) -> CaseFile | None:
    if file_id is None:
        return None
    file = letter.case.files.filter(pk=file_id, kind=CaseFile.Kind.SERVICE, removed_at=None).first()
    if file is None:
        raise RuleViolation("所选的凭证不在这件申请的送达凭证里", field="proof")
    return file


def _keep(change: Change, service: Service, actor: Actor) -> None:
    """Save a service with the day that counts by its way; what is served for the first time has its effect."""
    way, letter = ServiceWay(service.way), service.letter
    served_before = service.served_on is not None
    citation = None
    if way not in SIGNED_FOR or service.signed_for_on is not None:
        counted = serving.served_on(
            way,
            service.signed_for_on if way in SIGNED_FOR and service.signed_for_on else service.sent_on,
            _said(service),
            service.signed_for_on,
        )
        service.served_on, citation = counted.day, counted.citation
    service.save()
    change.record(
        "foi.serve",
        letter.case,
        agency_id=letter.case.agency_id,
        citation=citation,
        letter=letter.pk,
        service=service.pk,
        way=str(way),
        served_on=service.served_on.isoformat() if service.served_on else None,
    )
    if service.served_on is not None and not served_before:
        _take_effect(change, service, service.served_on, citation, actor)


def _said(service: Service) -> str:
    """Return the proof in writing: what was written down, else the file, else what is its own proof."""
    if service.tracking_number:
        return service.tracking_number
    if service.proof is not None:
        return service.proof.digest
    way = ServiceWay(service.way)
    if way in BY_SYSTEM or (serving.SERVICE_RULES[way].proof is Proof.SIGNATURE and service.signed_for_on):
        return str(service.letter_id)
    return ""


def _take_effect(change: Change, service: Service, on: date, citation: Citation | None, actor: Actor) -> None:
    letter, case = service.letter, service.letter.case
    answers = letter.decision is not None and letter.round == case.round and case.answered_on is None
    if answers and letter.decision:
        step(case, "serve")
        case.answered_on, case.closed_at = on, change.now
        case.result = decisions.result_of(letter.decision)
    happen(change, case, "served", on, who=actor, citation=citation, letter=letter.pk, service=service.pk)
    if answers:
        tell_applicant(change, case, "answered")
    elif service.way in BY_SYSTEM and goes_to_applicant(letter):
        tell_applicant(change, case, "letter_served", letter=letter.title)
