"""说明理由 — who applies far too often or for far too much is asked why, and says so (2019 Art. 35)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for, case_for_either
from gongkai.foi.actions.happen import happen
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.supplement import LONGEST_WORKDAYS
from gongkai.foi.actions.tell import officers_of, tell_applicant, tell_people
from gongkai.foi.models import Case, CaseEvent, Letter
from gongkai.rules.application_process import (
    HAPPENING_LABELS,
    PROCESS,
    REASONS_ASKED,
    REASONS_GIVEN,
    CaseState,
)
from gongkai.rules.applications import REASONS_CITATION
from gongkai.rules.deadlines import DEFAULT_SUPPLEMENT_DAYS
from gongkai.rules.process import RuleViolation


def ask_reasons(
    case_id: int,
    *,
    reason: str,
    workdays: int = DEFAULT_SUPPLEMENT_DAYS,
    paragraphs: Sequence[str] | None = None,
    actor: Actor,
    now: datetime,
) -> Letter:
    """要求说明理由 — write to the applicant in what the number or frequency is out of proportion; the clock runs on.

    What is found of the answer is a decision (不予处理) or a later day (`defer`). Raises RuleViolation without a
    reason, the second time, or under the text of 2007; StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        PROCESS.after(CaseState(case.state), "defer")
        if not reason.strip():
            raise RuleViolation("请写明数量、频次怎样超过合理范围", REASONS_CITATION, field="reason")
        if not 1 <= workdays <= LONGEST_WORKDAYS:
            raise RuleViolation("请给申请人合理的期限", REASONS_CITATION, field="workdays")
        if _event(case, REASONS_ASKED):
            raise RuleViolation("已经要求过申请人说明理由", REASONS_CITATION)
        today = timezone.localdate(now)
        due = calendar().nth_workday(today, workdays)
        happen(change, case, REASONS_ASKED, today, who=actor, citation=REASONS_CITATION, due=due.isoformat())
        places = {"reason": reason.strip(), "due": due}
        letter = issue(
            change,
            case,
            "reasons-notice",
            addressee=case.applicant.name,
            places=places,
            paragraphs=paragraphs,
            who=actor,
        )
        tell_applicant(change, case, "letter_served", letter=letter.title)
    return letter


def give_reasons(
    *, key: str = "", case_id: int | None = None, words: str, actor: Actor, now: datetime
) -> CaseEvent:
    """说明理由 — by the applicant with the key, or written down by an officer.

    Raises RuleViolation when nobody asked, the second time, or without words; Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for_either(actor, policies.HANDLE, key=key, case_id=case_id)
        if not case.open or not _event(case, REASONS_ASKED):
            raise RuleViolation("没有要求说明理由", REASONS_CITATION)
        if _event(case, REASONS_GIVEN):
            raise RuleViolation("已经说明过理由", REASONS_CITATION)
        if not words.strip():
            raise RuleViolation("请说明理由", REASONS_CITATION, field="words")
        today = timezone.localdate(now)
        event = happen(
            change, case, REASONS_GIVEN, today, who=actor, note=words.strip(), citation=REASONS_CITATION
        )
        if key:
            deed = HAPPENING_LABELS[REASONS_GIVEN]
            tell_people(change, case, "applicant_acted", officers_of(change, case), deed=deed)
    return event


def _event(case: Case, kind: str) -> bool:
    return case.events.filter(round=case.round, kind=kind).exists()
