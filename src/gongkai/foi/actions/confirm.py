"""确认收到 — the day that the channel asks for is established, and the clock begins (2019 Art. 31)."""

from datetime import date, datetime

from django.utils import timezone

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import step
from gongkai.foi.actions.register import acknowledge, begin_clock, receipt_of
from gongkai.foi.models import Case
from gongkai.rules.process import RuleViolation
from gongkai.rules.receiving import Moment


def confirm(case_id: int, *, on: date, actor: Actor, now: datetime) -> Case:
    """确认收到 — set the day of signature or of confirmation with the applicant, whichever counts for the channel.

    Raises StepNotAllowed when it is established already, RuleViolation for a day before the application came or
    after today, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        citation = step(case, "confirm")
        if not case.arrived_on <= on <= timezone.localdate(now):
            raise RuleViolation("这一天应在申请到达之后、今天以前", citation, field="on")
        if receipt_of(case).moment is Moment.SIGNED:
            case.signed_for_on = on
        else:
            case.confirmed_on = on
        receipt = receipt_of(case)
        begin_clock(case, receipt)
        acknowledge(change, case, receipt, on, who=actor)
    return case
