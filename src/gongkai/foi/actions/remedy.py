"""救济 — reconsideration and litigation over a case are recorded, and what their outcome asks for (2019 Art. 51)."""

from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import begin_round, happen, step
from gongkai.foi.actions.tell import officers_of, tell_people
from gongkai.foi.models import Case, Remedy
from gongkai.rules.citations import REGULATIONS_2019, cite
from gongkai.rules.deadlines import reconsideration_decision_due
from gongkai.rules.process import RuleViolation
from gongkai.rules.remedies import OUTCOMES, Outcome, Route, finding

_CITATION = cite(REGULATIONS_2019, 51)


def record_remedy(
    case_id: int,
    *,
    kind: str,
    body: str,
    filed_on: date,
    reference: str = "",
    instance: int = 1,
    after: int | None = None,
    accepted_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> Remedy:
    """登记复议诉讼 — somebody objects to the answer, or to there being none; `after` is the reconsideration before.

    Raises RuleViolation for what is missing or cannot be, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        if kind not in set(Route):
            raise RuleViolation("请选择救济种类", _CITATION, field="kind")
        if not body.strip():
            raise RuleViolation("请填写复议机关或者法院", _CITATION, field="body")
        first = case.received_on or case.arrived_on
        for name, day in (("filed_on", filed_on), ("accepted_on", accepted_on)):
            if day and not first <= day <= timezone.localdate(now):
                raise RuleViolation("日期应在收到申请之后、今天以前", _CITATION, field=name)
        remedy = Remedy.objects.create(
            case=case,
            kind=kind,
            body=body.strip(),
            reference=reference.strip(),
            instance=instance,
            after=_before(case, kind, after),
            filed_on=filed_on,
            accepted_on=accepted_on,
            due_on=_decided_by(kind, accepted_on, 0),
        )
        happen(change, case, "remedy_filed", filed_on, who=actor, citation=_CITATION, remedy=remedy.pk)
    return remedy


def _before(case: Case, kind: str, after: int | None) -> Remedy | None:
    if after is None:
        return None
    found = case.remedies.filter(pk=after, kind=Route.RECONSIDERATION).first()
    if found is None or kind != Route.LITIGATION_AFTER:
        raise RuleViolation("请选择这件申请此前的复议", _CITATION, field="after")
    return found


def _decided_by(kind: str, accepted_on: date | None, extended_days: int) -> date | None:
    if kind != Route.RECONSIDERATION or accepted_on is None:
        return None
    try:
        return reconsideration_decision_due(accepted_on, calendar(), extended_days).day
    except ValueError as too_long:
        raise RuleViolation(str(too_long), field="extended_days") from too_long


def accept_remedy(
    remedy_id: int, *, accepted_on: date, extended_days: int = 0, actor: Actor, now: datetime
) -> Remedy:
    """登记受理 — the day on which the body took it on, and by how many days it extended its own limit.

    Raises RuleViolation for a day that cannot be, too long an extension, or when it is closed; Denied, Http404.
    """
    with changing(actor, now) as change:
        remedy, case = _pending(actor, remedy_id)
        if not remedy.filed_on <= accepted_on <= timezone.localdate(now):
            raise RuleViolation("受理的日期应在申请之后、今天以前", _CITATION, field="accepted_on")
        remedy.accepted_on = accepted_on
        remedy.due_on = _decided_by(remedy.kind, accepted_on, extended_days)
        remedy.save()
        change.record(
            "foi.accept_remedy",
            case,
            agency_id=case.agency_id,
            citation=_CITATION,
            remedy=remedy.pk,
            on=accepted_on.isoformat(),
        )
    return remedy


def close_remedy(
    remedy_id: int,
    *,
    on: date,
    outcome: str,
    corrected_because: str = "",
    act_by: date | None = None,
    actor: Actor,
    now: datetime,
) -> Remedy:
    """登记审结 — with its outcome; one that asks for a new decision opens the case anew, with a clock from that day.

    `act_by` is the day by which the body wants it done. Raises RuleViolation for what is missing or cannot be, or
    when it is closed already; Denied, Http404.
    """
    with changing(actor, now) as change:
        remedy, case = _pending(actor, remedy_id)
        found = OUTCOMES[Route(remedy.kind)].get(outcome)
        if found is None:
            raise RuleViolation("请选择审结的结果", _CITATION, field="outcome")
        if not remedy.filed_on <= on <= timezone.localdate(now):
            raise RuleViolation("审结的日期应在申请之后、今天以前", _CITATION, field="on")
        if act_by and act_by < on:
            raise RuleViolation("履行期限不能早于审结的日期", _CITATION, field="act_by")
        remedy.closed_on, remedy.outcome, remedy.act_by = on, found.code, act_by
        remedy.outcome_class = finding(Route(remedy.kind), found.code)
        remedy.corrected_because = corrected_because.strip()
        remedy.save()
        happen(
            change,
            case,
            "remedy_closed",
            on,
            who=actor,
            citation=_CITATION,
            remedy=remedy.pk,
            outcome=found.code,
        )
        _reopen(change, case, found, remedy, actor)
    return remedy


def _pending(actor: Actor, remedy_id: int) -> tuple[Remedy, Case]:
    found = Remedy.objects.filter(pk=remedy_id).first()
    if found is None:
        raise Http404
    case = case_for(actor, policies.HANDLE, found.case_id)
    remedy = Remedy.objects.get(pk=remedy_id)
    if remedy.closed_on is not None:
        raise RuleViolation("这件复议诉讼已经审结")
    return remedy, case


def _reopen(change: Change, case: Case, outcome: Outcome, remedy: Remedy, actor: Actor) -> None:
    """Open an answered case anew where a new decision is asked for; one still under way goes on as it is."""
    if not outcome.new_decision or case.open or remedy.closed_on is None:
        return
    citation = step(case, "reopen")
    begin_round(case, remedy.closed_on, ordered_by=remedy.act_by)
    happen(change, case, "reopened", remedy.closed_on, who=actor, citation=citation, remedy=remedy.pk)
    due = case.due_on or "—"
    tell_people(
        change, case, "case_assigned", officers_of(change, case), occasion=f"remedy {remedy.pk}", due=due
    )
