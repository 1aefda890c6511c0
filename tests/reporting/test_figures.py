"""取数 — one engine for every number: grouped counts, rates, medians, months and organs; the rows behind each."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cast import NOW, TODAY, Cast, published
from foi.answering import answered
from foi.builders import at, filed
from gongkai.core.measures import Period
from gongkai.disclosure.models import Document, Version
from gongkai.foi.models import Case
from gongkai.reporting import figures
from gongkai.reporting.actions.declare import Statement, declare
from gongkai.reporting.figures import by_month, of_cells, rows, value, values
from gongkai.rules.indicators import INDICATORS, Origin
from gongkai.rules.report_forms import form_of
from gongkai.rules.slices import Slice, slice_of

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2026)


def shown(found: Iterable[Decimal | None]) -> list[int | None]:
    return [None if number is None else int(number) for number in found]


def test_every_figure_of_every_indicator_can_be_taken_and_opened(cast: Cast) -> None:
    published(cast)
    answered(cast)
    for indicator in INDICATORS.values():
        names = [name for name in indicator.dimensions if indicator.values_of(name)]
        for wanted in (
            Slice(indicator.key),
            *(slice_of(indicator.key, {name: indicator.values_of(name)[0]}) for name in names),
        ):
            number, behind = value(wanted, YEAR, None), rows(wanted, YEAR, None)
            counted = indicator.reckoning == "count" and indicator.origin is Origin.EVENTS
            assert not counted or number == behind.count(), str(wanted)


def test_a_figure_and_the_list_behind_it_do_not_differ(cast: Cast) -> None:
    document = published(cast)
    wanted = slice_of("disclosure.published.proactive", {"column": document.column.code})  # type: ignore[union-attr]
    assert value(wanted, YEAR, [cast.housing.pk]) == 1
    assert [row.pk for row in rows(wanted, YEAR, [cast.housing.pk])] == [document.pk]
    elsewhere = slice_of("disclosure.published.proactive", {"column": "20-1"})
    assert value(elsewhere, YEAR, None) == rows(elsewhere, YEAR, None).count() == 0


def test_the_cells_of_a_table_come_from_one_query_for_each_indicator(cast: Cast) -> None:
    answered(cast)
    cells = list(form_of(2026).table("applications").cells())
    with CaptureQueriesContext(connection) as asked:
        found = of_cells(cells, YEAR, [cast.housing.pk])
    assert len(asked) == 4
    assert found["applications.received.citizen"] == found["applications.partly_granted.citizen"] == 1
    assert found["applications.received.total"] == found["applications.concluded.total"] == 1
    assert found["applications.received.business"] == found["applications.carried_on.total"] == 0


def test_rates_are_told_with_what_they_are_of(cast: Cast) -> None:
    rate = Slice("foi.in_time_rate")
    assert value(rate, YEAR, None) is None
    cases = [answered(cast) for _ in range(3)]
    Case.objects.filter(pk=cases[0].pk).update(first_due_on=date(2026, 1, 1))
    assert value(rate, YEAR, None) == Decimal("66.67")
    assert figures.basis(rate) == Slice("foi.answered")
    assert figures.parts(rate) == (Slice("foi.in_time"), Slice("foi.answered"))
    assert rows(rate, YEAR, None).count() == 2
    assert figures.basis(Slice("foi.received")) is None


def test_each_organ_has_its_own_and_what_it_has_none_of_is_nothing(cast: Cast) -> None:
    published(cast)
    answered(cast)
    wanted = [Slice("disclosure.published.proactive"), Slice("foi.received"), Slice("foi.in_time_rate")]
    found = values(wanted, YEAR, None, True)
    assert {organ: shown(numbers.values()) for organ, numbers in found.items()} == {
        cast.housing.pk: [1, 1, 100]
    }
    assert values(wanted, YEAR, [cast.education.pk], True) == {}


def test_the_whole_and_each_organ_at_once_are_what_each_is_when_it_is_asked_alone(cast: Cast) -> None:
    for organ, days in ((cast.housing, 3), (cast.education, 30), (cast.education, 20)):
        document = published(cast, title=f"示例{days}")
        Document.objects.filter(pk=document.pk).update(agency=organ, days_taken=days)
        Case.objects.filter(pk=answered(cast).pk).update(agency=organ)
    names = ["foi.received", "disclosure.days_to_publish", "disclosure.in_time_rate", "disclosure.published"]
    each = [*map(Slice, names), slice_of("foi.received", {"channel": "online"})]
    whole = [*each, Slice("foi.days_to_answer"), slice_of("foi.received", {"applicant": "citizen"})]
    found = figures.whole_and_each(whole, each, YEAR, None)
    assert found == (values(whole, YEAR, None), values(each, YEAR, None, True))
    assert [shown(numbers.values())[:2] for numbers in (found[0], *found[1].values())] == [
        [3, 20],
        [1, 3],
        [2, 20],
    ]


def test_what_lasts_is_counted_for_several_periods_at_once(cast: Cast) -> None:
    document = published(cast, column=cast.normative)
    Version.objects.filter(pk=document.public_id).update(in_force_from=TODAY, in_force_until=TODAY)
    wanted = Slice("disclosure.normative.in_force")
    ends = [Period(day, day) for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))]
    assert figures.lasts(wanted)
    found = [numbers[wanted] for numbers in figures.at_ends([wanted], ends, None)]
    assert found == [value(wanted, end, None) for end in ends] == [0, 1, 0]


def test_what_the_public_does_not_see_is_counted_besides(cast: Cast) -> None:
    Document.objects.filter(pk=published(cast).pk).update(open_to_public=False)
    published(cast, title="示例二")
    everything, open_ones = Slice("disclosure.published"), Slice("disclosure.published.proactive")
    assert shown(values([everything, open_ones], YEAR, None).values()) == [2, 1]
    assert (rows(everything, YEAR, None).count(), rows(open_ones, YEAR, None).count()) == (2, 1)


def test_months_add_up_to_the_year(cast: Cast) -> None:
    for month in (1, 1, 3, 10):
        filed(cast, now=at(date(2026, month, 12)))
    published(cast)
    wanted = [Slice("foi.received"), Slice("disclosure.published"), Slice("foi.carried_on")]
    found = by_month(wanted, YEAR, None)
    assert len(found) == 12
    assert [int(found[date(2026, month, 1)][wanted[0]] or 0) for month in (1, 2, 3, 10)] == [2, 0, 1, 1]
    for one in wanted[:2]:
        assert sum(month[one] or 0 for month in found.values()) == value(one, YEAR, None)
    assert [int(month[wanted[2]] or 0) for month in found.values()] == [2, 2, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4]


def test_an_extension_and_a_supplement_are_seen_in_the_rates(cast: Cast) -> None:
    case = answered(cast)
    Case.objects.filter(pk=case.pk).update(first_extended=True)
    wanted = [
        slice_of("foi.concluded", {"timing": "extended"}),
        slice_of("foi.concluded", {"timing": "in_time"}),
        Slice("foi.extension_rate"),
        Slice("foi.return_rate"),
        Slice("foi.already_public_rate"),
    ]
    assert shown(values(wanted, YEAR, None).values()) == [1, 0, 100, 0, 0]


def test_what_is_late_without_an_extension_is_not_in_time(cast: Cast) -> None:
    case = answered(cast)
    Case.objects.filter(pk=case.pk).update(first_due_on=case.answered_on - timedelta(days=1))  # type: ignore[operator]
    assert value(slice_of("foi.concluded", {"timing": "in_time"}), YEAR, None) == 0


def test_the_longest_and_nine_in_ten(cast: Cast) -> None:
    for days in (3, 20, 7):
        Document.objects.filter(pk=published(cast, title=f"示例{days}").pk).update(days_taken=days)
    wanted = [Slice("disclosure.days_to_publish"), Slice("disclosure.days_to_publish.longest")]
    assert shown(values(wanted, YEAR, None).values()) == [7, 20]
    assert figures.basis(wanted[1]) == Slice("disclosure.timed")


@given(st.dictionaries(st.integers(0, 300), st.integers(1, 50), min_size=1), st.integers(1, 100))
def test_a_percentile_is_an_amount_that_so_many_do_not_exceed(counts: dict[int, int], percent: int) -> None:
    ranked = sorted(amount for amount, count in counts.items() for _ in range(count))
    found = figures._ranked(counts, percent)
    assert found is not None
    at_most = sum(1 for amount in ranked if amount <= found)
    less = sum(1 for amount in ranked if amount < found)
    assert at_most * 100 >= len(ranked) * percent > less * 100


def test_amounts_in_yuan_stand_in_the_table_in_ten_thousands(cast: Cast) -> None:
    declare(
        cast.housing.pk,
        [Statement(Slice("budget.yuan"), Decimal(50_000))],
        year=2017,
        actor=cast.lin,
        now=NOW,
    )
    cell = next(cell for cell in form_of(2017).cells() if cell.key == "statistics.budget.count")
    assert of_cells([cell], Period.of_year(2017), None) == {cell.key: Decimal(5)}


def test_a_period_is_years_and_months() -> None:
    assert YEAR.year == 2026
    assert Period.of_month(2026, 12) == Period(date(2026, 12, 1), date(2026, 12, 31))
    assert Period(date(2024, 2, 29), TODAY).before == Period(date(2023, 2, 28), TODAY.replace(year=2025))
    cut = Period(date(2026, 1, 15), date(2026, 3, 2)).months()
    assert [month.first for month in cut] == [date(2026, 1, 15), date(2026, 2, 1), date(2026, 3, 1)]
    assert cut[-1].last == date(2026, 3, 2)
