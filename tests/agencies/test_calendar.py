"""工作日历 — years that are loaded here hold at once in every process, and what they move is counted again."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from cast import NOW, Cast, make_cast
from gongkai.agencies import calendar as calendars
from gongkai.agencies.actions.load_year import load_year, unload_year
from gongkai.agencies.actions.take_up_years import take_up_years
from gongkai.agencies.calendar import calendar, calendar_with, missing_year, on_change, with_days_of_place
from gongkai.agencies.calendar_changes import changes_of, doubts_of
from gongkai.agencies.holiday_files import read_year, toml_of
from gongkai.agencies.models import CalendarScope, HolidayYear
from gongkai.core import outbox
from gongkai.core.models import LedgerEntry
from gongkai.rules.calendar import Holiday, WorkCalendar, YearTable
from gongkai.rules.process import RuleViolation

BUILT_IN = WorkCalendar.load()
NEXT = YearTable(
    2027,
    "示例〔2026〕1号",
    (),
    (Holiday("元旦", (date(2027, 1, 1),)), Holiday("春节", (date(2027, 2, 8), date(2027, 2, 9)))),
    (date(2027, 2, 14),),
)
FESTIVAL = YearTable(2026, "示例〔2026〕2号", (), (Holiday("示例节", (date(2026, 4, 20),)),), ())


def load(cast: Cast, table: YearTable, scope: str = CalendarScope.NATIONAL) -> HolidayYear:
    return load_year(table, actor=cast.guan, now=NOW, scope=scope)


def test_a_loaded_year_ends_what_was_provisional(cast: Cast) -> None:
    before = calendar().add_workdays(date(2026, 12, 31), 1)
    load(cast, NEXT)
    after = calendar().add_workdays(date(2026, 12, 31), 1)
    assert (before.day, before.provisional) == (date(2027, 1, 1), True)
    assert (after.day, after.provisional) == (date(2027, 1, 4), False)


def test_the_ledger_says_which_days_moved_and_names_no_words_but_in_the_note(cast: Cast) -> None:
    row = load(cast, NEXT)
    entry = LedgerEntry.objects.get(action="agencies.load_year")
    assert (row.loaded_by_id, row.loaded_at) == (cast.guan.user_id, NOW)
    assert entry.detail["off"] == ["2027-01-01", "2027-02-08", "2027-02-09"]
    assert entry.detail["working"] == ["2027-02-14"]
    assert "示例" not in str(entry.detail)
    assert entry.note.text == NEXT.notice


def test_a_correction_replaces_the_year_and_both_states_are_in_the_ledger(cast: Cast) -> None:
    load(cast, NEXT)
    load(cast, YearTable(2027, NEXT.notice, (), NEXT.holidays[:1], ()))
    assert HolidayYear.objects.count() == 1
    assert calendar().is_workday(date(2027, 2, 8))
    assert not calendar().is_workday(date(2027, 2, 14))
    corrected = LedgerEntry.objects.filter(action="agencies.load_year").latest("id")
    assert corrected.detail["working"] == ["2027-02-08", "2027-02-09"]
    assert corrected.detail["off"] == ["2027-02-14"]


def test_the_same_again_and_what_cannot_stand_are_refused(cast: Cast) -> None:
    load(cast, NEXT)
    far = YearTable(2031, "", (), (Holiday("元旦", (date(2031, 1, 1),)),), ())
    for table, scope in (
        (NEXT, CalendarScope.NATIONAL),
        (far, CalendarScope.NATIONAL),
        (YearTable(2007, "", (), (), ()), CalendarScope.NATIONAL),
        (YearTable(2027, "", (), (), ()), CalendarScope.NATIONAL),
    ):
        with pytest.raises(RuleViolation), transaction.atomic():
            load(cast, table, scope)
    assert LedgerEntry.objects.filter(action="agencies.load_year").count() == 1


def test_days_of_the_place_are_added_and_wait_for_the_year(cast: Cast) -> None:
    local = YearTable(2027, "", (), (Holiday("示例节", (date(2027, 4, 20),)),), ())
    with pytest.raises(RuleViolation):
        load(cast, local, CalendarScope.LOCAL)
    load(cast, NEXT)
    load(cast, local, CalendarScope.LOCAL)
    assert calendar().name_of(date(2027, 4, 20)) == "示例节"
    assert calendar().name_of(date(2027, 1, 1)) == "元旦"
    with pytest.raises(RuleViolation):
        unload_year(2027, actor=cast.guan, now=NOW, reason="载入错了")


def test_what_was_loaded_can_be_taken_back(cast: Cast) -> None:
    load(cast, NEXT)
    unload_year(2027, actor=cast.zheng, now=NOW, reason="还没有公布")
    assert 2027 not in calendar().years
    entry = LedgerEntry.objects.get(action="agencies.unload_year")
    assert entry.detail["working"] == ["2027-01-01", "2027-02-08", "2027-02-09"]
    assert entry.note.text == "还没有公布"


def test_other_rooms_are_told_which_years_to_count_again(
    cast: Cast, worker: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[int]] = []
    monkeypatch.setattr(calendars, "_recomputes", [])
    on_change(lambda years: told.append(list(years)))
    load(cast, NEXT)
    assert outbox.waiting(calendars.LOADED)
    worker()
    assert told == [[2027]]
    assert not outbox.waiting(calendars.LOADED)


def test_a_version_that_knows_another_year_makes_deadlines_count_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert take_up_years(now=NOW) == []
    assert not outbox.waiting(calendars.LOADED)
    monkeypatch.setattr(
        WorkCalendar, "load", lambda extra=(): WorkCalendar([*BUILT_IN.years.values(), NEXT, *extra])
    )
    assert take_up_years(now=NOW) == [2027]
    assert outbox.waiting(calendars.LOADED)
    assert take_up_years(now=NOW) == []
    assert LedgerEntry.objects.filter(action="agencies.take_up_years").count() == 2


@given(st.sampled_from(sorted(BUILT_IN.years)), st.integers(0, 364), st.integers(1, 60))
def test_a_year_equal_to_the_built_in_one_changes_no_deadline(year: int, day: int, workdays: int) -> None:
    again = read_year(toml_of(BUILT_IN.years[year]).encode())
    loaded = WorkCalendar.load([again])
    start = date(year, 1, 1) + timedelta(days=day)
    assert again == BUILT_IN.years[year]
    assert loaded.add_workdays(start, workdays) == BUILT_IN.add_workdays(start, workdays)


def test_loading_the_built_in_year_moves_no_day(cast: Cast) -> None:
    load(cast, BUILT_IN.years[2026])
    entry = LedgerEntry.objects.get(action="agencies.load_year")
    assert (entry.detail["off"], entry.detail["working"]) == ([], [])
    assert changes_of(2026, BUILT_IN, calendar()).announced


def test_asking_costs_one_question_and_the_calendar_is_made_once(
    cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    load(cast, NEXT)
    first = calendar()
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert calendar() is first


def test_words_of_any_kind_survive_the_file() -> None:
    odd = 'a"b\\c\n〔〕\x7f'
    table = YearTable(2026, odd, (odd, "二"), (Holiday(odd, (date(2026, 1, 1),)),), ())
    assert read_year(toml_of(table).encode()) == table


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"x" * 100_000, b"year = 2026\n[[days_off]]\n", b"not toml", b'year = "x"\n']
)
def test_a_file_that_is_no_year_is_refused(data: bytes) -> None:
    with pytest.raises(RuleViolation):
        read_year(data)


def test_days_of_a_place_fall_together_with_the_years_own() -> None:
    day, make_up = BUILT_IN.years[2026].holidays[0].days[0], BUILT_IN.years[2026].make_up_workdays[0]
    local = YearTable(2026, "", (), (Holiday("示例节", (day, make_up, date(2026, 4, 20))),), ())
    both = with_days_of_place(BUILT_IN.years[2026], local)
    assert both.holidays[-1].days == (make_up, date(2026, 4, 20))
    assert make_up not in both.make_up_workdays


def test_what_is_unusual_is_named() -> None:
    short = (*NEXT.holidays, Holiday("劳动节", (date(2027, 5, 2),)))
    said = [str(doubt) for doubt in doubts_of(YearTable(2027, "", (), short, ()), BUILT_IN)]
    assert "没有写通知文号" in said
    assert "没有“国庆节”，往年都有" in said
    assert "5月1日往年都放假，这次没有" in said
    assert not any("元旦" in one or "10月" in one or one.startswith(("1月", "5月2日")) for one in said)
    assert doubts_of(BUILT_IN.years[2026], BUILT_IN) == []


def test_from_november_on_the_next_year_is_missed() -> None:
    assert missing_year(date(2026, 10, 31), BUILT_IN) is None
    assert missing_year(date(2026, 11, 1), BUILT_IN) == 2027
    assert missing_year(date(2027, 3, 1), BUILT_IN) == 2027
    assert missing_year(date(2026, 12, 1), WorkCalendar.load([NEXT])) is None


def test_a_preview_counts_with_the_days_of_the_place(cast: Cast) -> None:
    load(cast, FESTIVAL, CalendarScope.LOCAL)
    after = calendar_with(BUILT_IN.years[2026], CalendarScope.NATIONAL)
    assert changes_of(2026, calendar(), after).became_working == ()


def test_another_process_counts_by_the_new_year_at_once(real_database: str) -> None:
    cast = make_cast()
    asks = (
        "import django, sys; django.setup()\n"
        "from datetime import date\n"
        "from gongkai.agencies.calendar import calendar\n"
        "for line in sys.stdin:\n"
        "    print(calendar().is_provisional(date(2027, 1, 4)), flush=True)\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", asks],
        env={"DATABASE_URL": real_database, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings_test"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def answer() -> str:
        assert other.stdin
        assert other.stdout
        other.stdin.write("\n")
        other.stdin.flush()
        return other.stdout.readline().strip()

    try:
        assert answer() == "True"
        load(cast, NEXT)
        assert answer() == "False"
        unload_year(2027, actor=cast.guan, now=NOW, reason="载入错了")
        assert answer() == "True"
    finally:
        other.kill()
        other.communicate()
