"""午夜与时钟 — a day is a day in Shanghai; a clock that is moved back loses nothing and tells nobody twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from cast import Cast
from foi.answering import drafted
from foi.builders import at, by_letter, filed, in_hand
from foi.test_applying import filled
from gongkai.agencies.calendar import calendar
from gongkai.core import checks, schedule
from gongkai.foi import tasks
from gongkai.foi.actions.confirm import confirm
from gongkai.foi.actions.decide import sign_decision, submit_decision
from gongkai.foi.actions.remind import escalate, send_digests
from gongkai.foi.actions.serve import serve
from gongkai.foi.models import Case
from gongkai.notices.models import Channel, Notice
from gongkai.rules.process import RuleViolation
from gongkai.rules.serving import ServiceWay

pytestmark = pytest.mark.django_db
LAST_SECOND = datetime(2026, 10, 12, 15, 59, 59, tzinfo=UTC)  # 23:59:59 on the 12th in Shanghai
MIDNIGHT = datetime(2026, 10, 12, 16, 0, tzinfo=UTC)  # 00:00:00 on the 13th, still the 12th in UTC


def test_before_and_after_midnight_are_two_days_of_receipt(cast: Cast) -> None:
    before, after = filed(cast, now=LAST_SECOND).case, filed(cast, now=MIDNIGHT).case
    assert (before.received_on, after.received_on) == (date(2026, 10, 12), date(2026, 10, 13))
    assert before.due_on is not None
    assert after.due_on is not None
    assert calendar().workdays_between(before.due_on, after.due_on) == 1
    assert before.letters.get().dated_on == date(2026, 10, 12)
    assert after.letters.get().dated_on == date(2026, 10, 13)


def test_the_last_second_of_a_year_numbers_in_that_year(cast: Cast) -> None:
    last = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)
    numbers = [filed(cast, now=moment).case.number for moment in (last, last + timedelta(seconds=1))]
    assert [number[:4] for number in numbers] == ["2026", "2027"]
    assert [number[-5:] for number in numbers] == ["00001", "00001"]


@pytest.mark.parametrize("moment", [LAST_SECOND, MIDNIGHT])
def test_a_form_that_is_sent_at_midnight_is_taken(cast: Cast, moment: datetime) -> None:
    cache.clear()
    with time_machine.travel(moment, tick=False):
        client: Client = filled(cast)
        assert client.post("/application/check/").status_code == 302
    assert Case.objects.get().received_on == (moment + timedelta(hours=8)).date()


def test_a_case_is_late_from_the_midnight_after_its_last_day(cast: Cast) -> None:
    case = in_hand(cast, now=at(date(2026, 9, 1)))
    assert case.due_on is not None
    midnight = at(case.due_on + timedelta(days=1), 0)
    assert escalate(midnight - timedelta(seconds=1)) == 1
    assert not Notice.objects.filter(template="case_overdue").exists()
    assert escalate(midnight) == 1
    assert Notice.objects.filter(template="case_overdue", user=cast.wang.user).exists()


def test_the_digest_of_a_morning_counts_the_days_of_shanghai(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_hand(cast, now=at(date(2026, 9, 14)))  # due within days
    monkeypatch.setattr(tasks, "_told", None)
    eight = at(date(2026, 10, 13), 8)  # midnight in UTC
    tasks.begin_the_morning(eight - timedelta(seconds=1))
    assert not Notice.objects.filter(template="morning_digest").exists()
    tasks.begin_the_morning(eight)
    told = Notice.objects.filter(template="morning_digest").count()
    assert told > 0
    tasks.begin_the_morning(eight - timedelta(days=1))  # the clock is moved back a day, and comes again
    tasks.begin_the_morning(eight)
    monkeypatch.setattr(tasks, "_told", None)  # or the worker starts anew
    tasks.begin_the_morning(eight + timedelta(minutes=1))
    today = Notice.objects.filter(template="morning_digest", created_at__gte=eight)
    assert today.count() == told
    assert send_digests(eight + timedelta(hours=15)) == 0  # 23 o'clock, the same day
    assert send_digests(eight + timedelta(hours=16)) > 0  # the next one, of which nothing was told


def test_a_clock_that_is_moved_back_stops_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[datetime] = []
    monkeypatch.setattr(schedule, "_jobs", [(timedelta(seconds=1), ran.append)])
    monkeypatch.setattr(schedule, "_last", {})
    back = MIDNIGHT - timedelta(hours=1)
    moments = [MIDNIGHT, back, back + timedelta(milliseconds=500), back + timedelta(seconds=1)]
    assert [schedule.run_due(moment) for moment in moments] == [1, 1, 0, 1]


def test_with_a_clock_moved_back_over_midnight_what_cannot_be_is_refused_and_nothing_is_lost(
    cast: Cast,
) -> None:
    case = by_letter(cast, now=MIDNIGHT)
    with pytest.raises(RuleViolation, match="申请到达之后"):
        confirm(case.pk, on=date(2026, 10, 12), actor=cast.wang, now=LAST_SECOND)
    confirm(case.pk, on=date(2026, 10, 13), actor=cast.wang, now=MIDNIGHT)
    decision = drafted(cast, case=case, now=MIDNIGHT)
    submit_decision(decision.pk, actor=cast.wang, now=MIDNIGHT)
    letter = sign_decision(decision.pk, actor=cast.liang, now=MIDNIGHT).letters.get()
    with pytest.raises(RuleViolation, match="落款日期"):
        serve(letter.pk, way=ServiceWay.ONLINE, sent_on=date(2026, 10, 12), actor=cast.wang, now=LAST_SECOND)
    serve(letter.pk, way=ServiceWay.ONLINE, sent_on=date(2026, 10, 13), actor=cast.wang, now=MIDNIGHT)
    assert Case.objects.get().answered_on == date(2026, 10, 13)
    assert [s for check in checks.all_checks() if check.code != "index" for s in check.findings()] == []


def test_a_leap_day_is_a_day_of_receipt(cast: Cast) -> None:
    leap = at(date(2028, 2, 29))
    case = in_hand(cast, now=leap)
    assert (case.received_on, case.provisional) == (date(2028, 2, 29), True)
    assert case.due_on == calendar().nth_workday(date(2028, 2, 29), 20)
    with time_machine.travel(leap, tick=False):
        for page in ("/application/", "/application/form/", "/application/form.docx"):
            assert Client().get(page).status_code == 200, page


def test_short_messages_about_a_case_wait_for_the_morning_and_letters_do_not(cast: Cast) -> None:
    filed(cast, now=MIDNIGHT)
    told = Notice.objects.filter(template="application_received")
    assert told.get(channel=Channel.EMAIL).not_before is None
    assert told.get(channel=Channel.SMS).not_before == at(date(2026, 10, 13), 8)
