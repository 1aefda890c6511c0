"""撤回 — the applicant gives the application up (2019 Art. 29); it is closed without a decision."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for_either
from gongkai.foi.actions.happen import happen, step
from gongkai.foi.actions.tell import officers_of, tell_applicant, tell_people
from gongkai.foi.models import Case
from gongkai.rules.application_process import HAPPENING_LABELS, CaseState
from gongkai.rules.reply_kinds import Result


def withdraw(
    *, key: str = "", case_id: int | None = None, reason: str = "", actor: Actor, now: datetime
) -> Case:
    """撤回申请 — by the applicant with the key, or written down by an officer; a reason is not asked for.

    Raises StepNotAllowed after the answer, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for_either(actor, policies.HANDLE, key=key, case_id=case_id)
        citation = step(case, "withdraw")
        case.closed_at, case.result = now, Result.OTHERWISE
        case.due_on, case.provisional, case.stopped_by = None, False, ""
        case.assignments.filter(ended_at=None).update(ended_at=now)
        happen(
            change,
            case,
            "withdrawn",
            timezone.localdate(now),
            who=actor,
            note=reason.strip(),
            citation=citation,
            by_applicant=bool(key),
        )
        _pass_on(change, case, actor)
        tell_applicant(change, case, "withdrawn")
        if key:
            deed = HAPPENING_LABELS["withdrawn"]
            tell_people(change, case, "applicant_acted", officers_of(change, case), deed=deed)
    return case


def _pass_on(change: Change, case: Case, actor: Actor) -> None:
    """Let the first of the cases that were merged into this one lead the others, which are still to be answered."""
    heirs = list(case.merged.select_for_update().exclude(state=CaseState.SIGNED).order_by("pk"))
    heirs = [heir for heir in heirs if heir.open]
    for heir in heirs:
        if heir.state == CaseState.IN_SIGNING:  # what was to be signed answered the case that is given up
            step(heir, "return_decision")
        heir.merged_into = heirs[0] if heir is not heirs[0] else None
        happen(change, heir, "merged", timezone.localdate(change.now), who=actor, into=heir.merged_into_id)
