"""申请人的页面 — what a case shows to the one who applied: whose turn, by when and why, what can be done now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.calendar import calendar
from gongkai.foi import clocks
from gongkai.foi.beforehand import Durations, durations
from gongkai.foi.case_calendar import Day, weeks
from gongkai.foi.decisions import remedy_places_of
from gongkai.foi.letters import goes_to_applicant
from gongkai.foi.models import Case, CaseEvent, CaseFile, Decision, Letter, Reveal, Service
from gongkai.foi.passed_on import ways_of
from gongkai.rules.application_limits import application_limits
from gongkai.rules.application_process import REASONS_ASKED, REASONS_GIVEN, CaseState
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.clock import ClockReading, EventKind
from gongkai.rules.deadlines import DeadlineKind, LegalDeadline, litigation_due, reconsideration_due
from gongkai.ui.wording import grouped, told, written

# What goes on between officials is not the applicant's; what was done with the application is.
TOLD = frozenset(
    {
        *map(str, EventKind),
        *("filed", "confirmed", "transferred", "merged", "split", "deferred", "sent", "served", "urged"),
        *("withdrawn", "reopened", "remedy_filed", "remedy_closed", "made_public", "corrected"),
        *("overridden", "correction_answered", "anonymised", REASONS_ASKED, REASONS_GIVEN),
    }
)
_APPLICANTS_TURN = frozenset({CaseState.AWAITING_SUPPLEMENT, CaseState.AWAITING_PAYMENT})


@dataclass(frozen=True, slots=True)
class Deed:
    """可以做的事 — an address where it can be done now, or none and the reason why not."""

    label: str
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """轮到谁 — who is to move, since when, what they do; and what the other side has to do meanwhile.

    `deed` is what there is for the applicant to do first: what they are waited for with, to urge, to read the answer.
    """

    applicant: bool
    organ_says: str
    applicant_says: str
    since: date | None
    deed: Deed | None


@dataclass(frozen=True, slots=True)
class Moved:
    """改动的期限 — on which day days off that were announced moved the due day, and what letters had named before."""

    on: date
    before: date


@dataclass(frozen=True, slots=True)
class Due:
    """最晚哪天答复 — the day, how it was added up, the sentences that lead there."""

    reading: ClockReading
    day: date | None
    statutory: int
    extension: int
    left: int | None
    late: bool
    weeks: Sequence[tuple[Day, ...]]
    moved: Moved | None = None


@dataclass(frozen=True, slots=True)
class SentLetter:
    """往来文书 — a letter with how it went out."""

    letter: Letter
    service: Service | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """申请人看到的案件 — everything on the page of a case."""

    case: Case
    key: str
    turn: Turn
    due: Due | None
    letters: Sequence[SentLetter]
    files: Sequence[CaseFile]
    events: Sequence[tuple[CaseEvent, str]]
    deeds: Sequence[Deed]
    objections: Sequence[LegalDeadline]
    looks: Sequence[Reveal]
    durations: Durations | None


def case_page(case: Case, key: str, today: date) -> CasePage:
    """Return the page of a case on a day."""
    known = calendar()
    events = list(case.events.order_by("on", "id"))
    due, ways = due_of(case, events, known, today), ways_of(events)
    letters = letters_of(case)
    objections = objections_of(case, letters, known)
    deeds = _deeds(case, key, due, letters, objections, today)
    return CasePage(
        case=case,
        key=key,
        turn=_turn(case, key, events, deeds, letters),
        due=due,
        letters=letters,
        files=given_out(case),
        events=[(event, ways.get(event.pk, "")) for event in reversed(events) if event.kind in TOLD],
        deeds=deeds,
        objections=objections,
        looks=list(case.reveals.select_related("by")),
        durations=durations(today, case.agency),
    )


def due_of(case: Case, events: Iterable[CaseEvent], known: WorkCalendar, today: date) -> Due | None:
    """Return by when a case is answered and why; None before the day of receipt, and for one that was given up."""
    if case.state == CaseState.CLOSED:
        return None
    events = list(events)
    reading = clocks.reading_of(case, known, today=today, events=events)
    if reading is None:
        return None
    statutory = application_limits(reading.statute).reply.workdays
    day = case.due_on or reading.due
    late = case.open and day is not None and day < today
    left = None
    if case.open and day is not None:
        left = known.workdays_between(day, today) if late else known.workdays_between(today, day)
    return Due(
        reading,
        day,
        statutory,
        reading.days_total - statutory,
        left,
        late,
        weeks(reading, day, known, today),
        _moved(case, events, day),
    )


def _moved(case: Case, events: Sequence[CaseEvent], day: date | None) -> Moved | None:
    """Return how the day was moved last by the calendar: what letters named before stays written there."""
    anew = [event for event in events if event.kind == "recomputed" and event.round == case.round]
    if not anew or "before" not in anew[-1].detail or anew[-1].detail.get("after") != str(day):
        return None
    return Moved(anew[-1].on, date.fromisoformat(anew[-1].detail["before"]))


def letters_of(case: Case) -> list[SentLetter]:
    """Return the letters that the applicant has got, the newest first: an answer shows once it was sent."""
    found = case.letters.filter(frozen_at__isnull=False).prefetch_related("services").order_by("-id")
    sent = []
    for letter in found:
        services = sorted(letter.services.all(), key=lambda service: service.pk)
        if goes_to_applicant(letter) and (services or letter.decision_id is None):
            sent.append(SentLetter(letter, services[-1] if services else None))
    return sent


def given_out(case: Case) -> list[CaseFile]:
    """Return the files that were given with an answer that was sent."""
    sent = Decision.objects.filter(
        case_id=case.merged_into_id or case.pk,
        state=Decision.State.SIGNED,
        letters__case=case,
        letters__services__isnull=False,
    )
    return list(
        CaseFile.objects.filter(removed_at=None, pk__in=sent.values("parts__files")).distinct().order_by("id")
    )


def objections_of(case: Case, letters: Sequence[SentLetter], known: WorkCalendar) -> list[LegalDeadline]:
    """Return until when the answer can be objected to, from the day on which the applicant knew it."""
    answers = [sent for sent in letters if sent.letter.decision_id and sent.letter.round == case.round]
    service = answers[0].service if answers else None
    on = (service.signed_for_on or service.served_on) if service else None
    return [reconsideration_due(on, known), litigation_due(on, known)] if on else []


def state_in_words(case: Case) -> str:
    """Return where a case stands, as its applicant is told."""
    state = CaseState(case.state)
    said = _SAYS[state][0]
    if state in (CaseState.REGISTERED, CaseState.IN_HAND):
        said = _ASKED.get(case.stopped_by, said)
    return str(said)


def _turn(
    case: Case, key: str, events: Sequence[CaseEvent], deeds: Sequence[Deed], answers: Sequence[SentLetter]
) -> Turn:
    state = CaseState(case.state)
    since = _answered_since(case) or next(
        (event.on for event in reversed(events) if event.kind in TOLD), None
    )
    theirs, asked = state in _APPLICANTS_TURN, str(_SAYS[state][1])
    urging = next((deed for deed in deeds if deed.address.endswith("/urge/")), None)
    if urging is not None:
        asked = _("答复晚了，您可以催办")
    return Turn(
        theirs,
        state_in_words(case),
        asked,
        since,
        deeds[0] if theirs else urging or _to_read(case, key, answers),
    )


def _answered_since(case: Case) -> date | None:
    """Return since when a case is answered, or put away: what comes afterwards does not change it."""
    if case.state == CaseState.ARCHIVED and case.archived_at:
        return timezone.localdate(case.archived_at)
    return case.answered_on


def _to_read(case: Case, key: str, letters: Sequence[SentLetter]) -> Deed | None:
    """Return the way to the answer that holds: one that the case was opened anew for does not."""
    answers = (sent.letter for sent in letters if sent.letter.decision_id)
    answer = next((letter for letter in answers if letter.round == case.round), None)
    if answer is None:
        return None
    return Deed(_("看答复"), reverse("case-letter", args=[key, answer.pk]), answer.title)


_ASKED = {
    str(EventKind.THIRD_PARTY_CONSULTED): _l("正在征求第三方的意见"),
    str(EventKind.ORGANS_CONSULTED): _l("正在征求其他机关的意见"),
}
_NOTHING = _l("现在不用做什么")
_SAYS = {
    CaseState.UNCONFIRMED: (_l("要和您确认收到的日期"), _l("请留意电话，我们会和您确认")),
    CaseState.REGISTERED: (_l("已经登记，正在安排办理"), _NOTHING),
    CaseState.IN_HAND: (_l("正在办理"), _NOTHING),
    CaseState.AWAITING_SUPPLEMENT: (_l("等您补正，收到以后重新计算期限"), _l("请补正")),
    CaseState.AWAITING_PAYMENT: (_l("等您缴费，收到以后重新计算期限"), _l("请缴费")),
    CaseState.IN_SIGNING: (_l("答复写好了，等负责人签发"), _NOTHING),
    CaseState.SIGNED: (_l("答复已经签发，正在送给您"), _l("请留意接收")),
    CaseState.ANSWERED: (_l("已经答复"), _l("请看答复；不同意的，可以申请复议或者起诉")),
    CaseState.CLOSED: (_l("不再办理"), _l("这件申请已经终止")),
    CaseState.ARCHIVED: (_l("办完归档"), _l("文书还可以在这里看")),
}


def _payment(case: Case, key: str, letters: Sequence[SentLetter]) -> Deed:
    """How much is to be paid, until when, and the notice that tells how."""
    notice = case.fee_notices.filter(approved=True, due_on__isnull=False).latest("id")
    assert notice.due_on is not None
    words = {"yuan": grouped(notice.yuan - notice.waived_yuan), "day": written(notice.due_on)}
    letter = next((sent.letter for sent in letters if sent.letter.kind == "fee-notice"), None)
    address = reverse("case-letter", args=[key, letter.pk]) if letter else ""
    return Deed(_("看收费通知"), address, _("缴费 %(yuan)s 元，%(day)s 以前；怎么缴，通知里写明") % words)


def _deeds(
    case: Case,
    key: str,
    due: Due | None,
    letters: Sequence[SentLetter],
    objections: Sequence[LegalDeadline],
    today: date,
) -> list[Deed]:
    found = []
    if case.state == CaseState.AWAITING_SUPPLEMENT:
        by = case.supplements.filter(received_on=None).latest("id").due_on
        found.append(
            _link(
                _("补正"),
                "case-supplement",
                key,
                _("请在 %(day)s 以前，以告知书写的为准") % {"day": written(by)},
            )
        )
    if case.state == CaseState.AWAITING_PAYMENT:
        found.append(_payment(case, key, letters))
    if (wanted := reasons_wanted(case)) is not None:
        note = _("请在 %(day)s 以前") % {"day": written(wanted)}
        found.append(_link(_("说明理由"), "case-reasons", key, note))
    found.append(_urging(case, key, due, today))
    if case.open:
        found.append(_link(_("撤回申请"), "case-withdraw", key, _("撤回以后不再办理，可以重新申请")))
    if can_correct(case):
        found.append(_link(_("申请更正"), "case-correct", key, _("给您的信息里，关于您自己的记录不准确")))
    found += _objecting(case, objections, today)
    found.append(_showing(case, key))
    return [deed for deed in found if deed.label]


def _showing(case: Case, key: str) -> Deed:
    if case.state == CaseState.CLOSED:
        return Deed("")
    if not case.may_be_shown:
        return _link(_("同意公开展示"), "case-showing", key, _("现在不展示；同意以后也不出现任何人"))
    listed = _("已经列入“已答复的申请”，可以撤回") if case.shown else _("您同意过，随时可以撤回")
    return _link(_("不再公开展示"), "case-showing", key, listed)


def _urging(case: Case, key: str, due: Due | None, today: date) -> Deed:
    """Once, when the answer is late: until then the page says from when."""
    if not case.open or due is None or due.day is None:
        return Deed("")
    if case.urgings.filter(by=None).exists():
        return Deed(_("催办"), note=_("您已经催过，承办人和机关负责人都收到了"))
    if can_be_urged(case, today):
        return _link(_("催办"), "case-urge", key, _("可以催一次，会记录在案"))
    day = written(due.day + timedelta(days=1))
    return Deed(_("催办"), note=_("到期还没有答复，%(day)s起可以催") % {"day": day})


def reasons_wanted(case: Case) -> date | None:
    """Return by when the applicant is asked to say why they ask for so much; None when nobody asks (2019 Art. 35)."""
    if not case.open:
        return None
    about = case.events.filter(round=case.round, kind__in=(REASONS_ASKED, REASONS_GIVEN))
    said = {event.kind: event for event in about}
    asked = said.get(REASONS_ASKED)
    return date.fromisoformat(asked.detail["due"]) if asked and REASONS_GIVEN not in said else None


def can_be_urged(case: Case, today: date) -> bool:
    """Whether the applicant may urge: the answer is late, and they have not urged yet."""
    late = case.open and not case.stopped_by and case.due_on is not None and case.due_on < today
    return late and not case.urgings.filter(by=None).exists()


def can_correct(case: Case) -> bool:
    """Whether there is an answer that may have shown a record about the applicant (2019 Art. 41)."""
    return case.state in (CaseState.ANSWERED, CaseState.ARCHIVED) and case.answered_on is not None


def _objecting(case: Case, objections: Sequence[LegalDeadline], today: date) -> list[Deed]:
    if case.open:
        return [Deed(_("申请行政复议"), note=_("收到答复以后可以；逾期没有答复的，也可以"))]
    places = remedy_places_of(case) if objections else {}
    to = {
        DeadlineKind.RECONSIDERATION: places.get("review_body", ""),
        DeadlineKind.LITIGATION: places.get("court", ""),
    }
    return [
        Deed(told(deadline.label), note=_until(deadline.day, to.get(deadline.kind, ""), today))
        for deadline in objections
    ]


def _until(day: date, body: str, today: date) -> str:
    said = {"day": written(day), "body": body}
    if day < today:
        return _("%(day)s 已经届满") % said
    return (_("向%(body)s提出，到 %(day)s 为止") if body else _("到 %(day)s 为止")) % said


def _link(label: str, name: str, key: str, note: str) -> Deed:
    return Deed(label, reverse(name, args=[key]), note)
