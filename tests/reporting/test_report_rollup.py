"""汇总 — a city's report adds up its bureaus: what they submitted, or what the system has where they did not."""

from collections.abc import Callable

import pytest
from django.test import Client

from cast import Cast, organ, person
from foi.answering import answered
from foi.builders import filed
from gongkai.agencies.policies import Actor
from gongkai.core.models import LedgerEntry
from gongkai.notices.models import Notice
from gongkai.reporting import rollup
from gongkai.reporting.actions.chase_reports import chase_reports
from gongkai.reporting.actions.start_report import start_report
from gongkai.reporting.check import Kind, Outcome
from gongkai.reporting.checks import checks_of
from gongkai.reporting.numbers import numbers_of
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation
from gongkai.rules.slices import Slice, slice_of
from reporting.stage import SOON, YEAR, all_declared, declared, submitted_report

pytestmark = pytest.mark.django_db

RECEIVED, PERMITS = Slice("foi.received"), Slice("permits.decisions")


def by_unit(cast: Cast, one: Slice) -> dict[str, object]:
    return {
        unit.agency.short_name: unit.values.get(one)
        for unit in rollup.rolled_up([one], cast.city, YEAR).units
    }


def test_units_count_with_what_they_submitted_others_as_the_system_has_them(cast: Cast) -> None:
    answered(cast)
    all_declared(cast, {"permits.decisions": 8})
    submitted_report(cast)
    filed(cast)  # after the figures of the bureau were frozen
    education = person("qian", "钱示例", (Role.LIAISON, cast.education))
    declared(cast.education, {"permits.decisions": 3}, by=education)
    told = rollup.rolled_up([RECEIVED, PERMITS], cast.city, YEAR)
    assert told.values == {RECEIVED: 1, PERMITS: 11}
    assert by_unit(cast, PERMITS) == {
        "市政府": None,
        "市政府办公室": None,
        "市住房城乡建设局": 8,
        "市教育局": 3,
    }
    assert {unit.agency.short_name for unit in told.missing} == {"市政府办公室", "市教育局"}


def test_a_unit_without_anything_counts_as_none(cast: Cast) -> None:
    filed(cast)
    assert by_unit(cast, RECEIVED) == {"市政府": 0, "市政府办公室": 0, "市住房城乡建设局": 1, "市教育局": 0}


def test_organs_below_a_unit_count_with_it(cast: Cast) -> None:
    institute = organ(
        "lj-institute", "临江市示例研究所", "市示例研究所", "organisation", "city", cast.housing
    )
    filed(cast, agency_id=institute.pk)
    assert by_unit(cast, RECEIVED)["市住房城乡建设局"] == 1


def test_a_year_that_only_some_declared_stops_no_consolidated_report(cast: Cast) -> None:
    in_force = "normative.in_force[kind=normative]"
    all_declared(cast, {in_force: 10}, year=YEAR - 1)
    all_declared(cast, {in_force: 10})
    declared(cast.education, {in_force: 3}, by=person("qian", "钱示例", (Role.LIAISON, cast.education)))
    report = start_report(cast.city, YEAR, actor=cast.zheng, now=SOON)
    (check,) = [each for each in checks_of(report, SOON.date()) if each.arithmetic.startswith("13 ≠ 10")]
    assert check.outcome is Outcome.NOTE


def test_rates_are_not_added_up(cast: Cast) -> None:
    answered(cast)
    rate = slice_of("foi.in_time_rate")
    told = rollup.rolled_up([rate], cast.city, YEAR)
    assert told.values == {rate: 100}


def test_the_city_reports_all_and_lists_who_has_not_submitted(cast: Cast) -> None:
    filed(cast)
    report = start_report(cast.city, YEAR, actor=cast.zheng, now=SOON)
    assert report.scope == "consolidated"
    assert numbers_of(report).now["applications.received.total"] == 1
    units = [check for check in checks_of(report, SOON.date()) if check.kind is Kind.UNITS]
    assert [check.outcome for check in units] == [Outcome.NOTE]
    assert "3个机关未报送" in units[0].words


def test_a_cell_opens_into_its_units(cast: Cast, signed_in: Callable[[Actor], Client]) -> None:
    filed(cast)
    report = start_report(cast.city, YEAR, actor=cast.zheng, now=SOON)
    page = (
        signed_in(cast.zheng).get(f"{report.address}units/?cell=applications.received.total").content.decode()
    )
    assert "未报送，按系统记录" in page
    assert "市住房和城乡建设局" in page
    shown = signed_in(cast.zheng).get(report.address).content.decode()
    assert f"{report.address}units/?cell=applications.received.total" in shown


def test_who_has_not_submitted_is_chased_once_a_day(cast: Cast) -> None:
    told = chase_reports([cast.housing.pk, cast.education.pk], year=YEAR, actor=cast.zheng, now=SOON)
    assert told == [cast.housing, cast.education]
    people = set(Notice.objects.filter(template="report_wanted").values_list("user__username", flat=True))
    assert people == {"lin", "zhao"}
    assert "2027年1月31日" in Notice.objects.filter(template="report_wanted")[0].text
    with pytest.raises(RuleViolation, match="今天已经催过"):
        chase_reports([cast.housing.pk], year=YEAR, actor=cast.zheng, now=SOON)
    assert LedgerEntry.objects.filter(action="reporting.chase_report").count() == 2


def test_who_has_submitted_is_not_chased(cast: Cast) -> None:
    all_declared(cast)
    submitted_report(cast)
    with pytest.raises(RuleViolation):
        chase_reports([cast.housing.pk], year=YEAR, actor=cast.zheng, now=SOON)
