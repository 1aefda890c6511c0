"""指标的取数 — every indicator has its rows, and the rows are the right ones."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import QuerySet

from cast import NOW, TODAY, Cast, draft, published
from gongkai.catalogue.models import Column
from gongkai.core.measures import MEASURES as REGISTERED
from gongkai.core.measures import Period
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.indexing import documents_to_index
from gongkai.disclosure.measures import MEASURES, not_ended, running_on
from gongkai.disclosure.models import CorrectionReport, Document, Version
from gongkai.disclosure.presentation import standing_of
from gongkai.reporting.figures import value
from gongkai.rules.calendar import WorkCalendar
from gongkai.rules.disclosure import Validity
from gongkai.rules.indicators import INDICATORS, Origin
from gongkai.rules.slices import Slice

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2026)


def measured(key: str, period: Period = YEAR, organs: list[int] | None = None) -> list[int]:
    return [row.pk for row in MEASURES[key].rows(period, organs)]


def test_every_indicator_is_measured_and_nothing_else() -> None:
    assert set(REGISTERED) == {key for key, one in INDICATORS.items() if one.origin is Origin.EVENTS}


def test_a_measure_is_rows_never_a_number() -> None:
    assert all(isinstance(measure.rows(YEAR, [1]), QuerySet) for measure in MEASURES.values())


def test_what_is_published_is_counted_once_in_its_year_and_at_its_organ(cast: Cast) -> None:
    document = published(cast)
    internal = published(cast, title="内部规程", column=cast.internal)
    draft(cast)
    assert sorted(measured("disclosure.published")) == sorted([document.pk, internal.pk])
    assert measured("disclosure.published.proactive") == [document.pk]
    assert measured("disclosure.published.proactive", organs=[cast.housing.pk]) == [document.pk]
    assert measured("disclosure.published.proactive", organs=[cast.education.pk]) == []
    assert measured("disclosure.published.proactive", Period.of_year(2025)) == []


def test_the_period_ends_with_the_day_of_the_place() -> None:
    start, end = Period(date(2026, 1, 1), date(2026, 1, 31)).moments
    assert start == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert end == datetime(2026, 1, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("validity", list(Validity))
@pytest.mark.parametrize("begins", [None, -1, 0, 1])
@pytest.mark.parametrize("ends", [None, -1, 0, 1])
def test_in_force_means_the_same_in_the_list_and_on_the_page(
    cast: Cast, validity: Validity, begins: int | None, ends: int | None
) -> None:
    if begins is not None and ends is not None and ends < begins:
        pytest.skip("no text ends before it begins")
    document = published(cast)
    days = [None if shift is None else TODAY + timedelta(days=shift) for shift in (begins, ends)]
    Version.objects.filter(pk=document.public_id).update(
        validity=validity, in_force_from=days[0], in_force_until=days[1]
    )
    in_list = Document.objects.filter(not_ended(), running_on(TODAY), pk=document.pk).exists()
    assert in_list == (standing_of(Version.objects.get(pk=document.public_id), TODAY).code == "in_force")


def test_late_is_after_the_twentieth_working_day_and_no_sooner(cast: Cast) -> None:
    formed = date(2026, 8, 3)
    last = WorkCalendar.load().nth_workday(formed, 20)
    moments = [datetime(last.year, last.month, last.day, 2, tzinfo=UTC) + timedelta(days=n) for n in (0, 1)]
    in_time, late = (published(cast, now=now, title=f"{now}", formed_on=formed) for now in moments)
    assert measured("disclosure.late") == [late.pk]
    assert set(measured("disclosure.days_to_publish")) == {in_time.pk, late.pk}


def test_a_day_off_after_the_last_day_is_late_though_no_working_day_passed(cast: Cast) -> None:
    formed = next(
        day
        for day in (date(2026, 6, 1) + timedelta(days=n) for n in range(14))
        if not WorkCalendar.load().is_workday(WorkCalendar.load().nth_workday(day, 20) + timedelta(days=1))
    )
    day = WorkCalendar.load().nth_workday(formed, 20) + timedelta(days=1)
    document = published(cast, now=datetime(day.year, day.month, day.day, 2, tzinfo=UTC), formed_on=formed)
    assert document.days_taken == 20
    assert measured("disclosure.late") == [document.pk]


def test_the_median_is_the_lower_of_the_two_in_the_middle(cast: Cast) -> None:
    median = Slice("disclosure.days_to_publish")
    assert value(median, YEAR, None) is None
    for number, days in enumerate((1, 3, 8, 90)):
        document = published(cast, title=f"示例{number}")
        Document.objects.filter(pk=document.pk).update(days_taken=days)
    assert value(median, YEAR, None) == 3
    assert value(Slice("disclosure.days_to_publish.p90"), YEAR, None) == 90


def test_what_was_withdrawn_is_counted_there_and_nowhere_else(cast: Cast) -> None:
    document = published(cast)
    withdraw([document.pk], actor=cast.liang, now=NOW, reason="示例理由")
    assert measured("disclosure.withdrawn") == [document.pk]
    assert measured("disclosure.published") == []
    assert measured("disclosure.normative.in_force") == []


def test_empty_columns_are_those_at_the_bottom_with_nothing_in_them(cast: Cast) -> None:
    published(cast)
    empty = measured("columns.empty", organs=[cast.housing.pk])
    assert cast.normative.pk not in empty
    assert cast.interpretation.pk in empty
    assert cast.normative.parent_id not in empty


def test_reports_of_errors_are_counted_when_they_come_and_when_they_are_answered(cast: Cast) -> None:
    report = CorrectionReport.objects.create(
        agency=cast.housing,
        page="/",
        words="错字",
        reported_at=datetime(2025, 12, 30, tzinfo=UTC),
        answered_at=NOW,
    )
    assert measured("corrections.reported") == []
    assert measured("corrections.reported", Period.of_year(2025)) == [report.pk]
    assert measured("corrections.answered") == [report.pk]


def test_a_column_that_was_overdue_then_stays_so_whatever_is_published_later(cast: Cast) -> None:
    Column.objects.filter(pk=cast.normative.pk).update(update_period="weekly", opened_on=date(2020, 1, 1))
    then = Period(date(2026, 1, 1), TODAY - timedelta(days=1))
    assert cast.normative.pk in measured("columns.overdue", then)
    document = published(cast, column=cast.normative)
    assert document.column_id == cast.normative.pk
    assert cast.normative.pk in measured("columns.overdue", then)
    assert cast.normative.pk not in measured("columns.overdue", Period(then.first, TODAY))


def test_an_annual_report_is_found_under_the_year_on_which_it_reports(cast: Cast) -> None:
    document = published(cast, formed_on=date(2026, 1, 20), report_year=2025)
    assert [entry.year for entry in documents_to_index([document.pk])] == [2025]
