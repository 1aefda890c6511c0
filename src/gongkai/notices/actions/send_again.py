"""重新发送 — an official has a notice that failed tried once more, from the beginning."""

from datetime import datetime

from django.http import Http404

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.notices import policies
from gongkai.notices.models import Notice, NoticeState
from gongkai.notices.queries import notices_for
from gongkai.rules.process import RuleViolation


def send_again(notice_id: int, *, actor: Actor, now: datetime) -> Notice:
    """重新发送 — for office and administrator; raises Denied, Http404, RuleViolation unless it failed and its address is there."""
    with changing(actor, now) as change:
        actor.require(policies.MANAGE_NOTICES)
        notice = notices_for(actor).filter(pk=notice_id).first()
        if notice is None:
            raise Http404
        if notice.state != NoticeState.FAILED:
            raise RuleViolation("这条通知不是“没有发出”，不用重新发送")
        if not notice.to:
            raise RuleViolation("这条通知的地址已经清除，不能重新发送")
        Notice.objects.filter(pk=notice.pk).update(
            state=NoticeState.WAITING, trouble="", tries=0, not_before=None, claimed_at=None
        )
        change.record("notices.send_again", notice, agency_id=notice.agency_id)
    return notice
