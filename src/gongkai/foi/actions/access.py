"""取用 — fetching is permission: a case that an action works on is locked, visible to the actor, and permitted."""

from django.http import Http404

from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Permission
from gongkai.foi import policies
from gongkai.foi.models import Case
from gongkai.foi.queries import case_by_key, visible_to


def case_for(actor: Actor, wanted: Permission, case_id: int) -> Case:
    """Return a case, locked; raises Http404 where the actor may not see it, Denied where not permitted."""
    case = case_seen(actor, case_id)
    actor.require(wanted, case.agency)
    return case


def case_seen(actor: Actor, case_id: int) -> Case:
    """Return a case that an actor sees, locked, for those who have a part of it; raises Http404."""
    case = _locked(case_id)
    # A post at the case's own organ is the common way to see it, and needs no question of the database.
    if not actor.may(policies.SEE_CASES, case.agency) and not visible_to(actor).filter(pk=case_id).exists():
        raise Http404
    return case


def case_of_applicant(key: str) -> Case:
    """Return the case that an applicant's key opens, locked; raises Http404."""
    return _locked(case_by_key(key).pk)


def case_for_either(actor: Actor, wanted: Permission, *, key: str, case_id: int | None) -> Case:
    """Return a case that its applicant (with the key) or an officer (with its id) acts on, locked.

    Raises Http404, Denied.
    """
    if key:
        return case_of_applicant(key)
    if case_id is None:
        raise Http404
    return case_for(actor, wanted, case_id)


def _locked(case_id: int) -> Case:
    locked = Case.objects.select_for_update(of=("self",)).select_related("agency", "applicant", "lead")
    if (case := locked.filter(pk=case_id).first()) is None:
        raise Http404
    return case
