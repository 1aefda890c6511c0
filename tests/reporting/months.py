"""月度统计的舞台 — the housing bureau's statistics of a month at each step, through the actions."""

from datetime import datetime

from django.utils import timezone

from cast import Cast
from gongkai.reporting.actions.settle_monthly import confirm_monthly, lock_monthly, submit_monthly
from gongkai.reporting.actions.start_monthly import start_monthly
from gongkai.reporting.models import MonthlyStatistics

MONTH = (2026, 10)
"""The month in which the cast acts."""
LATER = datetime(2026, 11, 3, 9, tzinfo=timezone.get_default_timezone())
"""A morning after that month, before its statistics are due."""


def started_month(cast: Cast) -> MonthlyStatistics:
    """A draft by Lin."""
    return start_monthly(cast.housing, *MONTH, actor=cast.lin, now=LATER)


def confirmed_month(cast: Cast) -> MonthlyStatistics:
    """Confirmed by Shen."""
    return confirm_monthly(started_month(cast).pk, actor=cast.shen, now=LATER)


def submitted_month(cast: Cast) -> MonthlyStatistics:
    """Handed in by Lin."""
    return submit_monthly(confirmed_month(cast).pk, actor=cast.lin, now=LATER)


def locked_month(cast: Cast) -> MonthlyStatistics:
    """Locked by Zheng."""
    [row] = lock_monthly([submitted_month(cast).pk], actor=cast.zheng, now=LATER)
    return row
