"""各项期限 — each limit with its article, and that what is counted in calendar days never ends on a day off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules import deadlines
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.clock import Event, EventKind, read_clock
from gongkai.rules.deadlines import LegalDeadline
from gongkai.rules.objections import objection_terms

CALENDAR = WorkCalendar.load()
DAYS = st.dates(date(2008, 5, 1), date(2026, 3, 1))
FEBRUARY = date(2026, 2, 10)
OLD = date(2017, 9, 22)


def test_2019_article_30_a_supplement_is_asked_for_within_seven_working_days() -> None:
    found = deadlines.supplement_notice_due(FEBRUARY, CALENDAR)
    assert found
    assert found.day == date(2026, 2, 26)
    assert deadlines.supplement_notice_due(date(2019, 5, 14), CALENDAR) is None


def test_2019_articles_32_and_34_fifteen_working_days_to_answer() -> None:
    third = deadlines.third_party_due(FEBRUARY, FEBRUARY, CALENDAR)
    organs = deadlines.organs_due(FEBRUARY, FEBRUARY, CALENDAR)
    assert third.day == organs.day == date(2026, 3, 9)
    assert third.statutory
    assert "视为同意公开" in organs.explanation[-1]


def test_2007_sets_no_limit_for_answers_so_the_letter_does() -> None:
    third = deadlines.third_party_due(OLD, OLD, CALENDAR)
    organs = deadlines.organs_due(OLD, OLD, CALENDAR)
    assert not third.statutory
    assert not organs.statutory
    assert not any("视为同意" in sentence for sentence in organs.explanation)


def test_2019_article_30_the_notice_sets_a_reasonable_limit() -> None:
    found = deadlines.supplement_due(FEBRUARY, FEBRUARY, CALENDAR, workdays=3)
    assert (found.day, found.statutory) == (date(2026, 2, 13), False)


def test_fee_rules_article_6_thirty_days_moved_past_the_spring_festival() -> None:
    found = deadlines.payment_due(date(2026, 1, 20), CALENDAR)
    assert found.day == date(2026, 2, 24)
    assert "2026年2月19日是休息日" in found.explanation[2]


def test_a_limit_that_ends_on_a_make_up_working_day_is_not_moved() -> None:
    found = deadlines.payment_due(date(2026, 1, 15), CALENDAR)
    assert found.day == date(2026, 2, 14)
    assert found.day.weekday() == 5


@pytest.mark.parametrize(
    ("known", "ends"),
    [
        (date(2026, 3, 2), date(2026, 9, 2)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2014, 11, 28), date(2015, 2, 28)),  # three months before 2015-05-01; a Saturday at work
        (date(2015, 5, 1), date(2015, 11, 2)),
        (date(2015, 1, 31), date(2015, 4, 30)),
        (date(2015, 2, 1), date(2015, 8, 3)),  # not over on 2015-05-01: the longer term; and a Saturday off
    ],
)
def test_litigation_law_article_46_months_by_the_calendar(known: date, ends: date) -> None:
    assert deadlines.litigation_due(known, CALENDAR).day == ends


def test_interpretation_of_2015_article_26_is_named_where_it_gives_the_longer_term() -> None:
    late, early = (deadlines.litigation_due(day, CALENDAR) for day in (date(2015, 4, 30), date(2015, 1, 30)))
    assert (late.day, str(late.citation)) == (date(2015, 10, 30), "《行政诉讼法》第四十六条第一款")
    assert "第二十六条第一款" in late.explanation[-1]
    assert str(early.citation) == "《行政诉讼法》第三十九条"


def test_reconsideration_law_articles_20_and_62() -> None:
    assert deadlines.reconsideration_due(date(2026, 8, 2), CALENDAR).day == date(2026, 10, 8)
    assert deadlines.reconsideration_decision_due(date(2026, 3, 2), CALENDAR).day == date(2026, 5, 6)
    assert deadlines.reconsideration_decision_due(date(2026, 3, 2), CALENDAR, 30).day == date(2026, 6, 1)
    with pytest.raises(ValueError, match="30日"):
        deadlines.reconsideration_decision_due(date(2026, 3, 2), CALENDAR, 31)
    assert deadlines.litigation_after_due(date(2026, 3, 2), CALENDAR).day == date(2026, 3, 17)


def test_reconsideration_law_of_2023_article_23_from_its_first_day() -> None:
    assert objection_terms(date(2023, 12, 31)).reconsider_first is None
    assert objection_terms(date(2024, 1, 1)).reconsider_first


def test_service_is_due_with_the_reply_and_stands_with_the_clock() -> None:
    clock = read_clock(FEBRUARY, [], CALENDAR)
    found = deadlines.service_due(clock)
    assert found
    assert found.day == clock.due
    stopped = read_clock(FEBRUARY, [Event(EventKind.FEE_NOTIFIED, FEBRUARY)], CALENDAR)
    assert deadlines.service_due(stopped) is None


def test_a_limit_into_a_year_not_announced_is_provisional_and_says_so() -> None:
    found = deadlines.litigation_due(date(2026, 8, 31), CALENDAR)
    assert found.provisional
    assert any("未收录" in sentence for sentence in found.explanation)


def every(day: date) -> list[LegalDeadline]:
    found = [
        deadlines.supplement_notice_due(day, CALENDAR),
        deadlines.supplement_due(day, day, CALENDAR),
        deadlines.third_party_due(day, day, CALENDAR),
        deadlines.organs_due(day, day, CALENDAR),
        deadlines.payment_due(day, CALENDAR),
        deadlines.service_due(read_clock(day, [], CALENDAR)),
        deadlines.reconsideration_due(day, CALENDAR),
        deadlines.reconsideration_decision_due(day, CALENDAR),
        deadlines.litigation_due(day, CALENDAR),
        deadlines.litigation_after_due(day, CALENDAR),
    ]
    return [each for each in found if each]


@given(DAYS)
def test_every_limit_ends_on_a_working_day_after_it_began_and_says_which(day: date) -> None:
    for found in every(day):
        assert found.day > day
        assert CALENDAR.is_workday(found.day)
        assert any(f"{found.day.month}月{found.day.day}日" in sentence for sentence in found.explanation)
        assert any(str(found.citation) in sentence for sentence in found.explanation)


@given(DAYS, st.integers(0, 40))
def test_who_knows_later_never_has_less_time(day: date, later: int) -> None:
    after = day + timedelta(days=later)
    assert (
        deadlines.reconsideration_due(day, CALENDAR).day <= deadlines.reconsideration_due(after, CALENDAR).day
    )
    assert deadlines.litigation_due(day, CALENDAR).day <= deadlines.litigation_due(after, CALENDAR).day
