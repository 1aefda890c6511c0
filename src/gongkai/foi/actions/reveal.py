"""查看申请人 — an official sees who applied, for a reason that is kept and that the applicant may read (PIPL Art. 54)."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.filing import ApplicantFacts
from gongkai.foi.models import Reveal
from gongkai.rules.process import RuleViolation

LONGEST_REASON = 300


def reveal(case_id: int, *, reason: str, actor: Actor, now: datetime) -> ApplicantFacts:
    """查看申请人身份信息 — return what is sealed, and keep who asked and why.

    Raises RuleViolation without a reason or once the applicant was made anonymous, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.REVEAL_APPLICANT, case_id)
        if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
            raise RuleViolation("请写明查看的理由，最多300个字", field="reason")
        if case.applicant.anonymised_at:
            raise RuleViolation("申请人的身份信息已经依规定清除")
        seen = Reveal.objects.create(
            applicant=case.applicant, case=case, by=actor.person, at=now, reason=reason.strip()
        )
        change.record("foi.reveal", case, agency_id=case.agency_id, note=reason.strip(), reveal=seen.pk)
    return ApplicantFacts.of(case)
