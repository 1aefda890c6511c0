"""通知的后台工作 — the worker carries what is due."""

from datetime import datetime, timedelta

from gongkai.core.schedule import at_end, every
from gongkai.notices.courier import Courier
from gongkai.notices.models import Channel

_couriers: list[Courier] = []


@every(timedelta(seconds=1))
def carry_notices(now: datetime) -> None:
    """投递通知 — goes on with whatever is due, each way by itself."""
    if not _couriers:
        _couriers.extend(Courier(channel) for channel in (Channel.EMAIL, Channel.SMS))
    for courier in _couriers:
        courier.tick(now)


@at_end
def settle_notices(now: datetime) -> None:
    """收尾 — the worker ends: what is being handed over is waited for and written down."""
    for courier in _couriers:
        courier.finish(now)
