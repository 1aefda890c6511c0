"""案件页 — what the desk shows of one case: its clock, whose turn it is, and one tab of what belongs to it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.models import User
from gongkai.agencies.policies import Actor
from gongkai.core.models import LedgerEntry
from gongkai.foi import desk, policies
from gongkai.foi.beforehand import answered_before
from gongkai.foi.likeness import likely
from gongkai.foi.models import Assignment, Case, CaseEvent, Consultation, Letter, Remedy, Supplement
from gongkai.foi.pages import Due, due_of
from gongkai.foi.passed_on import ways_of
from gongkai.foi.queries import is_part_of, sees_whole, visible_to
from gongkai.foi.sentences import ACTIONS
from gongkai.foi.silence import if_silent, is_over
from gongkai.foi.steps import NextStep, primary, reminder, steps_for, worth_showing
from gongkai.privacy.masking import mask_spans
from gongkai.rules.application_process import CaseState
from gongkai.rules.applications import APPLICANT_KIND_LABELS, SUPPLEMENT_GROUNDS, ApplicantKind
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.clock import EventKind
from gongkai.rules.deadlines import supplement_notice_due
from gongkai.rules.phrases import Phrase
from gongkai.rules.privacy import MASKS, Kind, MaskRule, masked
from gongkai.rules.remedies import OUTCOMES, Route
from gongkai.ui.wording import told

T = TypeVar("T")
TABS: Mapping[str, str | Promise] = {
    "story": _l("经过"),
    "handling": _l("承办"),
    "letters": _l("文书"),
    "files": _l("材料"),
    "remedies": _l("救济"),
    "alike": _l("相似"),
    "traces": _l("留痕"),
}
_NAME = MaskRule(1, 0)


@dataclass(frozen=True, slots=True)
class Masked:
    """遮住的申请人 — who applied, so that two can be told apart, and no more."""

    kind: str
    name: str
    id_number: str
    phone: str
    gone: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """一项经过 — an event with who did it and what it is about."""

    event: CaseEvent
    who: str
    about: str
    cases: list[tuple[int, str]]
    """The other cases of a merger or a division: where each stands and its number."""
    letter: int | None


_SUBMITTED = frozenset({CaseState.IN_SIGNING, CaseState.SIGNED, CaseState.ANSWERED, CaseState.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Page:
    """案件页的内容 — everything but the tab."""

    case: Case
    due: Due | None
    applicant: Masked
    first: NextStep | None
    reminder: str
    steps: list[NextStep]
    notice_by: date | None

    @property
    def submitted(self) -> bool:
        """Whether a decision of this round went to be signed."""
        return self.case.state in _SUBMITTED


def page_of(case: Case, actor: Actor, today: date, known: WorkCalendar) -> tuple[Page, list[CaseEvent]]:
    """Return the page of a case and its events, which the story and the clock share."""
    events = list(case.events.select_related("by").order_by("on", "id"))
    steps = steps_for(case, actor, today, desk.owed_by(actor, [case]).get(case.pk))
    first = primary(steps, case)
    may_ask = any(step.name == "supplement" and step.verdict for step in steps)
    whole = sees_whole(actor, case)
    notice = supplement_notice_due(case.clock_since, known) if case.clock_since else None
    page = Page(
        case=case,
        due=due_of(case, events, known, today),
        applicant=masked_applicant(case),
        first=first,
        reminder=_said_of(case, first, today, whole=whole),
        steps=[step for step in worth_showing(steps, case) if step is not first and (whole or step.verdict)],
        notice_by=notice.day if notice and may_ask and notice.day >= today else None,
    )
    return page, events


def _said_of(case: Case, first: NextStep | None, today: date, *, whole: bool) -> str:
    """Say what the next step is about; where somebody who was asked let the limit pass, what that means."""
    if not whole:
        return first.hint if first else ""
    if first is not None and first.name == "opinion":
        late = (each for each in case.consultations.filter(answer="") if is_over(each, today))
        means = [told(sentence) for asked in late for sentence in if_silent(asked)]
        return _("，").join([_("对方答复的期限已过"), *means[:1]]) if means else first.hint
    return reminder(case, first)


def masked_applicant(case: Case) -> Masked:
    """Return what is shown of an applicant to whoever sees the case."""
    applicant = case.applicant
    kind = told(APPLICANT_KIND_LABELS[ApplicantKind(case.applicant_kind)])
    if applicant.anonymised_at:
        return Masked(kind, _("已匿名"), "", "", gone=True)
    citizen = case.applicant_kind == ApplicantKind.CITIZEN
    name = masked(applicant.name, _NAME) if citizen else applicant.name
    return Masked(
        kind,
        name,
        _hidden(applicant.id_number, Kind.RESIDENT_ID),
        _hidden(applicant.phone, Kind.MOBILE_PHONE),
        gone=False,
    )


def _hidden(words: str, kind: Kind) -> str:
    return mask_spans(words, [(0, len(words), kind)], MASKS) if words else ""


def story(case: Case, events: Sequence[CaseEvent]) -> list[Shown]:
    """Return what happened to a case, the newest first."""
    names, ways = _names(case, events), ways_of(events)
    return [
        Shown(
            event=event,
            who=event.by.name if event.by else "",
            about=ways.get(event.pk) or names.about(event),
            cases=[(pk, names.joined[pk]) for pk in _joined(event) if pk in names.joined],
            letter=event.detail.get("letter"),
        )
        for event in reversed(events)
    ]


def _names(case: Case, events: Sequence[CaseEvent]) -> "_Names":
    """Look up whom or what events are about, once for each kind of thing that happened."""
    asked = {event.detail["consultation"] for event in events if "consultation" in event.detail}
    units = {pk for event in events for pk in event.detail.get("assignments", [])}
    joined = {pk for event in events for pk in _joined(event)}
    objections = any("remedy" in event.detail for event in events)
    return _Names(
        consulted={each.pk: each for each in Consultation.objects.filter(pk__in=asked)} if asked else {},
        units=dict(Assignment.objects.filter(pk__in=units).values_list("pk", "unit")) if units else {},
        joined=dict(Case.objects.filter(pk__in=joined).values_list("pk", "number")) if joined else {},
        remedies={each.pk: each for each in case.remedies.all()} if objections else {},
    )


def _joined(event: CaseEvent) -> list[int]:
    """Return the other cases of a merger or a division."""
    one = [event.detail[name] for name in ("into", "split_from") if name in event.detail]
    return [*one, *event.detail.get("cases", []), *event.detail.get("parts", [])]


@dataclass(frozen=True, slots=True)
class _Names:
    consulted: Mapping[int, Consultation]
    units: Mapping[int, str]
    joined: Mapping[int, str]
    remedies: Mapping[int, Remedy]

    def about(self, event: CaseEvent) -> str:
        if (asked := self.consulted.get(event.detail.get("consultation", 0))) is not None:
            opinion = asked.get_answer_display() if event.kind.endswith("replied") else ""
            return _("，").join(filter(None, (asked.name, opinion)))
        if (remedy := self.remedies.get(event.detail.get("remedy", 0))) is not None:
            outcome = _outcome(remedy) if event.kind == "remedy_closed" else ""
            return _("，").join(filter(None, (remedy.get_kind_display(), remedy.body, outcome)))
        return _("、").join(self.units[pk] for pk in event.detail.get("assignments", []) if pk in self.units)


def _outcome(remedy: Remedy) -> str:
    known = OUTCOMES[Route(remedy.kind)].get(remedy.outcome)
    return told(known.label) if known else ""


def tabs_for(actor: Actor, case: Case) -> Mapping[str, str | Promise]:
    """Return the tabs of a case that an actor may open: another organ that helps or is asked, its own part."""
    return TABS if sees_whole(actor, case) else {"handling": TABS["handling"]}


def tab_of(case: Case, tab: str, actor: Actor, events: Sequence[CaseEvent]) -> dict[str, Any]:
    """Return what a tab shows."""
    return _TABS[tab](case, actor, events)


def counts_of(case: Case) -> dict[str, int]:
    """Return how many things stand under the tabs that are worth a number, in one query."""
    counted: dict[str, int] = Case.objects.filter(pk=case.pk).aggregate(
        letters=Count("letters", distinct=True),
        files=Count("files", filter=Q(files__removed_at=None), distinct=True),
        remedies=Count("remedies", distinct=True),
    )
    return counted


def _story(case: Case, actor: Actor, events: Sequence[CaseEvent]) -> dict[str, Any]:
    return {"story": story(case, events)}


def _own_part(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what another organ was given to do, or is asked: no other unit, no third party, no applicant's words."""
    given = case.assignments.select_related("person", "agency")
    asked = case.consultations.select_related("agency")
    return {
        "assignments": [each for each in given if is_part_of(actor, each)],
        "consultations": [_asked(each, case, actor) for each in asked if is_part_of(actor, each)],
        "may_handle": False,
    }


