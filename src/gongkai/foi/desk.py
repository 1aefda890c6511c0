"""工作台的案件 — cases as officials see them, with what their pages need; lists of them stand in `desk_lists`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import Http404

from gongkai.agencies.models import Agency, User
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import ancestor_ids, in_post
from gongkai.core.statements import written
from gongkai.foi import policies
from gongkai.foi.letters import RECEIPT
from gongkai.foi.likeness import likely
from gongkai.foi.models import (
    Assignment,
    Case,
    CaseEvent,
    Consultation,
    Decision,
    Extension,
    FeeNotice,
    Letter,
    Remedy,
    Service,
    Supplement,
)
from gongkai.foi.queries import sees_whole, visible_to
from gongkai.rules.application_process import OPEN_STATES, REASONS_ASKED, REASONS_GIVEN, CaseState
from gongkai.rules.letter_kinds import Addressee
from gongkai.rules.letters import LETTERS
from gongkai.rules.posts import SUBTREE_ROLES

# The receipt is handed over, or stands on the applicant's page; replies have a step of their own.
_TO_BE_SERVED = ["organ-consultation"] + [
    code
    for code, letter in LETTERS.items()
    if letter.number
    and letter.result is None
    and letter.addressee in (Addressee.APPLICANT, Addressee.THIRD_PARTY)
    and code != RECEIPT
]
SEALED = ("access_token", "query_code", "description", "features")
"""What of a case is sealed, and not fetched and opened where it is not shown."""
ANSWERED_IN = frozenset(
    {CaseState.REGISTERED, CaseState.IN_HAND, CaseState.AWAITING_SUPPLEMENT, CaseState.AWAITING_PAYMENT}
)
"""The states in which somebody who was asked for help still answers: no decision is made yet."""


def at_desk(actor: Actor) -> QuerySet[Case]:
    """Return the cases of an actor with everything that the next step depends on, in one query."""
    beside = ("agency", "applicant", "lead", "entered_by", "merged_into", "split_from", "made_public")
    return visible_to(actor).select_related(*beside).annotate(**_looked_up())


def listed(actor: Actor, ids: Sequence[int]) -> list[Case]:
    """Return the cases of `at_desk` with these ids in their order: without who applied, and nothing sealed of them."""
    slim = at_desk(actor).select_related(None).select_related("agency", "lead").defer(*SEALED)
    found = slim.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


@cache
def _looked_up() -> Mapping[str, RawSQL]:
    """Return what the next step of a case depends on beside the case itself."""
    of_case = OuterRef("pk")
    this_round = {"case": of_case, "round": OuterRef("round")}
    decision = Decision.objects.filter(**this_round)
    extension = Extension.objects.filter(**this_round, approved=None)
    fee = FeeNotice.objects.filter(**this_round, approved=None)
    consultations = Consultation.objects.filter(case=of_case)
    refused = consultations.filter(
        kind=Consultation.Kind.THIRD_PARTY, answer__in=("refusal", "partly"), override_reason=""
    )
    events = CaseEvent.objects.filter(**this_round)
    supplements = Supplement.objects.filter(case=of_case, requested_on__gte=OuterRef("clock_since"))
    served = Service.objects.filter(letter=OuterRef("pk"))
    unsent = to_be_served().filter(~Exists(served), **this_round).order_by("pk")
    replies = Letter.objects.filter(**this_round, decision__isnull=False).exclude(frozen_at=None)
    handed_over = Service.objects.filter(letter__case=of_case, letter__decision__isnull=False, served_on=None)
    asked: Mapping[str, Exists | Subquery] = {
        "decision_state": _first(decision, "state"),
        "decision_by": _first(decision, "drafted_by"),
        "returned_reason": _first(decision, "returned_reason"),
        "extension_asked": _first(extension),
        "extension_by": _first(extension, "proposed_by"),
        "fee_asked": _first(fee),
        "fee_by": _first(fee, "proposed_by"),
        "unanswered": _first(consultations.filter(answer="")),
        "against": _first(refused),
        "disputed": _first(Remedy.objects.filter(case=of_case, closed_on=None)),
        "correction_asked": _first(corrections_asked().filter(case=of_case)),
        "reasons_asked": Exists(events.filter(kind=REASONS_ASKED)),
        "reasons_given": Exists(events.filter(kind=REASONS_GIVEN)),
        "supplemented": Exists(supplements),
        "reply": _first(replies.filter(~Exists(served.filter(served_on__isnull=False)))),
        "unsent": _first(unsent),
        "handed_over": _first(handed_over),
    }
    return written(Case.objects.all(), asked)


def _first(rows: QuerySet[Any], field: str = "pk") -> Subquery:
    return Subquery(rows.values(field)[:1])


def to_be_served() -> QuerySet[Letter]:
    """Return the final letters, replies apart, that must go out: another organ on this platform reads its own here."""
    return Letter.objects.filter(
        kind__in=_TO_BE_SERVED, frozen_at__isnull=False, consultation__agency__isnull=True
    )


def corrections_asked() -> QuerySet[CaseEvent]:
    """Return the requests to correct a record that nobody has answered."""
    answers = CaseEvent.objects.filter(case=OuterRef("case"), kind="correction_answered").annotate(
        about=Cast(KeyTextTransform("request", "detail"), BigIntegerField())
    )
    return CaseEvent.objects.filter(~Exists(answers.filter(about=OuterRef("pk"))), kind="corrected")


def case_at_desk(actor: Actor, case_id: int) -> Case:
    """Return one case of `at_desk`; raises Http404."""
    case = at_desk(actor).filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


@dataclass(frozen=True, slots=True)
class Owed:
    """所欠的意见 — what an actor was given to do in a case, or what their organ is asked about it."""

    part: Assignment | None = None
    asked: Consultation | None = None


def owed_by(actor: Actor, cases: Iterable[Case]) -> Mapping[int, Owed]:
    """Return what an actor owes those of some cases to which they owe anything, by the case's id; by two queries."""
    at = {case.pk: case for case in cases}
    parts = Assignment.objects.filter(
        case__in=at, ended_at=None, leads=False, answered_at=None
    ).select_related("agency")
    asked = Consultation.objects.filter(case__in=at, answer="", agency__isnull=False).select_related("agency")
    found: dict[int, Owed] = {}
    for part in parts.order_by("-id"):
        if _is_their_part(part, at[part.case_id], actor):
            found[part.case_id] = Owed(part)
    for each in asked.order_by("-id"):
        # Who has to do with the case itself does not answer for the other organ.
        if not sees_whole(actor, at[each.case_id]) and actor.may(policies.CO_HANDLE, each.agency):
            found[each.case_id] = replace(found.get(each.case_id, Owed()), asked=each)
    return found


