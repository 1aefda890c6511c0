"""演示的申请与年报重演 — a desk that lives, and real years that give their stated figures back."""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from cast import Cast
from gongkai.agencies.calendar import calendar
from gongkai.cli.commands import demo as command
from gongkai.cli.main import main
from gongkai.core import ledger
from gongkai.core.models import LedgerEntry
from gongkai.foi import recompute
from gongkai.foi.models import Applicant, Case
from gongkai.home import demo
from gongkai.home.demo import cases, replay
from gongkai.home.demo.place import data_of
from gongkai.rules.application_limits import LIMITS_2007
from gongkai.rules.application_process import CaseState
from gongkai.rules.citations import REGULATIONS_2007
from gongkai.rules.receiving import Channel

pytestmark = pytest.mark.django_db

SMALL = ("erdaojiang", "shuozhou-sme")


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
    monkeypatch.setattr(sys.modules["gongkai.home.demo.load"], "data_of", small_place)
    demo.load(now)
    made = Case.objects.all()
    assert made.count() == cases.COUNT
    assert set(made.values_list("state", flat=True)) == set(CaseState)
    today = timezone.localdate(now)
    assert made.filter(due_on__lt=today, state=CaseState.IN_HAND).exists()
    assert not made.filter(filed_at__gt=now).exists()
    assert not LedgerEntry.objects.filter(at__gt=now).exists()
    assert list(ledger.breaks()) == list(recompute.differences()) == []


def small_place(name: str) -> dict[str, object]:
    """The demonstration's data without its documents, which other tests load."""
    data = data_of(name)
    return {**data, "documents": []} if name == "documents.toml" else data


def test_reports_give_their_figures_back() -> None:
    ticks = Counter[str]()
    replay.load(timezone.now(), reports=SMALL, tick=lambda: ticks.update(["case"]))
    assert ticks["case"] == replay.applications(SMALL) == Case.objects.count() == 7
    found = replay.figures(SMALL)
    assert [one.name for one in found if not one.agrees] == []
    assert {one.name: one.stated for one in found if one.organ == "通化市二道江区人民政府"}["信函申请"] == 7
    assert next(one.computed for one in found if one.name == "咨询（不是申请）") == 20
    assert not Case.objects.filter(agency__code="shuozhou-sme").exists()
    years = {case.received_on.year for case in Case.objects.all() if case.received_on}
    assert (years, set(Case.objects.values_list("statute", flat=True))) == ({2014}, {"regulations-2007"})
    assert all(name.startswith("示例") for name in (one.name for one in Applicant.objects.all()))


def test_every_application_is_answered_in_its_time_and_year(cast: Cast) -> None:
    known = calendar()
    for row in data_of("replay.toml")["years"]:
        organs = {batch["organ"]: cast.housing for batch in row["cases"]}
        for life in replay.lives_of(row, organs):
            received, served = (timezone.localdate(day) for day in (life.days.filed, life.days.served))
            assert known.workdays_between(received, served) <= LIMITS_2007.reply.workdays
            assert (received.year, life.days.archived.year) == (row["year"], row["year"])
            assert received >= REGULATIONS_2007.in_force_from


def test_the_command_compares_and_says_so_by_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path))
    monkeypatch.setattr(command, "in_own_place", lambda folder, **_: None)
    replay.load(timezone.now(), reports=SMALL, tick=lambda: None)
    figures = replay.figures
    monkeypatch.setattr(replay, "figures", lambda: figures(SMALL))
    assert main(["demo", "--replay"]) == 0
    assert "信函申请：算得 7，年报 7" in capsys.readouterr().out
    Case.objects.filter(channel=Channel.ORDINARY_LETTER).update(channel=Channel.ONLINE)
    assert main(["demo", "--replay", "--json"]) == command.DIFFERENT
    said = json.loads(capsys.readouterr().out)
    assert said["place"] == str(tmp_path / "replay")
    wrong = [(one["name"], one["computed"], one["stated"]) for one in said["figures"] if not one["agrees"]]
    assert wrong == [("信函申请", 4, 7)]