def _handling(case: Case, actor: Actor, events: Sequence[CaseEvent]) -> dict[str, Any]:
    if not sees_whole(actor, case):
        return _own_part(case, actor)
    grounds = {ground.code: ground.label for ground in SUPPLEMENT_GROUNDS}
    kinds = {event.kind for event in events}
    supplements: Iterable[Supplement] = case.supplements.all()
    # What never happened is not asked for: a case has few of these, and its page few queries.
    return {
        "assignments": case.assignments.select_related("person", "agency").order_by(
            "ended_at", "-leads", "id"
        ),
        "may_handle": actor.may(policies.HANDLE, case.agency),
        "consultations": [
            _asked(each, case, actor)
            for each in _where(kinds & _CONSULTED, case.consultations.select_related("agency"))
        ],
        "supplements": [
            (each, told(grounds.get(each.ground, each.ground)))
            for each in _where(kinds & {EventKind.SUPPLEMENT_REQUESTED}, supplements)
        ],
        "extensions": _where(
            kinds & {"extension_proposed"}, case.extensions.select_related("proposed_by", "decided_by")
        ),
        "fees": _where(
            kinds & {"fee_proposed"}, case.fee_notices.select_related("proposed_by", "decided_by")
        ),
        "urgings": _where(kinds & {"urged"}, case.urgings.select_related("by")),
    }


