"""工作日历 — working days are counted as the State Council's notices say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.calendar import CalendarError, WorkCalendar, YearTable

CALENDAR = WorkCalendar.load()
ANNOUNCED = st.dates(date(2008, 1, 1), date(2026, 6, 30))
LIMITS = st.integers(1, 60)

WORKDAYS_OF_YEAR = {
    2008: 251, 2009: 250, 2010: 250, 2011: 250, 2012: 249, 2013: 250, 2014: 250, 2015: 249, 2016: 250, 2017: 249,
    2018: 250, 2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248,
}  # fmt: skip

# Deadlines after 7, 15, 20 and 40 working days, worked out apart from this code.
DEADLINES = {
    "2019-05-15": ("2019-05-24", "2019-06-05", "2019-06-13", "2019-07-11"),
    "2020-01-20": ("2020-02-06", "2020-02-18", "2020-02-25", "2020-03-24"),
    "2024-09-27": ("2024-10-12", "2024-10-23", "2024-10-30", "2024-11-27"),
    "2025-01-20": ("2025-02-05", "2025-02-14", "2025-02-21", "2025-03-21"),
    "2026-02-10": ("2026-02-26", "2026-03-09", "2026-03-16", "2026-04-14"),
}


def days(start: date, end: date) -> list[date]:
    """Every day after start up to and including end."""
    return [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]


@pytest.mark.parametrize(("year", "expected"), WORKDAYS_OF_YEAR.items())
def test_a_year_has_as_many_working_days_as_announced(year: int, expected: int) -> None:
    last_of_year_before, last = date(year - 1, 12, 31), date(year, 12, 31)
    assert sum(CALENDAR.is_workday(day) for day in days(last_of_year_before, last)) == expected
    assert CALENDAR.workdays_between(last_of_year_before, last) == expected


@pytest.mark.parametrize(
    ("day", "working"),
    [
        pytest.param(date(2024, 9, 14), True, id="make-up Saturday before Mid-autumn 2024"),
        pytest.param(date(2024, 9, 16), False, id="Mid-autumn Monday 2024"),
        pytest.param(date(2020, 2, 1), False, id="Spring Festival 2020 extended, make-up day cancelled"),
        pytest.param(date(2015, 9, 3), False, id="one-off holiday of 2015"),
        pytest.param(date(2015, 9, 6), True, id="make-up Sunday of the one-off holiday"),
        pytest.param(date(2026, 1, 4), True, id="make-up Sunday after New Year 2026"),
        pytest.param(date(2011, 12, 31), True, id="moved by the notice of the following year"),
        pytest.param(date(2024, 6, 15), False, id="ordinary Saturday"),
        pytest.param(date(2024, 6, 17), True, id="ordinary Monday"),
    ],
)
def test_days_that_are_easy_to_get_wrong(day: date, working: bool) -> None:
    assert CALENDAR.is_workday(day) is working


@pytest.mark.parametrize(
    ("start", "workdays", "expected"),
    [
        pytest.param(start, number, expected, id=f"{start}+{number}-{article}")
        for start, row in DEADLINES.items()
        for (number, article), expected in zip(
            ((7, "art30"), (15, "art32"), (20, "art26-art33"), (40, "art33-extended")), row, strict=True
        )
    ],
)
def test_deadlines_of_known_cases(start: str, workdays: int, expected: str) -> None:
    deadline = CALENDAR.add_workdays(date.fromisoformat(start), workdays)
    assert deadline.day.isoformat() == expected
    assert not deadline.provisional


def test_the_explanation_names_holidays_and_make_up_days() -> None:
    explanation = CALENDAR.add_workdays(date(2024, 9, 27), 20).explanation
    assert explanation == (
        "自2024年9月27日起算，当日不计入，第20个工作日为2024年10月30日。",
        "10月1日至7日国庆节放假，不计入。",
        "9月29日（星期日）、10月12日（星期六）调休上班，计入工作日。",
    )


def test_holidays_that_run_together_are_told_as_one() -> None:
    explanation = CALENDAR.add_workdays(date(2023, 9, 20), 10).explanation
    assert "9月29日至10月6日中秋节、国庆节放假，不计入。" in explanation


def test_a_year_without_notice_is_counted_by_weekdays_and_says_so() -> None:
    deadline = CALENDAR.add_workdays(date(2026, 12, 25), 10)
    assert deadline.provisional
    assert deadline.day == date(2027, 1, 8)
    assert deadline.explanation[-1] == "2027年的节假日安排未收录，暂按周一至周五为工作日推算。"
    assert CALENDAR.is_provisional(date(2027, 1, 8))
    assert not CALENDAR.is_provisional(date(2026, 12, 31))


def test_an_administrator_can_add_the_next_year() -> None:
    table = YearTable.from_toml(
        'year = 2027\nmake_up_workdays = ["2027-01-09"]\n[[days_off]]\nname = "元旦"\ndays = ["2027-01-01"]\n'
    )
    calendar = WorkCalendar.load([table])
    deadline = calendar.add_workdays(date(2026, 12, 25), 11)
    assert deadline.day == date(2027, 1, 11)
    assert not deadline.provisional
    assert calendar.name_of(date(2027, 1, 1)) == "元旦"
    assert calendar.is_workday(date(2024, 9, 14)), "the years announced before stay"
    assert CALENDAR.is_provisional(date(2027, 1, 1)), "the built-in calendar does not change"


def test_an_added_table_replaces_the_built_in_one_of_its_year() -> None:
    calendar = WorkCalendar.load([YearTable.from_toml("year = 2026\n")])
    assert calendar.is_workday(date(2026, 10, 1))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("year = [", id="not TOML"),
        pytest.param('notice = "x"', id="no year"),
        pytest.param('year = 2027\nmake_up_workdays = ["soon"]', id="not a date"),
        pytest.param('year = 2027\nmake_up_workdays = ["2028-01-08"]', id="another year's day"),
        pytest.param('year = 2027\nmake_up_workdays = ["2027-01-08"]', id="make-up on a Friday"),
        pytest.param(
            'year = 2027\nmake_up_workdays = ["2027-01-09"]\n[[days_off]]\nname = "元旦"\ndays = ["2027-01-09"]',
            id="off and on at once",
        ),
        pytest.param("year = 2027\ndays_off = 3", id="wrong shape"),
    ],
)
def test_a_table_with_a_fault_is_refused(text: str) -> None:
    with pytest.raises(CalendarError, match=r"[一-龥]"):
        YearTable.from_toml(text)


def test_every_announced_year_names_its_notice() -> None:
    assert list(CALENDAR.years) == list(range(2008, 2027))
    for year, table in CALENDAR.years.items():
        assert table.notice.startswith(f"国办发明电〔{year - 1}〕")


@pytest.mark.parametrize("number", [0, -1])
def test_a_limit_of_no_days_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.add_workdays(date(2024, 1, 2), number)


def test_a_table_with_months_off_still_gives_a_deadline() -> None:
    off = ", ".join(f'"{day.isoformat()}"' for day in days(date(2026, 12, 31), date(2027, 10, 31)))
    calendar = WorkCalendar.load(
        [YearTable.from_toml(f'year = 2027\n[[days_off]]\nname = "示例"\ndays = [{off}]')]
    )
    assert calendar.nth_workday(date(2026, 12, 31), 1) == date(2027, 11, 1)


@given(ANNOUNCED, LIMITS)
def test_a_deadline_is_a_working_day_after_its_start(start: date, workdays: int) -> None:
    deadline = CALENDAR.add_workdays(start, workdays)
    assert deadline.day > start
    assert CALENDAR.is_workday(deadline.day)
    assert not deadline.provisional


@given(ANNOUNCED, LIMITS)
def test_counting_back_gives_the_limit(start: date, workdays: int) -> None:
    day = CALENDAR.add_workdays(start, workdays).day
    assert CALENDAR.workdays_between(start, day) == workdays
    assert sum(CALENDAR.is_workday(passed) for passed in days(start, day)) == workdays


@given(ANNOUNCED, ANNOUNCED, LIMITS)
def test_who_starts_later_ends_no_earlier(one: date, other: date, workdays: int) -> None:
    first, second = sorted((one, other))
    assert CALENDAR.nth_workday(first, workdays) <= CALENDAR.nth_workday(second, workdays)
    assert CALENDAR.nth_workday(first, workdays) < CALENDAR.nth_workday(first, workdays + 1)


@given(st.dates(date(1949, 10, 1), date(2100, 12, 31)), st.dates(date(1949, 10, 1), date(2100, 12, 31)))
def test_days_between_add_up_and_are_never_negative(start: date, end: date) -> None:
    middle = start + (end - start) / 2
    parts = CALENDAR.workdays_between(start, middle) + CALENDAR.workdays_between(middle, end)
    assert CALENDAR.workdays_between(start, end) == parts
    if end <= start:
        assert parts == 0


@given(ANNOUNCED, LIMITS)
def test_the_explanation_mentions_every_holiday_and_make_up_day(start: date, workdays: int) -> None:
    deadline = CALENDAR.add_workdays(start, workdays)
    passed = days(start, deadline.day)
    told = "".join(deadline.explanation[1:])
    for day in passed:
        off_before = CALENDAR.name_of(day - timedelta(days=1)) and day - timedelta(days=1) > start
        if CALENDAR.name_of(day):
            assert CALENDAR.name_of(day) in told
            if not off_before:
                assert f"{day.month}月{day.day}日" in told
        elif CALENDAR.is_workday(day) and day.weekday() >= 5:
            assert f"{day.month}月{day.day}日（星期" in told
    if not any(CALENDAR.name_of(day) for day in passed):
        assert "放假" not in told
