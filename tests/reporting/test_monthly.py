"""月度统计 — from what happened in a month to figures that stand, up the levels, told as it happens."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.test import Client

from cast import NOW, Cast, published
from foi.builders import filed
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Denied
from gongkai.notices.models import Notice
from gongkai.reporting.actions.chase_monthly import chase_monthly
from gongkai.reporting.actions.settle_monthly import (
    confirm_monthly,
    lock_monthly,
    return_monthly,
    submit_monthly,
)
from gongkai.reporting.actions.start_monthly import correct_monthly, note_monthly, start_monthly
from gongkai.reporting.models import MonthlyStatistics
from gongkai.reporting.monthly import MonthLine, grid, month_of, months_over
from gongkai.rules.indicators import INDICATORS
from gongkai.rules.monthly import MONTHLY_STATE_LABELS, monthly_form
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.rules.slices import Slice
from reporting.months import LATER, MONTH, confirmed_month, locked_month, started_month, submitted_month

pytestmark = pytest.mark.django_db
RECEIVED, PUBLISHED = Slice("foi.received"), Slice("disclosure.published.proactive")


def line(row: MonthlyStatistics, wanted: Slice) -> MonthLine:
    return next(each for each in month_of(row).lines if each.slice == wanted)


def test_what_is_reported_every_month_adds_up() -> None:
    assert all(INDICATORS[one.indicator].adds_up for one in monthly_form().lines)
    assert monthly_form().due(2026, 12) == date(2027, 1, 8)


def test_a_draft_counts_what_happened_and_stands_once_it_is_confirmed(cast: Cast) -> None:
    published(cast)
    row = started_month(cast)
    assert line(row, PUBLISHED).own == 1
    filed(cast)
    assert line(row, RECEIVED).own == 1
    row = confirm_monthly(row.pk, actor=cast.shen, now=LATER)
    filed(cast)
    assert line(row, RECEIVED).own == 1
    assert RECEIVED in month_of(row).moved


def test_nobody_confirms_what_they_drafted_themselves(cast: Cast) -> None:
    row = start_monthly(cast.housing, *MONTH, actor=cast.lin, now=LATER)
    MonthlyStatistics.objects.filter(pk=row.pk).update(drafted_by=cast.shen.user)
    with pytest.raises(RuleViolation, match="以外的人"):
        confirm_monthly(row.pk, actor=cast.shen, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyStatistics.objects.filter(pk=row.pk).update(confirmed_by=cast.shen.user)


def test_a_month_is_reported_once_and_when_it_is_over(cast: Cast) -> None:
    started_month(cast)
    with pytest.raises(RuleViolation, match="已经有了"):
        started_month(cast)
    with pytest.raises(RuleViolation, match="还没有过完"):
        start_monthly(cast.housing, 2026, 11, actor=cast.lin, now=LATER)
    assert list(months_over(2026, LATER.date())) == list(range(1, 11))
    assert list(months_over(2027, LATER.date())) == []


def test_the_steps_come_in_their_order(cast: Cast) -> None:
    row = started_month(cast)
    with pytest.raises(StepNotAllowed):
        submit_monthly(row.pk, actor=cast.lin, now=LATER)
    with pytest.raises(StepNotAllowed):
        lock_monthly([row.pk], actor=cast.zheng, now=LATER)
    with pytest.raises(Denied):
        confirm_monthly(row.pk, actor=cast.lin, now=LATER)
    note_monthly(row.pk, note=" 本月系统迁移（示例） ", actor=cast.lin, now=LATER)
    confirm_monthly(row.pk, actor=cast.shen, now=LATER)
    with pytest.raises(StepNotAllowed):
        note_monthly(row.pk, note="", actor=cast.lin, now=LATER)
    row.refresh_from_db()
    assert row.note == "本月系统迁移（示例）"


def test_what_is_returned_is_counted_anew(cast: Cast) -> None:
    row = submitted_month(cast)
    filed(cast)
    with pytest.raises(RuleViolation, match="理由"):
        return_monthly(row.pk, reason=" ", actor=cast.zheng, now=LATER)
    row = return_monthly(row.pk, reason="漏了一件", actor=cast.zheng, now=LATER)
    assert (row.figures, row.confirmed_by, row.return_reason) == ({}, None, "漏了一件")
    assert line(row, RECEIVED).own == 1


def test_what_is_locked_stands_and_is_corrected_by_a_version_with_its_reason(cast: Cast) -> None:
    first = locked_month(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthlyStatistics.objects.filter(pk=first.pk).update(figures={str(RECEIVED): "9"})
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthlyStatistics.objects.filter(pk=first.pk).delete()
    with pytest.raises(RuleViolation, match="理由"):
        correct_monthly(first.pk, reason="", actor=cast.lin, now=LATER)
    filed(cast)
    second = correct_monthly(first.pk, reason="补录一件", actor=cast.lin, now=LATER)
    assert (second.number, line(second, RECEIVED).own, line(first, RECEIVED).own) == (2, 1, 0)
    with pytest.raises(RuleViolation, match="新的版本"):
        correct_monthly(first.pk, reason="再补", actor=cast.lin, now=LATER)


def test_the_level_above_adds_up_what_was_handed_in(cast: Cast) -> None:
    filed(cast)
    city = start_monthly(cast.city, *MONTH, actor=cast.zheng, now=LATER)
    confirmed_month(cast)
    found = month_of(city)
    assert line(city, RECEIVED).whole == 0
    assert cast.housing in found.missing
    row = MonthlyStatistics.objects.get(agency=cast.housing)
    submit_monthly(row.pk, actor=cast.lin, now=LATER)
    found = month_of(city)
    assert (line(city, RECEIVED).own, line(city, RECEIVED).whole) == (Decimal(0), Decimal(1))
    assert [unit.pk for unit in found.units] == [row.pk]
    assert cast.housing not in found.missing


def test_the_grid_says_who_is_late(cast: Cast) -> None:
    started_month(cast)
    due = monthly_form().due(*MONTH)

    def october(today: date) -> bool:
        [row] = grid([cast.housing], 2026, today)
        return row.months[-1].late

    assert not october(due)
    assert october(due + timedelta(days=1))
    submit_monthly(
        confirm_monthly(MonthlyStatistics.objects.get(agency=cast.housing).pk, actor=cast.shen, now=LATER).pk,
        actor=cast.lin,
        now=LATER,
    )
    assert not october(due + timedelta(days=1))


def test_nothing_is_asked_of_the_months_before_an_organ_began(
    cast: Cast, signed_in: Callable[..., Client]
) -> None:
    def late(agency: Agency, year: int) -> list[int]:
        [row] = grid([agency], year, monthly_form().due(*MONTH) + timedelta(days=1))
        assert all(each.asked or not each.late for each in row.months)
        return [each.month for each in row.months if each.late]

    assert late(cast.housing, 2026) == [10], "nobody has begun: the last month is asked for, no other"
    start_monthly(cast.housing, 2026, 7, actor=cast.lin, now=LATER)
    assert (late(cast.housing, 2025), late(cast.housing, 2026)) == ([], [7, 8, 9, 10])
    assert late(cast.office, 2026) == [7, 8, 9, 10], "others here have reported since July"
    start_monthly(cast.office, 2026, 9, actor=cast.zheng, now=LATER)
    assert late(cast.office, 2026) == [9, 10]
    page = signed_in(cast.zheng).get("/desk/monthly/?year=2025").content.decode()
    assert "当时还没有开始报送" in page
    assert "待报" not in page
    assert page.index("12 月</th>") < page.index(">1 月</th>"), "the last one stands beside the organ's name"


def test_what_waits_stands_on_the_page_of_today(cast: Cast, signed_in: Callable[..., Client]) -> None:
    def waits_for(actor: Actor, words: str) -> bool:
        text = signed_in(actor).get("/desk/").content.decode()
        return "2026年10月的统计" in text and words in text

    row = started_month(cast)
    assert waits_for(cast.shen, "去确认")
    assert not waits_for(cast.lin, "去确认"), "who drafted it does not confirm it"
    confirm_monthly(row.pk, actor=cast.shen, now=LATER)
    assert waits_for(cast.lin, "去报送")
    assert not waits_for(cast.shen, "统计")


def test_the_late_are_told_once_a_day_and_who_has_handed_in_is_not(cast: Cast) -> None:
    year, month = MONTH

    def chase(now: object = LATER) -> list[object]:
        return list(
            chase_monthly([cast.housing.pk], year=year, month=month, actor=cast.zheng, now=now)  # type: ignore[arg-type]
        )

    assert chase() == [cast.housing]
    told = Notice.objects.filter(template="monthly_wanted")
    assert told.count() >= 1
    with pytest.raises(RuleViolation):
        chase()
    assert chase(LATER + timedelta(days=1)) == [cast.housing]
    submitted_month(cast)
    with pytest.raises(RuleViolation):
        chase(LATER + timedelta(days=2))


def test_where_a_month_stands_is_said_in_english_too(cast: Cast, signed_in: Callable[..., Client]) -> None:
    row = submitted_month(cast)
    client = signed_in(cast.zheng)
    client.get("/preferences/", {"language": "en"})
    page = client.get(f"/desk/monthly/{cast.housing.code}/{row.year}/{row.month}/").content.decode()
    assert "Submitted" in page
    assert not [label for label in MONTHLY_STATE_LABELS.values() if label in page]


def test_a_month_from_the_first_page_to_the_lock(cast: Cast, signed_in: Callable[..., Client]) -> None:
    place = f"/desk/monthly/{cast.housing.code}/2026/9/"
    lin, shen, zheng = signed_in(cast.lin), signed_in(cast.shen), signed_in(cast.zheng)
    assert "还没有起草" in lin.get(place).content.decode()
    assert lin.post(f"{place}start/").status_code == 302
    assert lin.post(f"{place}submit/").status_code == 409
    assert shen.post(f"{place}confirm/").status_code == 302
    assert lin.post(f"{place}submit/").status_code == 302
    row = MonthlyStatistics.objects.get(agency=cast.housing, month=9)
    page = zheng.get("/desk/monthly/?year=2026").content.decode()
    assert f'name="row" value="{row.pk}"' in page
    assert zheng.post("/desk/monthly/lock/", {"row": [row.pk]}).status_code == 302
    row.refresh_from_db()
    assert row.state == "locked"
    assert "foi.received" in lin.get(f"{place}?format=csv").content.decode()
    assert len(lin.get(f"{place}?format=json").json()["figures"]) == len(monthly_form().lines)
    assert row.locked_at
    assert row.locked_at > NOW