_CONSULTED = {EventKind.THIRD_PARTY_CONSULTED, EventKind.ORGANS_CONSULTED}


def _where(happened: Collection[str], things: Iterable[T]) -> Iterable[T]:
    """Return the things of a kind, without asking where nothing made any."""
    return things if happened else ()


def _asked(asked: Consultation, case: Case, actor: Actor) -> tuple[Consultation, bool, list[Phrase]]:
    """Return one who was asked, whether the actor may record the answer, and what silence means where there was none."""
    asked.case = case
    silent = asked.answer == Consultation.Answer.SILENCE or is_over(asked, timezone.localdate())
    return asked, bool(_may_answer(asked, case, actor)), if_silent(asked) if silent else []


def _may_answer(asked: Consultation, case: Case, actor: Actor) -> object:
    here = asked.agency is not None and actor.may(policies.CO_HANDLE, asked.agency)
    return not asked.answer and case.open and (here or actor.may(policies.HANDLE, case.agency))


def _letters(case: Case, actor: Actor, events: Sequence[CaseEvent]) -> dict[str, Any]:
    letters: Iterable[Letter] = case.letters.prefetch_related("services__proof").order_by("-id")
    return {"letters": letters, "may_handle": actor.may(policies.HANDLE, case.agency)}


def _files(case: Case, actor: Actor, events: Sequence[CaseEvent]) -> dict[str, Any]:
    return {
        "files": case.files.select_related("added_by").order_by("kind", "id"),
        "may_handle": actor.may(policies.HANDLE, case.agency),
        "may_reveal": actor.may(policies.REVEAL_APPLICANT, case.agency),
    }


def _remedies(case: Case, actor: Actor, events: Sequence[CaseEvent]) -> dict[str, Any]:
    answered = {event.detail.get("request") for event in events if event.kind == "correction_answered"}
    remedies = list(case.remedies.select_related("after"))
    for remedy in remedies:
        remedy.outcome = _outcome(remedy)
    return {
        "remedies": remedies,
        "corrections": [(event, event.pk in answered) for event in events if event.kind == "corrected"],
        "may_handle": actor.may(policies.HANDLE, case.agency),
        "may_sign": actor.may(policies.SIGN_DECISION, case.agency),
        "may_reveal": actor.may(policies.REVEAL_APPLICANT, case.agency),
    }


def _alike(case: Case, actor: Actor, events: Sequence[CaseEvent]) -> dict[str, Any]:
    others = visible_to(actor).exclude(pk=case.pk)
    fingerprint = case.applicant.fingerprint
    same = others.filter(applicant__fingerprint=fingerprint) if fingerprint else others.none()
    return {
        "same_applicant": same.select_related("agency").order_by("-filed_at")[:20],
        "alike": likely(case.title, others, most=10),
        "shown": answered_before(case.title),
    }


def _traces(case: Case, actor: Actor, events: Sequence[CaseEvent]) -> dict[str, Any]:
    entries = list(
        LedgerEntry.objects.filter(subject_type="case", subject_id=case.pk)
        .select_related("note")
        .order_by("-id")[:300]
    )
    names = dict(
        User.objects.filter(pk__in={entry.actor_id for entry in entries if entry.actor_id}).values_list(
            "pk", "name"
        )
    )
    lines = [
        (entry, names.get(entry.actor_id or 0, ""), str(ACTIONS.get(entry.action, entry.action)))
        for entry in entries
    ]
    return {"entries": lines, "looks": case.reveals.select_related("by")}


_TABS: Mapping[str, Callable[[Case, Actor, Sequence[CaseEvent]], dict[str, Any]]] = {
    "story": _story,
    "handling": _handling,
    "letters": _letters,
    "files": _files,
    "remedies": _remedies,
    "alike": _alike,
    "traces": _traces,
}
