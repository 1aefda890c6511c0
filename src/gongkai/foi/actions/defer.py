"""延迟答复 — a reasonable later day for applications that are clearly too many but for good reasons (2019 Art. 35)."""

from datetime import date, datetime

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import happen, read_anew, step
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.tell import tell_applicant
from gongkai.foi.models import Case
from gongkai.rules.process import RuleViolation


def defer(case_id: int, *, until: date, reason: str, actor: Actor, now: datetime) -> Case:
    """确定延迟答复的期限 — by the head of the disclosure office; the applicant gets a letter with the day.

    Raises RuleViolation for a day before the present limit, while the clock stands, without a reason, or under the
    text of 2007, which does not know this; StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.APPROVE_EXTENSION, case_id)
        citation = step(case, "defer")
        if not reason.strip():
            raise RuleViolation("请写明延迟答复的理由", citation, field="reason")
        if case.due_on is None:
            raise RuleViolation("期限暂停期间不能确定延迟答复的期限", citation)
        if until <= case.due_on:
            raise RuleViolation("延迟答复的日期应晚于现在的答复期限", citation, field="until")
        case.deferred_until = until
        read_anew(case)
        happen(
            change,
            case,
            "deferred",
            timezone.localdate(now),
            who=actor,
            note=reason.strip(),
            citation=citation,
            until=until.isoformat(),
        )
        issue(
            change,
            case,
            "deferral-notice",
            addressee=case.applicant.name,
            places={"reason": reason.strip(), "due": until},
            who=actor,
        )
        tell_applicant(change, case, "extended", due=until)
    return case
