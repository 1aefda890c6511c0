"""静默时段 — hours of the night, by Shanghai's clock, in which no telephone rings."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone


def quiet_until(now: datetime) -> datetime | None:
    """Return when the night that it is now ends, or None by day or where no quiet hours are set."""
    hours: tuple[time, time] | None = settings.QUIET_HOURS
    if hours is None:
        return None
    begin, end = hours
    here = timezone.localtime(now)
    morning = here.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    if begin <= end:
        return morning if begin <= here.time() < end else None
    if here.time() < end:
        return morning
    return morning + timedelta(days=1) if here.time() >= begin else None
