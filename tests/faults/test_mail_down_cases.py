"""邮件服务器停了 — what was to be told meanwhile waits, and reaches each once when the server is back."""

import re
from datetime import datetime, timedelta
from socketserver import ThreadingTCPServer

import pytest
from pytest_django import Settings

from cast import NOW, TODAY, Cast
from foi.builders import filed
from gongkai.foi.actions.supplement import request_supplement
from gongkai.notices.actions import deliver
from gongkai.notices.courier import Courier
from gongkai.notices.models import Channel, Notice, NoticeState
from notices.test_gateways import Smtp, by_smtp, closed_port, running

pytestmark = pytest.mark.django_db
WEEKEND = timedelta(days=3)


def carry(now: datetime) -> None:
    """Let a courier carry what is due until it has come back."""
    courier = Courier(Channel.EMAIL)
    courier.tick(now)
    courier.finish(now)


def test_a_server_that_is_down_over_a_weekend_loses_nothing_and_repeats_nothing(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Smtp, "refused", {})
    monkeypatch.setattr(Smtp, "taken", [])
    by_smtp(settings, closed_port())
    receipt = filed(cast)
    request_supplement(receipt.case.pk, ground="unclear", what="请写明年度", actor=cast.wang, now=NOW)
    mails = Notice.objects.filter(channel=Channel.EMAIL).order_by("id")
    now, count = NOW, mails.count()
    assert count == 2
    while now < NOW + WEEKEND:
        carry(now)
        assert not mails.exclude(state=NoticeState.WAITING).exists()
        now = mails[0].not_before or now
    with running(ThreadingTCPServer(("127.0.0.1", 0), Smtp)) as port:
        by_smtp(settings, port)
        for later in (now, now, now + deliver.CLAIM, now + WEEKEND):
            carry(later + timedelta(seconds=1))
    assert not mails.exclude(state=NoticeState.SENT).exists()
    ids = [re.search(rb"(?im)^message-id: <(\w+)@", letter) for letter in Smtp.taken]
    assert [found[1].decode() for found in ids if found] == list(mails.values_list("key", flat=True))
    # What the applicant sees and what the day is by law did not wait for the mail.
    receipt.case.refresh_from_db()
    assert (receipt.case.stopped_by, receipt.case.received_on) == ("supplement_requested", TODAY)
