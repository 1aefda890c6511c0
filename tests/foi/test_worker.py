"""后台 — the calendar changes, mornings come, drafts run out: what the worker does for cases."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from cast import NOW, TODAY, Cast
from foi.answering import answered
from foi.builders import at, filed, in_hand
from gongkai.agencies.actions.load_year import load_year
from gongkai.agencies.policies import PUBLIC
from gongkai.core.models import LedgerEntry
from gongkai.foi import recompute, tasks
from gongkai.foi.actions.archive import archive_resting
from gongkai.foi.actions.extend import decide_extension, propose_extension
from gongkai.foi.actions.recompute import recompute_cases
from gongkai.foi.actions.remedy import record_remedy
from gongkai.foi.actions.remind import escalate, send_digests
from gongkai.foi.actions.save_application import drop_expired, save_application, saved_application
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.models import ApplicationDraft, Case
from gongkai.notices.models import Notice
from gongkai.rules.calendar import Holiday, YearTable

pytestmark = pytest.mark.django_db
END_OF_YEAR = date(2026, 12, 21)


def announce_2027(cast: Cast, now: datetime) -> None:
    """New Year's Day and a bridge day, in the year that nobody knew before."""
    days = (date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 5))
    table = YearTable(2027, "国办示例〔2026〕1号", (), (Holiday("元旦", days),), ())
    load_year(table, actor=cast.zheng, now=now)


def test_a_year_that_is_announced_moves_the_cases_that_reach_into_it(
    cast: Cast, worker: Callable[[], int]
) -> None:
    now = at(END_OF_YEAR)
    moving, staying = in_hand(cast, now=now), in_hand(cast, now=at(date(2026, 11, 2)))
    gone = withdraw(key=filed(cast, now=now).key, actor=PUBLIC, now=now)
    before = Case.objects.get(pk=moving.pk)
    assert before.provisional
    assert before.due_on == date(2027, 1, 18)
    announce_2027(cast, now)
    while worker():
        continue
    after = Case.objects.get(pk=moving.pk)
    assert (after.due_on, after.provisional) == (date(2027, 1, 21), False)
    event = after.events.get(kind="recomputed")
    assert event.detail == {"before": "2027-01-18", "after": "2027-01-21"}
    assert not Case.objects.get(pk=staying.pk).events.filter(kind="recomputed").exists()
    assert not Case.objects.get(pk=gone.pk).events.filter(kind="recomputed").exists()
    assert LedgerEntry.objects.filter(action="foi.recomputed").count() == 1
    assert Notice.objects.filter(template="due_recomputed", user=cast.wang.user).exists()
    assert Notice.objects.filter(template="due_changed", about_id=moving.pk).exists()
    assert recompute_cases(now) == 0
    assert list(recompute.differences()) == []


def test_a_case_that_keeps_another_day_than_its_clock_gives_is_found(cast: Cast) -> None:
    case = in_hand(cast)
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 12, 31))
    assert list(recompute.differences()) == [f"申请 {case.number} 保存的期限与其办理经过不符"]


def test_what_draws_near_is_told_once_to_the_officer_and_the_leader(cast: Cast) -> None:
    case = in_hand(cast)
    due = Case.objects.get(pk=case.pk).due_on
    assert due == date(2026, 11, 9)
    told = []
    for day in (date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4), due, due + timedelta(days=1)):
        escalate(at(day))
        told.append(Notice.objects.filter(template__startswith="case_", user=cast.liang.user).count())
    # 16 of 20 days are used on 3 November.
    assert told == [0, 1, 1, 2, 3]
    officers = set(Notice.objects.filter(template="case_overdue").values_list("user__username", flat=True))
    assert officers == {"wang", "liang"}


def test_a_case_with_a_new_limit_is_told_of_again(cast: Cast) -> None:
    case = in_hand(cast)
    assert escalate(at(date(2026, 11, 4))) == 1
    proposed = propose_extension(
        case.pk, working_days=20, reason="材料多", actor=cast.wang, now=at(date(2026, 11, 4))
    )
    decide_extension(proposed.pk, approved=True, actor=cast.liang, now=at(date(2026, 11, 4)))
    assert Case.objects.get(pk=case.pk).warned == 0
    assert escalate(at(date(2026, 11, 5))) == 0
    assert escalate(at(date(2026, 12, 7))) == 1


def test_each_morning_brings_the_figures_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_hand(cast)
    morning = date(2026, 11, 9)
    assert send_digests(at(morning)) == 3  # the officer, the leader, the disclosure office
    assert send_digests(at(morning, 10)) == 0
    said = Notice.objects.filter(template="morning_digest", user=cast.wang.user, channel="site").get()
    assert "今天到期 1 件" in said.subject
    monkeypatch.setattr(tasks, "_told", None)
    tasks.begin_the_morning(at(date(2026, 11, 14)))  # a Saturday
    tasks.begin_the_morning(at(date(2026, 11, 16), 7))
    assert not Notice.objects.filter(template="case_overdue").exists()
    tasks.begin_the_morning(at(date(2026, 11, 16), 8))
    assert Notice.objects.filter(template="case_overdue").exists()


def test_what_was_typed_comes_back_for_thirty_days(cast: Cast) -> None:
    key = save_application({"title": "示例", "pages": [1, 2]}, now=NOW)
    assert save_application({"title": "示例二"}, key=key, now=NOW + timedelta(days=1)) == key
    assert saved_application(key, now=NOW) == {"title": "示例二"}
    assert saved_application("没有这个", now=NOW) is None
    assert "示例二" not in str(ApplicationDraft.objects.values_list("fingerprint", flat=True))
    assert drop_expired(NOW + timedelta(days=30)) == 0
    assert drop_expired(NOW + timedelta(days=32)) == 1
    assert saved_application(key, now=NOW) is None


def test_what_nobody_archived_is_archived_once_nobody_can_object_any_more(cast: Cast) -> None:
    case, disputed, unanswered = answered(cast), answered(cast), in_hand(cast)
    gone = withdraw(key=filed(cast).key, actor=PUBLIC, now=NOW)
    record_remedy(disputed.pk, kind="litigation", body="示例法院", filed_on=TODAY, actor=cast.wang, now=NOW)
    assert archive_resting(at(date(2027, 4, 12)), most=9) == 0  # six months: the last day to sue
    later = at(date(2027, 4, 13))
    assert archive_resting(later, most=1) == 1
    assert archive_resting(later, most=9) == 1
    assert archive_resting(later, most=9) == 0
    states = {each.pk: each.state for each in Case.objects.all()}
    assert states == {
        case.pk: "archived",
        gone.pk: "archived",
        disputed.pk: "answered",
        unanswered.pk: "in_hand",
    }
    assert Case.objects.get(pk=case.pk).archived_at == later
    assert LedgerEntry.objects.filter(action="foi.archived", actor_id=None).count() == 2
