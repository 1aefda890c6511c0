"""依申请公开的查询 — what may be seen of cases, and by whom."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.crypto import constant_time_compare

from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import at_organs_for
from gongkai.core import sealed
from gongkai.foi import policies
from gongkai.foi.models import Assignment, Case, Consultation
from gongkai.rules.application_process import OPEN_STATES


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases that an actor may see: of their organs, and open ones in which their organ has a part or is asked.

    Of the latter they see their part only (`sees_whole`, `is_part_of`).
    """
    if not actor.posts:
        return Case.objects.none()
    organs = at_organs_for(actor, policies.SEE_CASES)
    # Who leads a case by name is of its own organ, and most assignments are theirs.
    others = Q(leads=False) | Q(person=None)
    helping = Assignment.objects.filter(others, organs, ended_at=None).values("case_id")
    asked = Consultation.objects.filter(organs).values("case_id")
    elsewhere = Q(state__in=sorted(OPEN_STATES)) & (Q(pk__in=helping) | Q(pk__in=asked))
    return Case.objects.filter(organs | elsewhere)


def sees_whole(actor: Actor, case: Case) -> bool:
    """Whether an actor sees all of a case that is visible to them: who helps or is asked elsewhere does not."""
    return bool(actor.may(policies.SEE_CASES, case.agency))


def is_part_of(actor: Actor, part: Assignment | Consultation) -> bool:
    """Whether a part of a case is an actor's own: given to the person, or to an organ for which they answer."""
    own = isinstance(part, Assignment) and part.person_id is not None and part.person_id == actor.user_id
    return own or (part.agency is not None and bool(actor.may(policies.CO_HANDLE, part.agency)))


def key_fingerprint(key: str) -> str:
    """Return what is kept of an applicant's key for finding the case."""
    return sealed.fingerprint(key)


def case_by_key(key: str) -> Case:
    """Return the case that an applicant's key opens; raises Http404."""
    case = (
        Case.objects.select_related("agency", "applicant")
        .filter(access_fingerprint=key_fingerprint(key))
        .first()
    )
    if case is None:
        raise Http404
    return case


def key_of_number(number: str, code: str) -> str:
    """Return the key of the case that bears this number, "" unless the query code of its receipt comes with it."""
    signs = "".join(code.upper().split()).replace("-", "")
    case = Case.objects.filter(number=number.strip()).first()
    known = case.query_code if case else ""
    # Compared also when there is no such case, so that the time tells nothing either.
    right = constant_time_compare(signs, known)
    return str(case.access_token) if case and known and right else ""


def key_of_submission(submission: str) -> str:
    """Return the key of the case that a form became, "" when it was not filed."""
    if not submission or "\0" in submission:  # PostgreSQL cannot even be asked for a NUL
        return ""
    case = Case.objects.filter(submission=submission).first()
    return str(case.access_token) if case else ""


def shown_to_all() -> QuerySet[Case]:
    """Return the answered cases of the public register; only title, organ, days and result may be shown."""
    return Case.objects.filter(shown=True, answered_on__isnull=False)
