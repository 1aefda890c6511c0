"""公开展示的同意 — the applicant agrees that the answered case may be shown, or takes that back (PIPL Art. 15)."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.foi.actions.access import case_of_applicant
from gongkai.foi.models import Case


def set_consent(key: str, agreed: bool, *, actor: Actor, now: datetime) -> Case:
    """同意或者撤回公开展示 — taken back, the case leaves the public register at once; given, an officer may list it.

    Raises Http404.
    """
    with changing(actor, now) as change:
        case = case_of_applicant(key)
        case.may_be_shown, case.shown = agreed, case.shown and agreed
        case.save(update_fields=["may_be_shown", "shown"])
        change.record("foi.set_consent", case, agency_id=case.agency_id, agreed=agreed)
    return case
