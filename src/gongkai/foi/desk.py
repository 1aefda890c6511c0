"""工作台的查询 — what officials see of applications: lists with their filters, one case with what its pages need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, Jurisdiction, User
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for, ancestor_ids, in_post
from gongkai.core.measures import at
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
from gongkai.rules.posts import SUBTREE_ROLES, Role

_OPEN = sorted(OPEN_STATES)
_IS_OPEN = Q(state__in=_OPEN)
_LEAD_TIME = 7
"""今后几天 — how many days "this week" looks ahead, so that on a Friday Monday is in it."""
MOST_TURNS = 200
"""一页最多几件 — nobody does more in a day; the lists have the rest."""
TURNS = "turns"
"""轮到我的 — the name under which `numbers` counts what `waiting_for` does."""
# The receipt is handed over, or stands on the applicant's page; replies have a step of their own.
_TO_BE_SERVED = ["organ-consultation"] + [
    code
    for code, letter in LETTERS.items()
    if letter.number
    and letter.result is None
    and letter.addressee in (Addressee.APPLICANT, Addressee.THIRD_PARTY)
    and code != RECEIPT
]
_SEALED = ("access_token", "query_code", "description", "features")

LISTS = {
    "mine": _("我办的"),
    "unit": _("本单位在办"),
    "today": _("今天到期"),
    "week": _("七天内到期"),
    "overdue": _("已超期"),
    "waiting": _("等待他人"),
    "provisional": _("期限待定"),
    "confirm": _("待确认"),
    "sign": _("待签发"),
    "serve": _("待送达"),
    "done": _("已办结"),
    "all": _("全部"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """筛选 — what narrows a list down; empty values do not."""

    words: str = ""
    state: str = ""
    channel: str = ""
    agency: Agency | None = None
    year: int | None = None

    @property
    def rule(self) -> Q:
        """The same as a query."""
        rule = Q()
        for word in self.words.split():
            rule &= Q(title__icontains=word) | Q(number__icontains=word) | Q(sought_number__icontains=word)
        exact: Mapping[str, object] = {"state": self.state, "channel": self.channel}
        rule &= Q(**{name: value for name, value in exact.items() if value})
        if self.agency is not None:
            rule &= Q(agency__path__startswith=self.agency.path)
        if self.year:
            rule &= Q(arrived_on__range=(date(self.year, 1, 1), date(self.year, 12, 31)))
        return rule


def rules_of(actor: Actor, today: date, here: Q = _IS_OPEN) -> dict[str, Q]:
    """Return what each list holds, by its name; `here` is left out where only open cases are looked at anyway."""
    own = [post.agency_id for post in actor.posts]
    return {
        "mine": here & (Q(lead_id=actor.user_id) | _asked_for_help(actor)),
        "unit": here & at("agency_id", own),
        "today": here & Q(due_on=today),
        "week": here & Q(due_on__range=(today, today + timedelta(days=_LEAD_TIME))),
        "overdue": here & Q(due_on__lt=today),
        "waiting": here & ~Q(stopped_by=""),
        "provisional": here & Q(provisional=True),
        "confirm": Q(state=CaseState.UNCONFIRMED),
        "sign": Q(state=CaseState.IN_SIGNING)
        | Q(pk__in=Case.objects.filter(correction_waits=True).values("pk"))
        | (here & Q(pk__in=Extension.objects.filter(approved=None).values("case_id")))
        | (here & Q(pk__in=FeeNotice.objects.filter(approved=None).values("case_id"))),
        "serve": Q(state=CaseState.SIGNED),
        "done": ~here,
        "all": Q(),
    }


def _asked_for_help(actor: Actor) -> Q:
    """Say of cases that somebody else has in hand that an actor, or another organ of theirs, owes a word on them."""
    organs = [post.agency_id for post in actor.posts if post.role in policies.CO_HANDLE.roles]
    here = at("agency_id", organs)
    if Role.OFFICE in actor.roles:  # what was given back twice is theirs
        here |= Q(agency__in=Jurisdiction.objects.values("host_agency"))
    elsewhere = here & ~Q(agency=F("case__agency"))
    # Who leads stands on the case itself.
    theirs = Q(person_id=actor.user_id, leads=False) | (Q(person=None) & elsewhere)
    helping = Assignment.objects.filter(theirs, ended_at=None, answered_at=None)
    asked = Consultation.objects.filter(elsewhere, answer="")
    return Q(pk__in=helping.values("case_id")) | Q(pk__in=asked.values("case_id"))


def in_list(actor: Actor, name: str, today: date, filters: Filters | None = None) -> QuerySet[Case]:
    """Return the cases of a list, the nearest deadline first, finished ones by their newest; KeyError for an unknown."""
    cases = visible_to(actor).filter(rules_of(actor, today)[name])
    if filters is not None:
        cases = cases.filter(filters.rule)
    cases = cases.select_related("agency", "lead", "applicant").defer(*_SEALED)
    if name in ("done", "all"):
        return cases.order_by("-filed_at", "-id")
    return cases.order_by(F("due_on").asc(nulls_last=True), "id")


def numbers(actor: Actor, today: date) -> dict[str, int]:
    """Return how many cases each list holds, but for those that only grow, and under TURNS what `waiting_for` does.

    One query looks once at each open case, another at the few answered ones with a request to correct.
    """
    seen, every = visible_to(actor), rules_of(actor, today, here=Q())
    # What it takes other tables to say of a case is asked once, though more than one number depends on it.
    said = {f"is_{name}": ExpressionWrapper(every[name], BooleanField()) for name in ("mine", "sign")}
    rules = {**every, "mine": Q(is_mine=True), "sign": Q(is_sign=True)}
    rules[TURNS] = _turns(actor, rules) & Q(stopped_by="")
    counts = {name: Count("pk", filter=q) for name, q in rules.items() if name not in ("done", "all")}
    found: dict[str, int] = seen.filter(_IS_OPEN).annotate(**said).aggregate(**counts)
    to_correct_at = _answered_to_correct(seen).values_list("agency_id", flat=True)
    signed_for = set(_signed_for_by(actor))
    found["sign"] += len(to_correct_at)
    found[TURNS] += sum(organ in signed_for for organ in to_correct_at)
    return found


def _turns(actor: Actor, rules: Mapping[str, Q]) -> Q:
    """Say of open cases for which it is an actor's turn: what they have in hand, what waits for their post."""
    own = [post.agency_id for post in actor.posts if post.role in policies.SEE_CASES.roles]
    mine = rules["mine"] & ~Q(state__in=[CaseState.IN_SIGNING])
    if actor.may(policies.SIGN_DECISION):
        mine |= rules["sign"] & at("agency_id", own)
    if actor.may(policies.HANDLE):
        fresh = rules["confirm"] | Q(state=CaseState.REGISTERED, lead=None)
        mine |= fresh & at("agency_id", own)
    return mine


