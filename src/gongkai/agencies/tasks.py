"""机关与日历的后台工作 — each job only calls an action."""

from datetime import datetime, timedelta

from gongkai.agencies.actions import take_up_years
from gongkai.core.schedule import every


@every(timedelta(days=1))
def know_the_years_of_this_version(now: datetime) -> None:
    """When the worker starts after an upgrade, deadlines follow what the program knows now."""
    take_up_years.take_up_years(now=now)
