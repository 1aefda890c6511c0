"""载入节假日安排 — a year's days off and make-up days are loaded or corrected, or what was loaded is taken back."""

from datetime import datetime
from hashlib import sha256

from django.http import Http404
from django.utils import timezone

from gongkai.agencies import policies
from gongkai.agencies.calendar import LOADED, calendar
from gongkai.agencies.calendar_changes import changes_of, check_year
from gongkai.agencies.holiday_files import toml_of
from gongkai.agencies.models import CalendarScope, HolidayYear, Jurisdiction
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import jurisdiction
from gongkai.core.change import Change, changing
from gongkai.core.pages import SITE
from gongkai.rules.calendar import WorkCalendar, YearTable
from gongkai.rules.process import RuleViolation


def load_year(
    table: YearTable, *, actor: Actor, now: datetime, scope: str = CalendarScope.NATIONAL
) -> HolidayYear:
    """载入节假日安排 — return the year as it now stands; every deadline in it is counted again.

    The ledger keeps which days became days off and working days, so that each earlier state can be told.
    Raises Denied, RuleViolation for a year out of reach, without days off, or the same as before.
    """
    with changing(actor, now) as change:
        here = _here(actor)
        known = calendar()
        check_year(table, scope, known, timezone.localdate(now))
        text = toml_of(table)
        row = HolidayYear.objects.filter(year=table.year, scope=scope).first()
        if row is not None and row.text == text:
            raise RuleViolation("与已经载入的安排相同，没有改动")
        row = row or HolidayYear(year=table.year, scope=scope)
        row.text, row.loaded_at, row.loaded_by = text, now, actor.user
        row.save()
        _record(change, "agencies.load_year", row, here, known, note=table.notice)
    return row


def unload_year(
    year: int, *, actor: Actor, now: datetime, reason: str, scope: str = CalendarScope.NATIONAL
) -> None:
    """撤销载入的安排 — the year is again as the program knows it, or not announced.

    Raises Denied, Http404 when nothing was loaded for the year, RuleViolation without a reason, or while days of
    the place stand on a year that would no longer be known.
    """
    with changing(actor, now) as change:
        here = _here(actor)
        row = HolidayYear.objects.filter(year=year, scope=scope).first()
        if row is None:
            raise Http404
        if not reason.strip():
            raise RuleViolation("请填写理由", field="reason")
        known, pk = calendar(), row.pk
        row.delete()
        row.pk = pk
        if year not in calendar().years and HolidayYear.objects.filter(year=year).exists():
            raise RuleViolation("请先撤销这一年本地增加的假日")
        _record(change, "agencies.unload_year", row, here, known, note=reason)


def _here(actor: Actor) -> Jurisdiction:
    here = jurisdiction()
    if here is None:
        raise Http404
    actor.require(policies.LOAD_CALENDAR, here.root)
    return here


def _record(
    change: Change, action: str, row: HolidayYear, here: Jurisdiction, before: WorkCalendar, *, note: str
) -> None:
    moved = changes_of(row.year, before, calendar())
    change.record(
        action,
        row,
        agency_id=here.root_id,
        note=note,
        year=row.year,
        scope=row.scope,
        off=[day.isoformat() for day in moved.became_off],
        working=[day.isoformat() for day in moved.became_working],
        digest=sha256(row.text.encode()).hexdigest(),
    )
    change.ask(LOADED, row.year)
    change.touch(SITE)
