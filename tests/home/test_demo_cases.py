"""演示的申请与年报重演 — a desk that lives, and real years that give their stated figures back."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from cast import Cast
from gongkai.agencies.calendar import calendar
from gongkai.core import ledger
from gongkai.core.models import LedgerEntry
from gongkai.foi import recompute
from gongkai.foi.models import Case
from gongkai.home.demo import cases, load, replay
from gongkai.home.demo.place import data_of
from gongkai.reporting.models import AnnualReport, DeclaredFigure, MonthlyStatistics
from gongkai.rules.application_limits import LIMITS_2007
from gongkai.rules.application_process import CaseState
from gongkai.rules.citations import REGULATIONS_2007
from gongkai.rules.monthly import MonthlyState
from gongkai.rules.report_process import ReportState

pytestmark = pytest.mark.django_db


# A Sunday, and half an hour after midnight in Shanghai on a working day, when no step may lie in the future.
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 22, 4, 0, tzinfo=UTC),
        datetime(2026, 9, 21, 16, 30, tzinfo=UTC),
    ],
    ids=["sunday", "midnight"],
)
def test_the_desk_of_a_newcomer_lives(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "data_of", small_place)
    load.load(now)
    made = Case.objects.all()
    assert made.count() == cases.COUNT
    assert set(made.values_list("state", flat=True)) == set(CaseState)
    today = timezone.localdate(now)
    assert made.filter(due_on__lt=today, state=CaseState.IN_HAND).exists()
    assert not made.filter(filed_at__gt=now).exists()
    last_year = AnnualReport.objects.select_related("document").get(year=today.year - 1)
    assert last_year.published
    assert last_year.figures["permits.permits.decisions"] == "1286"
    assert AnnualReport.objects.get(year=today.year).state == ReportState.DRAFT
    assert DeclaredFigure.objects.filter(year=today.year, confirmed_at=None).exists()
    assert MonthlyStatistics.objects.get().state == MonthlyState.DRAFT
    assert not LedgerEntry.objects.filter(at__gt=now).exists()
    assert list(ledger.breaks()) == list(recompute.differences()) == []


def small_place(name: str) -> dict[str, object]:
    """The demonstration's data without its documents, which other tests load."""
    data = data_of(name)
    return {**data, "documents": []} if name == "documents.toml" else data


def test_every_application_is_answered_in_its_time_and_year(cast: Cast) -> None:
    known = calendar()
    for row in data_of("replay.toml")["years"]:
        organs = {batch["organ"]: cast.housing for batch in row["cases"]}
        for life in replay.lives_of(row, organs):
            received, served = (timezone.localdate(day) for day in (life.days.filed, life.days.served))
            assert known.workdays_between(received, served) <= LIMITS_2007.reply.workdays
            carries_over = bool(
                row.get("written")
            )  # only a report of today's form tells what goes over the year's end
            assert carries_over or {received.year, life.days.archived.year} == {row["year"]}
            assert {objection.filed.year for objection in life.objections} <= {row["year"]}
            assert received >= REGULATIONS_2007.in_force_from
