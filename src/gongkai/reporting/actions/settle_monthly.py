"""月度统计报送 — somebody else confirms the figures, which freeze; they are handed in, and returned or locked above."""

from collections.abc import Collection
from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import Change, changing
from gongkai.core.permissions import Permission
from gongkai.reporting import monthly, policies
from gongkai.reporting.models import MonthlyStatistics
from gongkai.rules.monthly import MONTHLY_PROCESS, MonthlyState
from gongkai.rules.process import RuleViolation


def confirm_monthly(monthly_id: int, *, actor: Actor, now: datetime) -> MonthlyStatistics:
    """确认月度统计 — by another person than who drafted it; its figures and those from below stand from now on.

    Raises RuleViolation for one's own draft, StepNotAllowed, Denied, Http404.
    """
    with changing(actor, now) as change:
        row, after = _taken(actor, policies.CONFIRM_MONTHLY, monthly_id, "confirm")
        if row.drafted_by_id == actor.user_id:
            raise RuleViolation("月度统计须由起草人以外的人确认")
        own = monthly.counted(row.agency, row.year, row.month)
        units, _missing = monthly.units_below(row.agency, row.year, row.month)
        row.own, row.figures = monthly.as_kept(own), monthly.as_kept(monthly.with_units(own, units))
        row.state, row.confirmed_by, row.confirmed_at, row.return_reason = after, actor.person, now, ""
        row.save(update_fields=["own", "figures", "state", "confirmed_by", "confirmed_at", "return_reason"])
        row.units.set(units)
        _recorded(change, "confirm", row)
    return row


def submit_monthly(monthly_id: int, *, actor: Actor, now: datetime) -> MonthlyStatistics:
    """报送月度统计 — to the disclosure office and the level above. Raises StepNotAllowed, Denied, Http404."""
    with changing(actor, now) as change:
        row, after = _taken(actor, policies.DRAFT_MONTHLY, monthly_id, "submit")
        row.state, row.submitted_by, row.submitted_at = after, actor.person, now
        row.save(update_fields=["state", "submitted_by", "submitted_at"])
        _recorded(change, "submit", row)
    return row


def return_monthly(monthly_id: int, *, reason: str, actor: Actor, now: datetime) -> MonthlyStatistics:
    """退回月度统计 — by who would confirm or lock it; its figures are counted anew.

    Raises RuleViolation without words, StepNotAllowed, Denied, Http404.
    """
    if not reason.strip():
        raise RuleViolation("请写明退回的理由", field="reason")
    with changing(actor, now) as change:
        row, after = _taken(actor, policies.RETURN_MONTHLY, monthly_id, "return")
        row.own, row.figures, row.return_reason, row.state = {}, {}, reason.strip()[:500], after
        row.confirmed_by = row.confirmed_at = row.submitted_by = row.submitted_at = None
        row.save()
        row.units.clear()
        _recorded(change, "return", row, row.return_reason)
    return row


def lock_monthly(monthly_ids: Collection[int], *, actor: Actor, now: datetime) -> list[MonthlyStatistics]:
    """锁定月度统计 — all of them or none; after that only a new version with its reason corrects a figure.

    Raises RuleViolation for none, StepNotAllowed, Denied, Http404.
    """
    if not monthly_ids:
        raise RuleViolation("没有可以锁定的月度统计")
    with changing(actor, now) as change:
        rows = []
        for monthly_id in sorted(monthly_ids):
            row, after = _taken(actor, policies.LOCK_MONTHLY, monthly_id, "lock")
            row.state, row.locked_by, row.locked_at = after, actor.person, now
            row.save(update_fields=["state", "locked_by", "locked_at"])
            _recorded(change, "lock", row)
            rows.append(row)
    return rows


def _taken(
    actor: Actor, wanted: Permission, monthly_id: int, step: str
) -> tuple[MonthlyStatistics, MonthlyState]:
    """Return a version, locked, and the state in which the step leaves it."""
    row = monthly.fetched(actor, wanted, monthly_id)
    return row, MONTHLY_PROCESS.after(MonthlyState(row.state), step)


def _recorded(change: Change, step: str, row: MonthlyStatistics, note: str = "") -> None:
    change.record(
        f"reporting.{step}_monthly",
        row,
        agency_id=row.agency_id,
        citation=MONTHLY_PROCESS.step(step).citation,
        note=note,
        year=row.year,
        month=row.month,
        version=row.number,
    )
