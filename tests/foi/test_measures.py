"""依申请公开的数字 — every figure of the year is a set of cases, and the lines add up."""

from datetime import date, timedelta

import pytest

from cast import NOW, TODAY, Cast
from foi.answering import answered, signed
from foi.builders import at, filed
from gongkai.agencies.policies import PUBLIC
from gongkai.core.measures import Period
from gongkai.foi.actions.remedy import close_remedy, record_remedy
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.measures import MEASURES
from gongkai.foi.models import Case
from gongkai.reporting.figures import basis, rows, value, values
from gongkai.rules.indicators import INDICATORS, Origin
from gongkai.rules.report_rows import rows_of
from gongkai.rules.slices import Slice, slice_of

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2026)


def count(key: str, period: Period = YEAR, organs: list[int] | None = None) -> int:
    return int(value(Slice(key), period, organs) or 0)


def lines(key: str) -> dict[str, list[int]]:
    """The cases by the line of the annual report where they count, those lines only that have some."""
    found = {line: rows(slice_of(key, {"row": line}), YEAR, None) for line in rows_of(2026)}
    assert [value(slice_of(key, {"row": line}), YEAR, None) for line in found] == [
        cases.count() for cases in found.values()
    ]
    return {line: [case.pk for case in cases] for line, cases in found.items() if cases}


def test_every_indicator_of_cases_has_its_rows() -> None:
    counted = {key for key, found in INDICATORS.items() if found.origin is Origin.EVENTS}
    assert {key for key in counted if key.startswith("foi.")} == set(MEASURES)


def test_what_came_and_what_was_done_with_it_adds_up(cast: Cast) -> None:
    answered(cast)
    withdraw(key=filed(cast).key, actor=PUBLIC, now=NOW)
    filed(cast)
    filed(cast, now=at(date(2025, 12, 30)))
    came, over = count("foi.received"), count("foi.carried_over")
    done, on = count("foi.concluded"), count("foi.carried_on")
    assert (came, over, done, on) == (3, 1, 2, 2)
    assert came + over == done + on
    assert count("foi.answered") == 1
    assert count("foi.received", organs=[cast.education.pk]) == 0
    assert count("foi.carried_over", Period.of_year(2027)) == 2


def test_the_line_of_the_report_follows_from_the_parts_of_the_answer(cast: Cast) -> None:
    case = answered(cast)
    given_up = withdraw(key=filed(cast).key, actor=PUBLIC, now=NOW)
    assert lines("foi.concluded") == {"3.2": [case.pk], "3.6.3": [given_up.pk]}


def test_channels_and_kinds_of_applicants_are_told_apart(cast: Cast) -> None:
    signed(cast)
    filed(cast)
    wanted = [
        slice_of("foi.received", {"channel": "online"}),
        slice_of("foi.received", {"channel_group": "letter"}),
        slice_of("foi.received", {"applicant": "citizen"}),
        slice_of("foi.received", {"applicant": "citizen", "channel": "fax"}),
    ]
    assert list(values(wanted, YEAR, None).values()) == [1, 1, 2, 0]


def test_late_and_in_time_and_overdue(cast: Cast) -> None:
    case = answered(cast)
    assert (count("foi.in_time"), count("foi.late")) == (1, 0)
    Case.objects.filter(pk=case.pk).update(first_due_on=case.answered_on - timedelta(days=1))  # type: ignore[operator]
    assert (count("foi.in_time"), count("foi.late")) == (0, 1)
    filed(cast, now=at(date(2026, 1, 5)))
    assert count("foi.overdue") == 1
    assert count("foi.overdue", Period(date(2026, 1, 1), date(2026, 1, 20))) == 0


def test_days_are_counted_until_half_and_nine_in_ten_are_answered(cast: Cast) -> None:
    wanted = [Slice("foi.days_to_answer"), Slice("foi.days_to_answer.p90")]
    assert list(values(wanted, YEAR, None).values()) == [None, None]
    made = [answered(cast) for _ in range(3)]
    days = (date(2026, 10, 13), date(2026, 10, 15), date(2026, 10, 23))
    for case, day in zip(made, days, strict=True):
        Case.objects.filter(pk=case.pk).update(first_answered_on=day)
    assert list(values(wanted, YEAR, None).values()) == [3, 9]
    assert {basis(one) for one in wanted} == {Slice("foi.answered")}


def test_objections_are_pending_or_closed(cast: Cast) -> None:
    case = answered(cast)
    remedies = [
        record_remedy(case.pk, kind="litigation", body="示例法院", filed_on=TODAY, actor=cast.wang, now=NOW)
        for _ in range(2)
    ]
    assert (count("foi.remedies.pending"), count("foi.remedies.closed")) == (2, 0)
    close_remedy(remedies[0].pk, on=TODAY, outcome="rejected", actor=cast.wang, now=NOW)
    assert (count("foi.remedies.pending"), count("foi.remedies.closed")) == (1, 1)


def test_what_is_decided_anew_later_leaves_the_year_of_its_first_answer_as_it_was(cast: Cast) -> None:
    case = answered(cast)
    remedy = record_remedy(
        case.pk, kind="litigation", body="示例法院", filed_on=TODAY, actor=cast.wang, now=NOW
    )
    later = at(date(2027, 3, 1))
    close_remedy(remedy.pk, on=date(2027, 3, 1), outcome="annulled", actor=cast.wang, now=later)
    assert Case.objects.get(pk=case.pk).open
    assert (count("foi.answered"), count("foi.in_time"), count("foi.carried_on")) == (1, 1, 0)
    assert (count("foi.carried_over", Period.of_year(2027)), count("foi.received")) == (0, 1)
    assert lines("foi.answered") == {"3.2": [case.pk]}
