"""月度统计起草 — a month's statistics are begun, remarked on, and corrected by a version of their own."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.reporting import policies
from gongkai.reporting.models import MonthlyStatistics
from gongkai.reporting.monthly import fetched, months_over
from gongkai.rules.monthly import MONTHLY_STATE_LABELS, MonthlyState
from gongkai.rules.process import RuleViolation, StepNotAllowed


def start_monthly(agency: Agency, year: int, month: int, *, actor: Actor, now: datetime) -> MonthlyStatistics:
    """起草月度统计 — of a month that is over; its figures are counted until somebody confirms them.

    Raises RuleViolation for a month that is not over or has its statistics already; Denied, Http404.
    """
    with changing(actor, now) as change:
        if not actor.may(policies.SEE_MONTHLY, agency):
            raise Http404
        actor.require(policies.DRAFT_MONTHLY, agency)
        if month not in months_over(year, timezone.localdate(now)):
            raise RuleViolation("这个月还没有过完，过完再统计")
        if MonthlyStatistics.objects.filter(agency=agency, year=year, month=month).exists():
            raise RuleViolation("这个月的统计已经有了")
        row = MonthlyStatistics.objects.create(
            agency=agency, year=year, month=month, drafted_by=actor.person, drafted_at=now
        )
        _recorded(change, "start", row)
    return row


def note_monthly(monthly_id: int, *, note: str, actor: Actor, now: datetime) -> MonthlyStatistics:
    """说明 — a remark of the organ on its figures, while they are a draft. Raises StepNotAllowed, Denied, Http404."""
    with changing(actor, now) as change:
        row = fetched(actor, policies.DRAFT_MONTHLY, monthly_id)
        if row.state != MonthlyState.DRAFT:
            raise StepNotAllowed("note", "写说明", MONTHLY_STATE_LABELS[MonthlyState(row.state)])
        row.note = note.strip()[:500]
        row.save(update_fields=["note"])
        _recorded(change, "note", row, row.note)
    return row


def correct_monthly(monthly_id: int, *, reason: str, actor: Actor, now: datetime) -> MonthlyStatistics:
    """更正月度统计 — return a new version, in draft, of what was handed in; that one stays as it is.

    Raises RuleViolation without a reason, for what is not handed in, and where a newer version is there; Denied,
    Http404.
    """
    if not reason.strip():
        raise RuleViolation("请写明更正的理由", field="reason")
    with changing(actor, now) as change:
        earlier = fetched(actor, policies.DRAFT_MONTHLY, monthly_id)
        if not earlier.handed_in:
            raise RuleViolation("报送以后才需要更正；还没有报送的，退回重新确认就可以")
        same = MonthlyStatistics.objects.filter(agency=earlier.agency, year=earlier.year, month=earlier.month)
        if same.filter(number__gt=earlier.number).exists():
            raise RuleViolation("已经有新的版本，请在那一版上办理")
        row = MonthlyStatistics.objects.create(
            agency=earlier.agency,
            year=earlier.year,
            month=earlier.month,
            number=earlier.number + 1,
            note=earlier.note,
            reason=reason.strip()[:500],
            drafted_by=actor.person,
            drafted_at=now,
        )
        _recorded(change, "correct", row, row.reason)
    return row


def _recorded(change: Change, step: str, row: MonthlyStatistics, note: str = "") -> None:
    change.record(
        f"reporting.{step}_monthly",
        row,
        agency_id=row.agency_id,
        note=note,
        year=row.year,
        month=row.month,
        version=row.number,
    )