def _is_their_part(part: Assignment, case: Case, actor: Actor) -> bool:
    """Whether an actor does a part: as a person, or at another organ; units of the own organ speak to its officer."""
    if part.person_id is not None or part.agency is None or part.agency_id == case.agency_id:
        return part.person_id is not None and part.person_id == actor.user_id
    return not sees_whole(actor, case) and bool(actor.may(policies.CO_HANDLE, part.agency))


def officers(agency: Agency, today: date) -> list[User]:
    """Return who may have a case of an organ in hand."""
    posts = in_post(today).filter(role__in=policies.HANDLE.roles, user__is_active=True)
    at = Q(agency=agency) | Q(role__in=[*SUBTREE_ROLES], agency__in=ancestor_ids(agency))
    return list({post.user_id: post.user for post in posts.filter(at).order_by("role", "pk")}.values())


def open_beside(case: Case, actor: Actor) -> list[Case]:
    """Return open cases of the same organ that ask for about the same, the likeliest first."""
    others = visible_to(actor).filter(
        agency_id=case.agency_id, state__in=sorted(OPEN_STATES), merged_into=None
    )
    return likely(case.title, others.exclude(pk=case.pk))


def ids_of(case_numbers: Sequence[str], actor: Actor) -> dict[str, int]:
    """Return the ids of the cases with these numbers that an actor sees."""
    return dict(visible_to(actor).filter(number__in=case_numbers).values_list("number", "pk"))
