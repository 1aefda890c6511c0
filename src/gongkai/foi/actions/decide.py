"""决定 — what is answered on each part: proposed, saved, sent to be signed, given back, signed (2019 Arts. 36–39).

A case into which others were merged is decided once; each of them goes the same steps and gets a letter of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.core.permissions import Permission
from gongkai.foi import decisions, policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import happen, step
from gongkai.foi.actions.letters import freeze, issue
from gongkai.foi.actions.set_remedy_places import set_remedy_places
from gongkai.foi.checks import check_letter
from gongkai.foi.letters import drafted_reply
from gongkai.foi.models import Case, CaseFile, Decision, DecisionPart, Letter
from gongkai.rules.application_process import CASE_STATE_LABELS, PROCESS, CaseState
from gongkai.rules.phrases import joined, phrase
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.rules.questions import propose
from gongkai.rules.replies import replies_under

_SAVED_MEANWHILE = "这份决定刚刚有人保存过，请看现在的内容再改"


@dataclass(frozen=True, slots=True)
class PartFacts:
    """决定的一部分 — what of the application, the code of the reply, what it must say, ids of the files given."""

    what: str
    reply: str
    elements: Mapping[str, str] = field(default_factory=dict)
    files: tuple[int, ...] = ()


def draft_decision(case_id: int, *, ticked: Iterable[str], actor: Actor, now: datetime) -> Decision:
    """拟决定 — begin the decision of this round, or propose its parts anew from what was ticked.

    What was written for a kind of reply that is still proposed stays. Raises StepNotAllowed where the case
    is not with its officer, RuleViolation for one that was merged into another, Denied, Http404.
    """
    asked = list(dict.fromkeys(ticked))
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        _must_decide_itself(case)
        PROCESS.after(CaseState(case.state), "submit_decision")
        decision, _ = Decision.objects.get_or_create(
            case=case,
            round=case.round,
            defaults={
                "drafted_by": actor.person,
                "drafted_at": now,
                **decisions.remedy_places_of(case),
            },
        )
        _must_be_draft(decision)
        kept = {part.reply: part for part in decision.parts.prefetch_related("files")}
        proposed = [
            decisions.proposed_part(case, reply, kept.get(reply.code))
            for reply in propose(asked, decisions.statute_of(case))
        ]
        _write(decision, [PartFacts(**facts) for facts in proposed], asked)
        change.record(
            "foi.draft_decision", case, agency_id=case.agency_id, decision=decision.pk, ticked=asked
        )
    return decision


def save_decision(
    decision_id: int,
    *,
    parts: Sequence[PartFacts],
    ticked: Iterable[str],
    revision: int,
    actor: Actor,
    now: datetime,
    review_body: str | None = None,
    court: str | None = None,
) -> Decision:
    """保存决定 — put the parts as the officer wrote them; letters drafted from what stood before are dropped.

    Raises RuleViolation for a reply that the Regulations of this case do not know, for files of another case,
    and when somebody saved meanwhile; StepNotAllowed outside the draft state; Denied, Http404.
    """
    with changing(actor, now) as change:
        decision = _decision_for(actor, policies.HANDLE, decision_id)
        _must_be_draft(decision)
        if revision != decision.revision:
            raise RuleViolation(_SAVED_MEANWHILE)
        known = replies_under(decisions.statute_of(decision.case))
        if any(part.reply not in known for part in parts):
            raise RuleViolation("这件申请适用的条例没有所选的答复种类", field="reply")
        _name_places(decision, review_body, court, actor, now)
        _write(decision, parts, list(dict.fromkeys(ticked)))
        change.record(
            "foi.save_decision",
            decision.case,
            agency_id=decision.case.agency_id,
            decision=decision.pk,
            revision=decision.revision,
            replies=[part.reply for part in parts],
        )
    return decision


def draft_letters(decision_id: int, *, actor: Actor, now: datetime) -> list[Letter]:
    """拟答复书 — return the letters of a decision, one for each case that it answers; those edited stay as they are.

    Raises RuleViolation when a part still lacks what its letter must say; StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        decision = _decision_for(actor, policies.HANDLE, decision_id)
        _must_be_draft(decision)
        letters = _letters_of(change, decision, decisions.cases_of(decision), actor)
        change.record(
            "foi.draft_letters", decision.case, agency_id=decision.case.agency_id, decision=decision.pk
        )
    return letters


