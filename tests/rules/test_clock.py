"""办理时钟 — cases with their articles, and what holds for every case."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.clock import Event, EventKind, ImpossibleEvent, read_clock

CALENDAR = WorkCalendar.load()
DAYS = st.dates(date(2008, 5, 1), date(2026, 9, 1))


def on(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def happened(kind: str, day: date, working_days: int = 0) -> Event:
    return Event(EventKind(kind), day, working_days)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2019, 5, 14), date(2019, 6, 4)),  # the last day of the text of 2007: 15 working days
        (date(2019, 5, 15), date(2019, 6, 13)),
        (date(2020, 1, 20), date(2020, 2, 25)),  # the longer Spring Festival of 2020
        (date(2024, 9, 27), date(2024, 10, 30)),
        (date(2025, 1, 20), date(2025, 2, 21)),
        (date(2026, 2, 10), date(2026, 3, 16)),
    ],
)
def test_2007_article_24_and_2019_article_33_the_reply_falls_due(received: date, due: date) -> None:
    assert read_clock(received, [], CALENDAR).due == due


def test_2019_article_33_an_extension_adds_twenty_working_days() -> None:
    events = [happened("extended", on(3, 10), 20)]
    reading = read_clock(on(2, 10), events, CALENDAR)
    assert (reading.due, reading.days_total) == (on(4, 14), 40)


def test_2019_article_30_a_supplement_begins_the_count_anew_and_the_extension_falls_away() -> None:
    events = [
        happened("extended", on(2, 11), 10),
        happened("supplement_requested", on(2, 12)),
        happened("supplement_received", on(2, 14)),
    ]
    reading = read_clock(on(2, 10), events, CALENDAR)
    assert reading.due == read_clock(on(2, 14), [], CALENDAR).due
    assert reading.days_total == 20


def test_2019_article_33_paragraph_3_two_consultations_at_once_count_once() -> None:
    both = [
        happened("third_party_consulted", on(2, 12)),
        happened("organs_consulted", on(2, 13)),
        happened("organs_replied", on(2, 25)),
        happened("third_party_replied", on(3, 2)),
    ]
    one = [both[0], both[3]]
    assert read_clock(on(2, 10), both, CALENDAR).due == read_clock(on(2, 10), one, CALENDAR).due == on(3, 26)


def test_what_is_awaited_stops_the_clock_and_is_named() -> None:
    reading = read_clock(on(2, 10), [happened("fee_notified", on(2, 12))], CALENDAR, today=on(3, 31))
    assert (reading.due, reading.stopped_by, reading.days_used) == (None, EventKind.FEE_NOTIFIED, 2)


def test_under_the_text_of_2007_a_supplement_may_pause_instead() -> None:
    events = [
        happened("supplement_requested", date(2017, 9, 26)),
        happened("supplement_received", date(2017, 9, 28)),
    ]
    received = date(2017, 9, 22)
    assert read_clock(received, events, CALENDAR).due == date(2017, 10, 25)
    assert read_clock(received, events, CALENDAR, on_supplement="pause").due == date(2017, 10, 23)


def test_under_the_text_of_2019_a_supplement_never_pauses() -> None:
    events = [
        happened("supplement_requested", on(2, 12)),
        happened("supplement_received", on(2, 14)),
    ]
    readings = {
        read_clock(on(2, 10), events, CALENDAR, on_supplement=how).due for how in ("", "restart", "pause")
    }
    assert len(readings) == 1


@pytest.mark.parametrize(
    "events",
    [
        [happened("extended", on(3, 1), 21)],
        [happened("extended", on(3, 1), 0)],
        [happened("extended", on(3, 1), 15), happened("extended", on(3, 2), 10)],
        [happened("fee_paid", on(3, 1))],
        [happened("third_party_replied", on(3, 1))],
        [happened("supplement_requested", on(3, 1)), happened("supplement_requested", on(3, 2))],
        [happened("third_party_consulted", on(2, 9))],
    ],
)
def test_what_cannot_have_happened_is_refused(events: list[Event]) -> None:
    with pytest.raises(ImpossibleEvent):
        read_clock(on(2, 10), events, CALENDAR)


def test_nothing_was_received_before_there_were_regulations() -> None:
    with pytest.raises(ImpossibleEvent):
        read_clock(date(2008, 4, 30), [], CALENDAR)


def test_a_deadline_in_a_year_that_is_not_announced_is_provisional() -> None:
    assert read_clock(on(12, 10), [], CALENDAR).provisional
    assert not read_clock(on(11, 10), [], CALENDAR).provisional


@given(DAYS)
def test_a_deadline_is_a_working_day_and_the_explanation_names_it(received: date) -> None:
    reading = read_clock(received, [], CALENDAR)
    assert reading.due is not None
    assert CALENDAR.is_workday(reading.due)
    assert (
        f"{reading.due.month}月{reading.due.day}日为第{reading.days_total}个工作日" in reading.explanation[-1]
    )
    assert CALENDAR.workdays_between(received, reading.due) == reading.days_total


@given(DAYS, st.integers(1, 15), st.integers(0, 40))
def test_an_extension_never_shortens(received: date, days: int, after: int) -> None:
    event = happened("extended", received + timedelta(days=after), days)
    plain, extended = read_clock(received, [], CALENDAR).due, read_clock(received, [event], CALENDAR).due
    assert plain
    assert extended
    assert CALENDAR.workdays_between(plain, extended) == days


@given(DAYS, st.integers(0, 10), st.integers(0, 60))
def test_asking_others_moves_the_date_by_the_working_days_that_it_took(
    received: date, after: int, took: int
) -> None:
    asked = received + timedelta(days=after)
    answered = asked + timedelta(days=took)
    events = [happened("third_party_consulted", asked), happened("third_party_replied", answered)]
    plain, moved = read_clock(received, [], CALENDAR).due, read_clock(received, events, CALENDAR).due
    assert plain
    assert moved
    assert CALENDAR.workdays_between(plain, moved) == CALENDAR.workdays_between(asked, answered)


@given(DAYS, st.integers(0, 80))
def test_days_used_and_days_left_are_the_whole(received: date, later: int) -> None:
    reading = read_clock(received, [], CALENDAR, today=received + timedelta(days=later))
    assert reading.days_used is not None
    assert reading.days_left == reading.days_total - reading.days_used
    assert (reading.days_left >= 0) == (
        reading.due is not None
        and CALENDAR.workdays_between(reading.due, received + timedelta(days=later)) == 0
    )


@pytest.mark.parametrize(
    ("received", "article"),
    [
        (date(2017, 9, 22), "《政府信息公开条例》第二十七条"),
        (date(2020, 3, 2), "《政府信息公开条例》第四十二条"),
        (date(2026, 3, 2), "《政府信息公开信息处理费管理办法》第七条"),
    ],
)
def test_a_payment_begins_the_count_anew_by_the_rule_of_its_day(received: date, article: str) -> None:
    events = [happened("fee_notified", received), happened("fee_paid", received + timedelta(days=3))]
    reading = read_clock(received, events, CALENDAR)
    assert reading.due == read_clock(received + timedelta(days=3), [], CALENDAR).due
    assert article in reading.explanation[1]


def test_on_one_day_an_answer_follows_what_asked_for_it_however_they_are_listed() -> None:
    asked, answered = happened("fee_notified", on(2, 12)), happened("fee_paid", on(2, 12))
    again = happened("supplement_requested", on(2, 12))
    supplements = [happened("supplement_requested", on(2, 11)), happened("supplement_received", on(2, 12))]
    assert read_clock(on(2, 10), [answered, asked], CALENDAR) == read_clock(
        on(2, 10), [asked, answered], CALENDAR
    )
    assert read_clock(on(2, 10), [*supplements, again], CALENDAR).stopped_by is EventKind.SUPPLEMENT_REQUESTED


def test_what_comes_after_the_limit_is_counted_and_said_to_be_late() -> None:
    late = read_clock(on(2, 10), [happened("extended", on(3, 17), 20)], CALENDAR)
    assert late.due == on(4, 14)
    assert "2026年3月17日延长答复期限时，答复期限已于2026年3月16日届满。" in late.explanation
    asked = [happened("third_party_consulted", on(3, 18)), happened("third_party_replied", on(3, 20))]
    assert read_clock(on(2, 10), asked, CALENDAR).due == on(3, 16)
    in_time = read_clock(on(2, 10), [happened("extended", on(3, 16), 20)], CALENDAR)
    assert not any("届满" in sentence for sentence in in_time.explanation)


def test_everything_that_is_awaited_is_said_and_the_first_of_it_stops() -> None:
    events = [happened("organs_consulted", on(2, 12)), happened("third_party_consulted", on(2, 11))]
    reading = read_clock(on(2, 10), events, CALENDAR)
    assert reading.stopped_by is EventKind.THIRD_PARTY_CONSULTED
    assert [sentence[:10] for sentence in reading.explanation[1:]] == ["2026年2月11日", "2026年2月12日"]


@pytest.mark.parametrize(("restarts", "said"), [(False, True), (True, False)])
def test_an_overlap_is_said_only_where_it_counts(restarts: bool, said: bool) -> None:
    events = [
        happened("third_party_consulted", on(2, 11)),
        happened("organs_consulted", on(2, 11)),
        happened("third_party_replied", on(2, 13)),
        happened("organs_replied", on(2, 13)),
    ]
    paid = [happened("fee_notified", on(2, 24)), happened("fee_paid", on(2, 25))] if restarts else []
    reading = read_clock(on(2, 10), [*events, *paid], CALENDAR)
    assert any("只扣除一次" in sentence for sentence in reading.explanation) == said
    assert "其间的2个工作日不计入（《政府信息公开条例》第三十三条第三款）" in reading.explanation[1]


def test_2007_article_24_speaks_of_third_parties_and_the_rest_is_by_analogy() -> None:
    old = date(2016, 3, 1)
    asked, answered = date(2016, 3, 3), date(2016, 3, 10)
    readings = [
        read_clock(old, [happened(f"{who}_consulted", asked), happened(f"{who}_replied", answered)], CALENDAR)
        for who in ("third_party", "organs")
    ]
    assert readings[0].due == readings[1].due
    assert ["比照" in reading.explanation[1] for reading in readings] == [False, True]
