"""主动公开期限 — information is published within 20 working days of its formation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.limits import LIMITS, publication_limit
from gongkai.rules.publication import days_left, days_taken, is_late, publication_deadline

CALENDAR = WorkCalendar.load()
DAYS = st.dates(date(2008, 5, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("formed_on", "deadline", "article"),
    [
        pytest.param("2010-09-01", "2010-09-29", "第十八条", id="2007-art18-mid-autumn"),
        pytest.param("2019-05-14", "2019-06-12", "第十八条", id="2007-art18-last-day-in-force"),
        pytest.param("2019-05-15", "2019-06-13", "第二十六条", id="2019-art26-first-day-in-force"),
        pytest.param("2020-01-20", "2020-02-25", "第二十六条", id="2019-art26-spring-festival-extended"),
        pytest.param("2024-09-27", "2024-10-30", "第二十六条", id="2019-art26-national-day"),
    ],
)
def test_the_last_day_to_publish(formed_on: str, deadline: str, article: str) -> None:
    result = publication_deadline(date.fromisoformat(formed_on), CALENDAR)
    assert result.day.isoformat() == deadline
    assert f"《政府信息公开条例》{article}" in result.explanation[0]


def test_information_older_than_the_regulations_falls_under_the_first_text() -> None:
    assert publication_limit(date(2007, 4, 5)).code == "publication-2007"


def test_limits_are_found_by_their_code() -> None:
    assert {code: limit.workdays for code, limit in LIMITS.items()} == {
        "publication-2007": 20,
        "publication-2019": 20,
    }


@pytest.mark.parametrize(
    ("published_on", "taken", "late"),
    [
        pytest.param("2024-09-26", 0, False, id="before it was formed"),
        pytest.param("2024-09-27", 0, False, id="same day"),
        pytest.param("2024-09-29", 1, False, id="make-up Sunday"),
        pytest.param("2024-10-30", 20, False, id="art26-last-day"),
        pytest.param("2024-10-31", 21, True, id="art26-a-day-late"),
    ],
)
def test_days_taken_to_publish(published_on: str, taken: int, late: bool) -> None:
    formed_on, published = date(2024, 9, 27), date.fromisoformat(published_on)
    assert days_taken(formed_on, published, CALENDAR) == taken
    assert is_late(formed_on, published, CALENDAR) is late


def test_a_rest_day_after_the_last_day_is_late() -> None:
    last = publication_deadline(date(2024, 10, 12), CALENDAR).day
    assert last == date(2024, 11, 8)
    assert is_late(date(2024, 10, 12), date(2024, 11, 9), CALENDAR)


@pytest.mark.parametrize(
    ("today", "left"),
    [("2024-09-27", 20), ("2024-10-24", 4), ("2024-10-30", 0), ("2024-10-31", -1), ("2024-11-04", -3)],
)
def test_days_left_while_drafting(today: str, left: int) -> None:
    assert days_left(date(2024, 9, 27), date.fromisoformat(today), CALENDAR) == left


@given(DAYS, DAYS)
def test_what_is_late_took_at_least_the_limit(formed_on: date, published_on: date) -> None:
    taken = days_taken(formed_on, published_on, CALENDAR)
    if is_late(formed_on, published_on, CALENDAR):
        assert taken >= 20
    else:
        assert taken <= 20
        assert days_left(formed_on, published_on, CALENDAR) >= 0
