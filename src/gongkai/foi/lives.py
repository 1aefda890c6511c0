"""一生 — an invented application taken through the real actions, from the filing to the archive.

What the replay of real reports, the demonstration and the measurements have in common. A life stops before each
step and says when that step is, so that many lives can be told side by side in the order of their days.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from django.utils import timezone

from gongkai.agencies.policies import PUBLIC, Actor
from gongkai.foi.actions.archive import archive
from gongkai.foi.actions.assign import assign
from gongkai.foi.actions.confirm import confirm
from gongkai.foi.actions.decide import (
    PartFacts,
    draft_decision,
    save_decision,
    sign_decision,
    submit_decision,
)
from gongkai.foi.actions.file_case import file_case
from gongkai.foi.actions.remedy import close_remedy, record_remedy
from gongkai.foi.actions.serve import serve
from gongkai.foi.decisions import reply_to
from gongkai.foi.filing import Filing
from gongkai.foi.models import Case, CaseFile, DecisionPart, Letter
from gongkai.rules.application_process import CaseState
from gongkai.rules.receiving import Channel
from gongkai.rules.remedies import Route
from gongkai.rules.reply_kinds import Element
from gongkai.rules.serving import ServiceWay

SERVICE_BY_CHANNEL: Mapping[Channel, ServiceWay] = {
    Channel.IN_PERSON: ServiceWay.IN_PERSON,
    Channel.ONLINE: ServiceWay.ONLINE,
    Channel.EMAIL: ServiceWay.EMAIL,
}
"""How an invented applicant gets the answer; every other one by post."""


@dataclass(frozen=True, slots=True)
class Hands:
    """经手的人 — who handles invented applications, and who signs what was decided."""

    officer: Actor
    leader: Actor


@dataclass(frozen=True, slots=True)
class Days:
    """各步的时间 — when an application comes in, is assigned, decided, signed, served and put away."""

    filed: datetime
    assigned: datetime
    decided: datetime
    signed: datetime
    served: datetime
    archived: datetime


@dataclass(frozen=True, slots=True)
class Objection:
    """不服的经过 — to whom an answer is taken and when, and when it is closed, with what; None where it never is."""

    route: Route
    body: str
    filed: datetime
    closed: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """一生的内容 — what is applied for, when each step is, how it is answered, and how somebody objects to that.

    `ticked` are codes of rules.questions; `elements` is what the replies they lead to must say.
    """

    filing: Filing
    days: Days
    ticked: tuple[str, ...]
    elements: Mapping[str, str] = field(default_factory=dict)
    objections: tuple[Objection, ...] = ()


def live(life: Life, hands: Hands) -> Iterator[datetime]:
    """Take one application through its life; yields the moment of each step before it is taken."""
    days = life.days
    yield days.filed
    case = _filed(life, hands)
    yield days.assigned
    assign(case.pk, lead=hands.officer.user_id, actor=hands.officer, now=days.assigned)
    yield days.decided
    decision = decided(
        case, ticked=life.ticked, elements=life.elements, officer=hands.officer, now=days.decided
    )
    yield days.signed
    sign_decision(decision, actor=hands.leader, now=days.signed)
    yield days.served
    answered(Letter.objects.get(decision=decision), officer=hands.officer, now=days.served)
    yield days.archived
    archive(case.pk, actor=hands.officer, now=days.archived)
    yield from _disputed(case, life.objections, hands.officer)


def _disputed(case: Case, objections: Iterable[Objection], officer: Actor) -> Iterator[datetime]:
    """Tell one objection after the other; a court that hears of a reconsideration hears of the last one."""
    reconsidered = None
    for each in objections:
        yield each.filed
        remedy = record_remedy(
            case.pk,
            kind=each.route,
            body=each.body,
            after=reconsidered if each.route is Route.LITIGATION_AFTER else None,
            filed_on=timezone.localdate(each.filed),
            actor=officer,
            now=each.filed,
        )
        if each.route is Route.RECONSIDERATION:
            reconsidered = remedy.pk
        if each.closed:
            yield each.closed
            on = timezone.localdate(each.closed)
            close_remedy(remedy.pk, on=on, outcome=each.outcome, actor=officer, now=each.closed)


def _filed(life: Life, hands: Hands) -> Case:
    actor = PUBLIC if life.filing.channel is Channel.ONLINE else hands.officer
    now = life.days.filed
    case = file_case(life.filing, actor=actor, now=now).case
    if case.state == CaseState.UNCONFIRMED:
        case = confirm(case.pk, on=timezone.localdate(now), actor=hands.officer, now=now)
    return case


def decided(
    case: Case,
    *,
    ticked: Iterable[str],
    officer: Actor,
    now: datetime,
    elements: Mapping[str, str] = MappingProxyType({}),
    written: Iterable[PartFacts] = (),
) -> int:
    """Draft the decision that follows from what was ticked, send it to be signed, and return its id.

    Its parts are those `written`, else those proposed, which say `elements` besides.
    """
    draft = draft_decision(case.pk, ticked=ticked, actor=officer, now=now)
    parts = list(written) or [_filled(part, case, elements) for part in draft.parts.prefetch_related("files")]
    decision = save_decision(
        draft.pk, parts=parts, ticked=draft.ticked, revision=draft.revision, actor=officer, now=now
    )
    submit_decision(decision.pk, actor=officer, now=now)
    return decision.pk


def _filled(part: DecisionPart, case: Case, elements: Mapping[str, str]) -> PartFacts:
    """Return a proposed part with what its reply must say, and with the files that are to be given out."""
    reply = reply_to(part, case)
    said = {name.value: elements[name.value] for name in reply.elements if name.value in elements}
    given = case.files.filter(kind=CaseFile.Kind.RELEASE) if Element.CONTENT in reply.elements else ()
    return PartFacts(part.what, part.reply, {**said, **part.elements}, tuple(file.pk for file in given))


def answered(letter: Letter, *, officer: Actor, now: datetime) -> None:
    """Serve the reply in the way that goes with the channel of the case."""
    way = SERVICE_BY_CHANNEL.get(Channel(letter.case.channel), ServiceWay.POST)
    today = timezone.localdate(now)
    serve(
        letter.pk,
        way=way,
        sent_on=today,
        tracking_number=f"示例邮件{letter.pk:05d}" if way is ServiceWay.POST else "",
        signed_for_on=today if way is ServiceWay.IN_PERSON else None,
        actor=officer,
        now=now,
    )


def side_by_side(lives: Iterable[Iterator[datetime]], tick: Callable[[], object] = lambda: None) -> None:
    """Tell lives together, the earliest step of any of them first; `tick` after each that has come to its end."""
    waiting = [(next(life), number, life) for number, life in enumerate(lives)]
    heapq.heapify(waiting)
    while waiting:
        _, number, life = waiting[0]
        if (moment := next(life, None)) is None:
            heapq.heappop(waiting)
            tick()
        else:
            heapq.heapreplace(waiting, (moment, number, life))
