"""补正 — the applicant is told, once and for all, what must be made clear, and makes it clear (2019 Art. 30)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for, case_for_either
from gongkai.foi.actions.happen import happen, step
from gongkai.foi.actions.keep_file import keep_file
from gongkai.foi.actions.letters import issue
from gongkai.foi.actions.tell import officers_of, tell_applicant, tell_people
from gongkai.foi.files import checked
from gongkai.foi.filing import IncomingFile
from gongkai.foi.models import Case, Supplement
from gongkai.rules.applications import SUPPLEMENT_GROUNDS
from gongkai.rules.clock import EVENT_LABELS, EventKind
from gongkai.rules.deadlines import DEFAULT_SUPPLEMENT_DAYS, supplement_due, supplement_notice_due
from gongkai.rules.process import RuleViolation

LONGEST_WORKDAYS = 60
"""补正最长的期限 — no more is reasonable: the applicant waits all that time."""
_GROUNDS = {ground.code: ground for ground in SUPPLEMENT_GROUNDS}


def request_supplement(
    case_id: int,
    *,
    ground: str,
    what: str,
    workdays: int = DEFAULT_SUPPLEMENT_DAYS,
    paragraphs: Sequence[str] | None = None,
    actor: Actor,
    now: datetime,
) -> Supplement:
    """告知补正 — ask the applicant, with a letter; the clock stops until the supplement is there.

    Later than the law allows (`late_notice`) it is still done, and the record says so; but not once the reply is
    overdue, as the clock would begin anew. Raises RuleViolation for that, the second time, without words or for an
    unknown ground; StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        citation = step(case, "request_supplement")
        if case.supplements.filter(requested_on__gte=case.clock_since).exists():
            raise RuleViolation("补正应当一次性告知，这件申请已经告知过", citation)
        if ground not in _GROUNDS:
            raise RuleViolation("请选择补正的理由", citation, field="ground")
        if not what.strip():
            raise RuleViolation("请写明需要补正的内容", citation, field="what")
        if case.due_on is not None and case.due_on < timezone.localdate(now):
            raise RuleViolation("答复期限已过，不能再以补正重新计算期限", citation)
        if not 1 <= workdays <= LONGEST_WORKDAYS:
            raise RuleViolation("请给申请人合理的补正期限", citation, field="workdays")
        today = timezone.localdate(now)
        assert case.received_on is not None
        supplement = Supplement.objects.create(
            case=case,
            ground=ground,
            what=what.strip(),
            requested_on=today,
            due_on=supplement_due(today, case.received_on, calendar(), workdays).day,
        )
        _ask(change, case, supplement, paragraphs, actor)
    return supplement


def late_notice(case: Case, on: date) -> bool:
    """Whether a supplement that is asked for on that day is asked for too late."""
    due = supplement_notice_due(case.clock_since, calendar()) if case.clock_since else None
    return due is not None and on > due.day


def _ask(
    change: Change, case: Case, supplement: Supplement, paragraphs: Sequence[str] | None, actor: Actor
) -> None:
    happen(
        change,
        case,
        EventKind.SUPPLEMENT_REQUESTED,
        supplement.requested_on,
        who=actor,
        supplement=supplement.pk,
        late=late_notice(case, supplement.requested_on),
    )
    issue(
        change,
        case,
        "supplement-notice",
        addressee=case.applicant.name,
        places={
            "reason": _GROUNDS[supplement.ground].label,
            "guidance": supplement.what,
            "due": supplement.due_on,
        },
        who=actor,
        paragraphs=paragraphs,
    )
    tell_applicant(change, case, "supplement_requested", by=supplement.due_on)


def receive_supplement(
    *,
    key: str = "",
    case_id: int | None = None,
    answer: str,
    files: Sequence[IncomingFile] = (),
    on: date | None = None,
    actor: Actor,
    now: datetime,
) -> Supplement:
    """收到补正 — by the applicant with the key, today, or on the day on which it reached an officer.

    The clock begins anew. Raises StepNotAllowed when none is awaited, RuleViolation for an empty one or a day
    that cannot be, Denied, Http404.
    """
    brought = checked(files)
    with changing(actor, now) as change:
        case = case_for_either(actor, policies.HANDLE, key=key, case_id=case_id)
        citation = step(case, "receive_supplement")
        today = timezone.localdate(now)
        on = today if key or on is None else on
        supplement = case.supplements.filter(received_on=None).latest("id")
        if not answer.strip() and not brought:
            raise RuleViolation("请填写补正的内容，或者附上材料", citation, field="answer")
        if not supplement.requested_on <= on <= today:
            raise RuleViolation("收到补正的日期应在告知补正之后、今天以前", citation, field="on")
        supplement.received_on, supplement.answer = on, answer.strip()
        supplement.save()
        for file in brought:
            keep_file(case, file.kind, file.name, file.data, file.media_type, who=actor, now=now)
        happen(
            change,
            case,
            EventKind.SUPPLEMENT_RECEIVED,
            on,
            who=actor,
            citation=citation,
            supplement=supplement.pk,
            late=on > supplement.due_on,
        )
        tell_applicant(change, case, "supplement_received", due=case.due_on or "—")
        if key:
            deed = EVENT_LABELS[EventKind.SUPPLEMENT_RECEIVED]
            tell_people(change, case, "applicant_acted", officers_of(change, case), deed=deed)
    return supplement
