"""送出通知 — taking notices that are due, and writing down what became of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from gongkai.agencies.policies import SYSTEM
from gongkai.core.change import changing
from gongkai.core.sealed import SealError
from gongkai.notices.gateways import Message, Outcome
from gongkai.notices.models import Channel, Notice, NoticeState, Trouble
from gongkai.notices.queries import SEALED
from gongkai.notices.quiet import quiet_until
from gongkai.notices.words import at_any_hour, lifetimes

MOST_TRIES = 40
"""Over more than five days, so that a server that is down from Friday to Monday loses nothing (RFC 5321, 4.5.4.1)."""
CLAIM = timedelta(minutes=10)
"""After so long a notice that somebody took and never told of is taken again: its process has died."""
_LONGEST_PAUSE = timedelta(hours=4)
_IDLE = (NoticeState.WAITING, NoticeState.HELD)


def claim(channel: Channel, now: datetime, limit: int) -> list[Message]:
    """取通知 — take what is due on a channel, each for one taker only, however many workers ask.

    In quiet hours short messages are put off until the morning instead, but for those that somebody waits for. What
    is of no use any more is not sent.
    """
    _end_late(channel, now)
    idle = Q(state__in=_IDLE) & (Q(not_before=None) | Q(not_before__lte=now))
    left = _left(now)
    due = Notice.objects.filter(idle | left, channel=channel).defer(*SEALED).order_by("id")
    if channel == Channel.SMS and (morning := quiet_until(now)):
        due.exclude(template__in=at_any_hour()).update(state=NoticeState.HELD, not_before=morning)
    with transaction.atomic():
        taken = [notice for notice in due[:limit] if _taken(notice, now)]
    return [message for notice in taken if (message := _opened(notice, now))]


def _left(now: datetime) -> Q:
    return Q(state=NoticeState.SENDING, claimed_at__lt=now - CLAIM)


def _end_late(channel: Channel, now: datetime) -> None:
    """Give up what waited beyond its time; what somebody is handing over just now may still arrive."""
    for (template, version), lifetime in lifetimes().items():
        late = Notice.objects.filter(
            Q(state__in=_IDLE) | _left(now),
            channel=channel,
            template=template,
            version=version,
            created_at__lte=now - lifetime,
        )
        settle(
            dict.fromkeys(late.values_list("pk", flat=True), Outcome(trouble=Trouble.LATE, final=True)), now
        )


def _taken(notice: Notice, now: datetime) -> bool:
    still = Notice.objects.filter(pk=notice.pk, state=notice.state, claimed_at=notice.claimed_at)
    return still.update(state=NoticeState.SENDING, claimed_at=now) == 1


def _opened(notice: Notice, now: datetime) -> Message | None:
    try:
        return Message(notice.pk, notice.key, to=notice.to, subject=notice.subject, text=notice.text)
    except SealError:
        settle({notice.pk: Outcome(trouble=Trouble.SEALED)}, now)
        return None


def settle(outcomes: Mapping[int, Outcome], now: datetime) -> None:
    """记下结果 — sent, to be tried again after a growing pause, or failed; what is sent already stays so."""
    with transaction.atomic():
        open_ = Notice.objects.filter(pk__in=outcomes).exclude(state=NoticeState.SENT)
        found = [(notice, outcomes[notice.pk]) for notice in open_.defer(*SEALED).order_by("id")]
        for notice, outcome in found:
            if outcome.trouble and not _gives_up(notice, outcome):
                _put_off(notice, outcome.trouble, now)
        ended = [(notice, one) for notice, one in found if not one.trouble or _gives_up(notice, one)]
        if ended:
            _end(ended, now)


def _gives_up(notice: Notice, outcome: Outcome) -> bool:
    return outcome.final or notice.tries + 1 >= MOST_TRIES


def _put_off(notice: Notice, trouble: Trouble, now: datetime) -> None:
    pause = min(timedelta(minutes=2 ** (notice.tries + 1)), _LONGEST_PAUSE)
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.WAITING, trouble=trouble, tries=F("tries") + 1, not_before=now + pause
    )


def _end(ended: list[tuple[Notice, Outcome]], now: datetime) -> None:
    with changing(SYSTEM, now) as change:
        for notice, outcome in ended:
            sent = outcome.trouble is None
            Notice.objects.filter(pk=notice.pk).update(
                state=NoticeState.SENT if sent else NoticeState.FAILED,
                trouble=outcome.trouble or "",
                tries=F("tries") + 1,
                sent_at=now if sent else None,
                receipt=outcome.receipt,
            )
        for action, wanted in (("notices.sent", True), ("notices.failed", False)):
            change.record_many(
                action,
                [
                    (notice, notice.agency_id, _facts(notice))
                    for notice, outcome in ended
                    if (outcome.trouble is None) == wanted
                ],
            )


def _facts(notice: Notice) -> dict[str, object]:
    return {
        "template": f"{notice.template}.{notice.version}",
        "channel": notice.channel,
        "about": f"{notice.about_type}:{notice.about_id}",
    }