def _open_turns(actor: Actor, today: date, cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.filter(_IS_OPEN, _turns(actor, rules_of(actor, today, here=Q())))


def waiting_for(actor: Actor, today: date) -> int:
    """Return for how many open cases it is an actor's turn, and nobody else is awaited."""
    open_turns = _open_turns(actor, today, visible_to(actor)).filter(stopped_by="")
    return open_turns.count() + _to_correct_by(actor, visible_to(actor)).count()


def _answered_to_correct(cases: QuerySet[Case]) -> QuerySet[Case]:
    # Found from their own index: whoever sees many cases would have all of theirs gone through.
    waiting = Case.objects.filter(correction_waits=True).exclude(_IS_OPEN)
    return cases.filter(pk__in=waiting.values("pk"))


def _to_correct_by(actor: Actor, cases: QuerySet[Case]) -> QuerySet[Case]:
    return _answered_to_correct(cases).filter(agency__in=_signed_for_by(actor))


def _signed_for_by(actor: Actor) -> list[int]:
    """Name the organs for which an actor signs."""
    return [post.agency_id for post in actor.posts if post.role in policies.SIGN_DECISION.roles]


def to_correct(actor: Actor) -> QuerySet[Case]:
    """Return the answered cases in which an actor must answer a request to correct a record, the oldest first."""
    return _to_correct_by(actor, at_desk(actor)).order_by("id")[:MOST_TURNS]


def escalated(actor: Actor) -> QuerySet[Case]:
    """Return the open cases of the organs that an actor leads of which they were told that they run late.

    The nearest deadline first; at most MOST_TURNS.
    """
    warned = visible_to(actor).filter(_IS_OPEN, agency__in=_signed_for_by(actor), stopped_by="", warned__gt=0)
    return warned.select_related("agency").defer(*_SEALED).order_by("due_on", "id")[:MOST_TURNS]


def open_turns(actor: Actor, today: date) -> QuerySet[Case]:
    """Return the open cases for which it may be an actor's turn, the nearest deadline first; at most MOST_TURNS."""
    cases = _open_turns(actor, today, at_desk(actor))
    return cases.order_by(F("due_on").asc(nulls_last=True), "id")[:MOST_TURNS]


def years(today: date) -> list[int]:
    """Return the years since the first application of all, the newest first: one look at an index, no counting."""
    first = Case.objects.aggregate(first=Min("filed_at"))["first"]
    return list(range(today.year, timezone.localdate(first).year - 1, -1)) if first else []


def at_desk(actor: Actor) -> QuerySet[Case]:
    """Return the cases of an actor with everything that the next step depends on, in one query."""
    beside = ("agency", "applicant", "lead", "entered_by", "merged_into", "split_from", "made_public")
    return visible_to(actor).select_related(*beside).annotate(**_looked_up())


@cache
def _looked_up() -> Mapping[str, Exists | Subquery]:
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
    return {
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


def my_part(case: Case, actor: Actor) -> Assignment | None:
    """Return what an actor was given to do in a case and has not done: as a person, or at another organ.

    What a unit of the case's own organ says, its officer gathers.
    """
    parts = case.assignments.filter(ended_at=None, leads=False, answered_at=None).select_related("agency")
    for part in parts:
        elsewhere = part.agency is not None and part.agency_id != case.agency_id
        if part.person_id == actor.user_id:
            return part
        if elsewhere and part.person_id is None and not sees_whole(actor, case):
            return part if actor.may(policies.CO_HANDLE, part.agency) else None
    return None


def my_question(case: Case, actor: Actor) -> Consultation | None:
    """Return what another organ is asked about a case, for who answers there and has nothing to do with the case itself."""
    if sees_whole(actor, case):
        return None
    asked = case.consultations.filter(answer="", agency__isnull=False).select_related("agency")
    return next((each for each in asked if actor.may(policies.CO_HANDLE, each.agency)), None)


def officers(agency: Agency, today: date) -> list[User]:
    """Return who may have a case of an organ in hand."""
    posts = in_post(today).filter(role__in=policies.HANDLE.roles, user__is_active=True)
    at = Q(agency=agency) | Q(role__in=[*SUBTREE_ROLES], agency__in=ancestor_ids(agency))
    return list({post.user_id: post.user for post in posts.filter(at).order_by("role", "pk")}.values())


@dataclass(frozen=True, slots=True)
class OrganFigures:
    """一个机关的件数 — what is open at an organ, late, near, waiting; what came and was answered this year."""

    agency: Agency
    open: int
    overdue: int
    week: int
    waiting: int
    received: int
    answered: int
    in_time: int = field(default=0)


def by_organ(actor: Actor, today: date) -> list[OrganFigures]:
    """Return the figures of every organ that an actor oversees and that has cases, the most overdue first."""
    new_year = date(today.year, 1, 1)
    here = Q(cases__state__in=_OPEN)
    # As the indicators count: by the first answer, which a later round does not undo.
    this_year = Q(cases__first_answered_on__gte=new_year)
    in_time = Q(cases__first_due_on=None) | Q(cases__first_answered_on__lte=F("cases__first_due_on"))
    organs = (
        agencies_for(actor, policies.URGE)
        .annotate(
            open=Count("cases", filter=here),
            overdue=Count("cases", filter=here & Q(cases__due_on__lt=today)),
            week=Count(
                "cases",
                filter=here & Q(cases__due_on__range=(today, today + timedelta(days=_LEAD_TIME))),
            ),
            waiting=Count("cases", filter=here & ~Q(cases__stopped_by="")),
            received=Count("cases", filter=Q(cases__received_on__gte=new_year)),
            answered=Count("cases", filter=this_year),
            in_time=Count("cases", filter=this_year & in_time),
        )
        .filter(Q(open__gt=0) | Q(received__gt=0))
        .order_by("-overdue", "-open", "position", "pk")
    )
    names = ("open", "overdue", "week", "waiting", "received", "answered", "in_time")
    return [OrganFigures(organ, **{name: getattr(organ, name) for name in names}) for organ in organs]


def open_beside(case: Case, actor: Actor) -> list[Case]:
    """Return open cases of the same organ that ask for about the same, the likeliest first."""
    others = visible_to(actor).filter(agency_id=case.agency_id, state__in=_OPEN, merged_into=None)
    return likely(case.title, others.exclude(pk=case.pk))


def ids_of(case_numbers: Sequence[str], actor: Actor) -> dict[str, int]:
    """Return the ids of the cases with these numbers that an actor sees."""
    return dict(visible_to(actor).filter(number__in=case_numbers).values_list("number", "pk"))
