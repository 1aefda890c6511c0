"""归档 — an answered or ended case is put away; what identifies its applicant is erased on schedule later."""

from datetime import datetime

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import happen, step
from gongkai.foi.models import Case


def archive(case_id: int, *, actor: Actor, now: datetime) -> Case:
    """归档一件申请 — raises StepNotAllowed for one that is not answered or ended, Denied, Http404."""
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        citation = step(case, "archive")
        case.archived_at = now
        happen(change, case, "archived", timezone.localdate(now), who=actor, citation=citation)
    return case
