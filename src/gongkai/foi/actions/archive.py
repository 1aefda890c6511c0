"""归档 — an answered or ended case is put away; what identifies its applicant is erased on schedule later."""

from contextlib import suppress
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from gongkai.agencies.calendar import calendar
from gongkai.agencies.policies import SYSTEM, Actor
from gongkai.core.change import changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.happen import happen, step
from gongkai.foi.desk import corrections_asked
from gongkai.foi.models import Case, CaseEvent, Remedy
from gongkai.rules.application_process import CaseState
from gongkai.rules.deadlines import last_day_beyond_objection
from gongkai.rules.process import RuleViolation, StepNotAllowed


def archive(case_id: int, *, actor: Actor, now: datetime) -> Case:
    """归档一件申请 — with nothing pending.

    Raises StepNotAllowed for one that is not answered or ended, RuleViolation while it is disputed or a request to
    correct a record waits, Denied, Http404.
    """
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        citation = step(case, "archive")
        if case.remedies.filter(closed_on=None).exists():
            raise RuleViolation("复议、诉讼审结以后才能归档", citation)
        if corrections_asked().filter(case=case).exists():
            raise RuleViolation("更正要求答复以后才能归档", citation)
        case.archived_at = now
        happen(change, case, "archived", timezone.localdate(now), who=actor, citation=citation)
    return case


def due_for_archiving(now: datetime) -> QuerySet[Case]:
    """Return the ended cases that nobody put away, although nothing is pending and the limits to object have passed.

    Else who applied would be kept for good: what is erased on schedule is what rests in the archive.
    """
    last = last_day_beyond_objection(timezone.localdate(now), calendar())
    lately = CaseEvent.objects.filter(case=OuterRef("pk"), on__gt=last)
    disputed = Remedy.objects.filter(case=OuterRef("pk"), closed_on=None)
    ended = Case.objects.filter(state__in=[CaseState.ANSWERED, CaseState.CLOSED])
    waiting = corrections_asked().values("case_id")
    return ended.exclude(Exists(lately)).exclude(Exists(disputed)).exclude(pk__in=waiting).order_by("pk")


def archive_resting(now: datetime, most: int) -> int:
    """到期自动归档 — put away what is due, so many at once; return how many."""
    put_away = 0
    for case_id in list(due_for_archiving(now).values_list("pk", flat=True)[:most]):
        # Whoever was quicker has put it away, or opened it anew.
        with suppress(StepNotAllowed), changing(SYSTEM, now) as change:
            case = Case.objects.select_for_update(of=("self",)).select_related("agency").get(pk=case_id)
            citation = step(case, "archive")
            case.archived_at = now
            happen(change, case, "archived", timezone.localdate(now), who=SYSTEM, citation=citation)
            put_away += 1
    return put_away
