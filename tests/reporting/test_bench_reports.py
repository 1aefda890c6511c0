"""测速：年报 — small ones: what is measured is what the pages do, and frozen years change no figure of another one."""

import pytest
from django.utils import timezone

from cast import Cast, published
from foi.answering import answered
from gongkai.catalogue.models import Column
from gongkai.core.models import LedgerEntry
from gongkai.reporting import bench_auditing, bench_reports, bench_stock
from gongkai.reporting.rollup import rolled_up, units_of
from gongkai.rules.slices import slice_of
from reporting.stage import SOON, YEAR, all_declared

UNITS = 3
RECEIVED = slice_of("foi.received")


@pytest.mark.django_db
def test_a_stock_of_units_is_rolled_up_and_their_frozen_years_do_not_matter(cast: Cast) -> None:
    answered(cast)
    all_declared(cast)
    government = cast.housing.parent
    assert government is not None
    Column.objects.create(
        agency=cast.housing,
        code="20-1-other",
        name="样本栏目",
        section=cast.normative.section,
        opened_on=cast.normative.opened_on,
    )
    there = len(units_of(government, YEAR))
    units = bench_stock.units(government, UNITS)
    assert bench_stock.units(government, UNITS) == units
    bench_stock.declare(units, YEAR, cast.lin.user, cast.shen.user, SOON)
    before = bench_reports.rolling_up(government, YEAR, 1, 2)
    assert before["units"] == there + UNITS
    assert before["base_counts"] > UNITS
    assert rolled_up([RECEIVED], government, YEAR).values[RECEIVED] == 1
    assert bench_stock.freeze(units, (YEAR - 1, YEAR - 2), cast.lin.user, SOON) == 2 * UNITS
    assert bench_reports.rolling_up(government, YEAR, 1, 2)["units"] == before["units"]
    assert rolled_up([RECEIVED], government, YEAR).values[RECEIVED] == 1


@pytest.mark.django_db
def test_drafting_is_measured_with_all_checks_and_the_counts_beside(cast: Cast) -> None:
    answered(cast)
    all_declared(cast)
    found = bench_reports.drafting(cast.housing, YEAR, SOON, 1)
    assert found["checks"] > 50
    assert 0 < found["base_counts"] < found["figures"]
    assert found["ratio"] > 0


@pytest.mark.django_db
def test_the_overviews_open(cast: Cast) -> None:
    answered(cast)
    published(cast)
    entries = LedgerEntry.objects.count()
    found = bench_reports.overviews(cast.zheng.user, 1)
    assert LedgerEntry.objects.count() == entries
    assert set(found) == set(bench_reports.OVERVIEWS)
    assert all(one["base_counts"] > 20 and one["ratio"] > 0 for one in found.values())
    assert bench_reports.year_before(timezone.localdate()) == timezone.localdate().year - 1


def test_reports_to_audit_are_as_long_as_asked_and_hold_figures() -> None:
    found = bench_auditing.auditing(2, 4000, lambda count: None)
    assert found["reports"] == 2
    assert 3000 < found["characters"] < 6000
    assert found["figures"] > 10
    assert found["checks"] > 0