def submit_decision(decision_id: int, *, actor: Actor, now: datetime) -> Decision:
    """送签 — send the decision and its letters, drafted and checked, to be signed.

    Raises RuleViolation with everything that the check finds wrong; StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        decision = _decision_for(actor, policies.HANDLE, decision_id)
        _must_be_draft(decision)
        cases = decisions.cases_of(decision)
        _must_be_right(_letters_of(change, decision, cases, actor))
        decision.state = Decision.State.IN_SIGNING
        decision.drafted_by, decision.drafted_at = actor.person, now
        decision.returned_reason = ""
        decision.save()
        for case in cases:
            citation = step(case, "submit_decision")
            case.save(update_fields=["state"])
            change.record(
                "foi.submit_decision",
                case,
                agency_id=case.agency_id,
                citation=citation,
                decision=decision.pk,
                revision=decision.revision,
            )
    return decision


def return_decision(decision_id: int, *, reason: str, actor: Actor, now: datetime) -> Decision:
    """退回修改 — give the decision back to its officer, with a reason; the letters stay as drafts.

    Raises RuleViolation without a reason; StepNotAllowed, Denied, Http404.
    """
    if not reason.strip():
        raise RuleViolation("请写明退回的理由", field="reason")
    with changing(actor, now) as change:
        decision = _decision_for(actor, policies.SIGN_DECISION, decision_id)
        decision.state = Decision.State.DRAFT
        decision.returned_reason = reason.strip()
        for case in decisions.cases_of(decision):
            citation = step(case, "return_decision")
            case.save(update_fields=["state"])
            change.record(
                "foi.return_decision",
                case,
                agency_id=case.agency_id,
                citation=citation,
                note=reason.strip(),
                decision=decision.pk,
            )
        decision.save()
    return decision


def sign_decision(decision_id: int, *, actor: Actor, now: datetime) -> Decision:
    """签发 — by another person than the one who drafted: every letter is checked once more, numbered and frozen.

    Decision and letters are one transaction. Raises StepNotAllowed for whoever comes second, RuleViolation for
    the drafter and for what the check finds wrong; Denied, Http404.
    """
    today = timezone.localdate(now)
    with changing(actor, now) as change:
        decision = _decision_for(actor, policies.SIGN_DECISION, decision_id)
        if decision.state != Decision.State.IN_SIGNING:
            state = CASE_STATE_LABELS[CaseState(decision.case.state)]
            raise StepNotAllowed("sign_decision", PROCESS.step("sign_decision").label, state)
        if decision.drafted_by_id == actor.user_id:
            raise RuleViolation("拟稿人不能签发自己拟的决定，请由另一位负责人签发")
        cases = decisions.cases_of(decision)
        letters = _drafted(decision, cases)
        for letter in letters.values():
            letter.dated_on = today
        _must_be_right(letters.values())
        decision.state = Decision.State.SIGNED
        decision.signed_by, decision.signed_at = actor.person, now
        decision.save()
        for case in cases:
            citation = step(case, "sign_decision")
            letter = freeze(change, letters[case.pk], signer=actor.person)
            happen(
                change,
                case,
                "decided",
                today,
                who=actor,
                citation=citation,
                decision=decision.pk,
                letter=letter.pk,
            )
    return decision


def _decision_for(actor: Actor, wanted: Permission, decision_id: int) -> Decision:
    """Return a decision, its case locked; raises Http404 where the actor may not see it, Denied."""
    case_id = Decision.objects.filter(pk=decision_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Http404
    case = case_for(actor, wanted, case_id)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id)
    decision.case = case
    return decision


def _name_places(
    decision: Decision, review_body: str | None, court: str | None, actor: Actor, now: datetime
) -> None:
    """Put body and court on a decision; the first that an organ names are what its next letters name."""
    if review_body is not None:
        decision.review_body = review_body.strip()
    if court is not None:
        decision.court = court.strip()
    named = {"review_body": decision.review_body, "court": decision.court}
    if all(named.values()) and not decisions.remedy_places_of(decision.case)["court"]:
        set_remedy_places(decision.case.agency, **named, actor=actor, now=now)


def _must_decide_itself(case: Case) -> None:
    if case.merged_into is not None and case.merged_into.open:
        raise RuleViolation(
            phrase("这件申请已经并入%(other)s，请在那里拟决定", other=case.merged_into.number)
        )


def _must_be_draft(decision: Decision) -> None:
    if decision.state != Decision.State.DRAFT:
        state = CASE_STATE_LABELS[CaseState(decision.case.state)]
        raise StepNotAllowed("submit_decision", PROCESS.step("submit_decision").label, state)


def _must_be_right(letters: Iterable[Letter]) -> None:
    """Raise RuleViolation with everything that stands in the way of these letters."""
    wrong = [problem.words for letter in letters for problem in check_letter(letter) if problem.stops]
    if wrong:
        raise RuleViolation(joined(dict.fromkeys(wrong)), field="letter")


def _write(decision: Decision, parts: Sequence[PartFacts], ticked: list[str]) -> None:
    """Put parts in the place of those that were there; drafted letters no longer say what is decided."""
    _must_be_own(decision, {file for part in parts for file in part.files})
    decision.parts.all().delete()
    decision.letters.filter(frozen_at=None).delete()
    for position, facts in enumerate(parts):
        part = DecisionPart.objects.create(
            decision=decision,
            position=position,
            what=facts.what.strip(),
            reply=facts.reply,
            elements={name: words.strip() for name, words in facts.elements.items() if words.strip()},
        )
        part.files.add(*facts.files)
    decision.ticked = ticked
    decision.revision += 1
    decision.save()


def _must_be_own(decision: Decision, files: set[int]) -> None:
    given = CaseFile.objects.filter(pk__in=files, kind=CaseFile.Kind.RELEASE, removed_at=None)
    if files and given.filter(case__in=decisions.cases_of(decision)).count() < len(files):
        raise RuleViolation("所选的文件不在这件申请提供的信息里", field="files")


def _drafted(decision: Decision, cases: Iterable[Case]) -> dict[int, Letter]:
    """Return the letters of a decision that are drafts still, by their cases, which they know."""
    letters = {letter.case_id: letter for letter in decision.letters.filter(frozen_at=None)}
    for case in cases:
        if case.pk in letters:
            letters[case.pk].case = case
    return letters


def _letters_of(change: Change, decision: Decision, cases: Iterable[Case], actor: Actor) -> list[Letter]:
    """Return the drafted letter of each case of a decision; the missing ones are drafted."""
    drafted = _drafted(decision, cases)
    for case in cases:
        if case.pk not in drafted:
            reply = drafted_reply(decision, case, timezone.localdate(change.now))
            drafted[case.pk] = issue(
                change,
                case,
                reply.kind,
                addressee=case.applicant.name,
                places=reply.places,
                attachments=reply.attachments,
                who=actor,
                decision=decision,
                frozen=False,
            )
    return list(drafted.values())
