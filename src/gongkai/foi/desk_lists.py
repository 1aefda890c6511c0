"""工作台的列表 — what officials see of applications in lists, how many stand in each, and for how many it is their turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Jurisdiction
from gongkai.agencies.policies import Actor
from gongkai.core.measures import at
from gongkai.core.statements import asked_again
from gongkai.foi import policies
from gongkai.foi.desk import ANSWERED_IN, SEALED, at_desk
from gongkai.foi.models import Assignment, Case, Consultation, Extension, FeeNotice
from gongkai.foi.queries import visible_to
from gongkai.rules.application_process import OPEN_STATES, CaseState
from gongkai.rules.posts import Role

OPEN = sorted(OPEN_STATES)
_IS_OPEN = Q(state__in=OPEN)
_LEAD_TIME = 7
"""今后几天 — how many days "this week" looks ahead, so that on a Friday Monday is in it."""
MOST_TURNS = 200
"""一页最多几件 — nobody does more in a day; the lists have the rest."""
TURNS = "turns"
"""轮到我的 — the name under which `numbers` counts what `waiting_for` does."""

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


OF_OPEN = [name for name in LISTS if name not in ("done", "all")]
"""The lists of open cases."""
_NUMBERED = [*OF_OPEN, TURNS]


@dataclass(frozen=True, slots=True)
class Filters:
    """筛选 — what narrows a list down; empty values do not."""

    words: str = ""
    state: str = ""
    channel: str = ""
    under: str = ""
    """The path of an organ, whose cases and those of the organs below it are meant."""
    year: int | None = None

    @property
    def rule(self) -> Q:
        """The same as a query."""
        rule = Q()
        for word in self.words.split():
            rule &= Q(title__icontains=word) | Q(number__icontains=word) | Q(sought_number__icontains=word)
        exact: Mapping[str, object] = {"state": self.state, "channel": self.channel}
        rule &= Q(**{name: value for name, value in exact.items() if value})
        if self.under:
            rule &= Q(agency__path__startswith=self.under)
        if self.year:
            rule &= Q(arrived_on__range=(date(self.year, 1, 1), date(self.year, 12, 31)))
        return rule


Asked = tuple[Actor, str, date, Filters]
"""What is asked of a list: by whom, which, on which day, narrowed by what."""


def this_week(today: date) -> tuple[date, date]:
    """Return the days, both included, on which what falls due does so this week."""
    return today, today + timedelta(days=_LEAD_TIME)


def rules_of(actor: Actor, today: date, here: Q = _IS_OPEN) -> dict[str, Q]:
    """Return what each list holds, by its name; `here` is left out where only open cases are looked at anyway."""
    own = [post.agency_id for post in actor.posts]
    return {
        "mine": here & (_leads(actor) | _asked_for_help(actor)),
        "unit": here & at("agency_id", own),
        "today": here & Q(due_on=today),
        "week": here & Q(due_on__range=this_week(today)),
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


def _leads(actor: Actor) -> Q:
    return Q(lead_id=actor.user_id)


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
    if name in ("done", "all"):
        return cases.order_by("-filed_at", "-id")
    return cases.order_by(F("due_on").asc(nulls_last=True), "id")


def how_many(actor: Actor, name: str, today: date, filters: Filters) -> int:
    """Return how many cases stand `in_list`."""
    counted = _count(actor, name, today, filters)
    return int(counted[0][0]) if counted else 0


def ids(
    actor: Actor, name: str, today: date, filters: Filters, start: int = 0, most: int | None = None
) -> list[int]:
    """Return the ids of the cases that stand `in_list`, from a place on (0 is the first), all or at most so many."""
    return [pk for (pk,) in _ids(actor, name, today, filters, start, most)]


@asked_again
def _count(actor: Actor, name: str, today: date, filters: Filters) -> object:
    return in_list(actor, name, today, filters).count()


@asked_again
def _ids(actor: Actor, name: str, today: date, filters: Filters, start: int, most: int | None) -> object:
    listed = in_list(actor, name, today, filters).values_list("pk")
    return list(listed[start:] if most is None else listed[start : start + most])


def numbers(actor: Actor, today: date) -> dict[str, int]:
    """Return how many cases each list holds, but for those that only grow, and under TURNS what `waiting_for` does.

    One query looks once at each open case, another at the few answered ones with a request to correct.
    """
    counted = _numbers(actor, today)
    found = dict(zip(_NUMBERED, counted[0] if counted else [0] * len(_NUMBERED), strict=True))
    to_correct_at = [organ for (organ,) in _corrections_asked_at(actor)]
    signed_for = set(_signed_for_by(actor))
    found["sign"] += len(to_correct_at)
    found[TURNS] += sum(organ in signed_for for organ in to_correct_at)
    return found


@asked_again
def _numbers(actor: Actor, today: date) -> object:
    """Count the open cases of each list, in the order of _NUMBERED."""
    every = rules_of(actor, today, here=Q())
    # What it takes other tables to say of a case is asked once, though more than one number depends on it.
    said = {"is_helped": _asked_for_help(actor), "is_sign": every["sign"]}
    helped, sign = (Q(**{name: True}) for name in said)
    rules = {**every, "mine": _leads(actor) | helped, "sign": sign}
    rules[TURNS] = _turns_now(actor, rules, helped)
    told = {name: ExpressionWrapper(rule, BooleanField()) for name, rule in said.items()}
    open_cases = visible_to(actor).filter(_IS_OPEN).annotate(**told)
    return open_cases.aggregate(**{name: Count("pk", filter=rules[name]) for name in _NUMBERED})


@asked_again
def _corrections_asked_at(actor: Actor) -> object:
    return list(_answered_to_correct(visible_to(actor)).values_list("agency_id"))


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


def _turns_now(actor: Actor, rules: Mapping[str, Q], helped: Q) -> Q:
    """Say the same where nobody else is awaited; who is asked for help is awaited while the clock stands still, too."""
    return (_turns(actor, rules) & Q(stopped_by="")) | (helped & Q(state__in=sorted(ANSWERED_IN)))


def waiting_for(actor: Actor, today: date) -> int:
    """Return for how many open cases it is an actor's turn, and nobody else is awaited."""
    counted = _waiting(actor, today), _waiting_to_correct(actor)
    return sum(rows[0][0] for rows in counted if rows)


@asked_again
def _waiting(actor: Actor, today: date) -> object:
    now = _turns_now(actor, rules_of(actor, today, here=Q()), _asked_for_help(actor))
    return visible_to(actor).filter(_IS_OPEN, now).count()


@asked_again
def _waiting_to_correct(actor: Actor) -> object:
    return _to_correct_by(actor, visible_to(actor)).count()


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
    return warned.select_related("agency").defer(*SEALED).order_by("due_on", "id")[:MOST_TURNS]


def open_turns(actor: Actor, today: date) -> QuerySet[Case]:
    """Return the open cases for which it may be an actor's turn, the nearest deadline first; at most MOST_TURNS."""
    cases = at_desk(actor).filter(_IS_OPEN, _turns(actor, rules_of(actor, today, here=Q())))
    return cases.order_by(F("due_on").asc(nulls_last=True), "id")[:MOST_TURNS]


def years(today: date) -> list[int]:
    """Return the years since the first application of all, the newest first: one look at an index, no counting."""
    first = Case.objects.aggregate(first=Min("filed_at"))["first"]
    return list(range(today.year, timezone.localdate(first).year - 1, -1)) if first else []
