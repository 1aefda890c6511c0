"""重演 — real years that give every figure that their reports state back, computed, and one under the form of today."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import html as htmls

from gongkai.agencies.models import Agency
from gongkai.cli.commands import demo as command
from gongkai.cli.main import main
from gongkai.core.measures import Period
from gongkai.disclosure.models import Document, Version
from gongkai.foi.models import Applicant, Case
from gongkai.home.demo import replay
from gongkai.home.demo.place import data_of
from gongkai.reporting.declared_sheet import missing_at
from gongkai.reporting.figures import values
from gongkai.reporting.models import AnnualReport, DeclaredFigure
from gongkai.rules.applications import ApplicantKind
from gongkai.rules.indicators import INDICATORS, Origin, unknown_in
from gongkai.rules.report_forms import form_of
from gongkai.rules.slices import parsed, slice_of

pytestmark = pytest.mark.django_db

SMALL = ("taicang", "shuozhou-sme")


def test_reports_give_their_figures_back() -> None:
    ticks = Counter[str]()
    replay.load(timezone.now(), reports=SMALL, tick=lambda n: ticks.update({"step": n}))
    assert ticks["step"] == replay.steps(SMALL) == Case.objects.count() + Document.objects.count() == 68
    found = replay.figures(SMALL)
    assert [one.key for one in found if not one.agrees] == []
    assert len(found) == 40
    stated = {one.key: int(one.stated) for one in found if one.year == 2013}
    assert (stated["foi.received"], stated["forum.total"]) == (13, 620)
    assert not Case.objects.filter(agency__code="shuozhou-sme").exists()
    assert {document.published_at.year for document in Document.objects.all() if document.published_at} == {
        2014
    }
    assert Document.objects.filter(open_to_public=False).count() == 0
    assert set(Case.objects.values_list("statute", flat=True)) == {"regulations-2007"}
    assert all(name.startswith("示例") for name in (one.name for one in Applicant.objects.all()))
    assert not DeclaredFigure.objects.filter(confirmed_at=None).exists()
    for organ, year in (("taicang", 2013), ("shuozhou-sme", 2014)):
        reporting = Agency.objects.get(code=organ).pk
        assert missing_at([reporting], year) == {reporting: []}, (
            "a report in this form could not be submitted"
        )
    replay.load(timezone.now(), reports=SMALL)
    assert Document.objects.count() == 55


def test_a_year_under_the_form_of_today_comes_out_as_a_public_report() -> None:
    replay.load(timezone.now(), reports=["yangbenxian-zhujian"])
    found = replay.figures(["yangbenxian-zhujian"])
    assert [one.key for one in found if not one.agrees] == []
    cells = {str(one) for table in form_of(2024).tables for cell in table.cells() if (one := cell.shows)}
    told = {str(one) for figure in found for one in figure.slices}
    report = AnnualReport.objects.get()
    counted = {one for one in cells if report.figures[one] not in ("0", None)}
    assert counted - told == {f"foi.concluded[applicant={kind}]" for kind in ApplicantKind}
    assert report.published
    body = htmls.fromstring(Version.objects.get(document=report.document).body_html)
    rows = [[cell.text_content() for cell in row.iter("th", "td")] for row in body.iter("tr")]
    assert ["四、结转下年度继续办理", "1", "0", "0", "0", "0", "0", "1"] in rows
    assert rows[-1] == ["4", "1", "1", "1", "7", *(["1"] * 4), "4", *(["1"] * 4), "4"]


def test_what_is_only_catalogued_is_counted_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(dict(row) for row in data_of("replay.toml")["years"] if row["organ"] == "chaohu")
    row |= {"documents": {}, "cases": [], "held": [{**held, "count": 2} for held in row["held"]]}
    monkeypatch.setattr(replay, "_years", lambda reports: [row])
    replay.load(timezone.now(), reports=["chaohu"])
    wanted = [
        slice_of("disclosure.published", {"attribute": attribute})
        for attribute in ("proactive", "on_application", "withheld")
    ]
    assert list(values(wanted, Period.of_year(2017), None).values()) == [0, 2, 2]
    assert not Document.objects.filter(open_to_public=True).exists()


@pytest.mark.parametrize("row", data_of("replay.toml")["years"], ids=lambda row: row["organ"])
def test_a_report_is_told_without_typing_what_events_tell(row: dict[str, object]) -> None:
    declared = [parsed(text) for text in row["declared"]]  # type: ignore[attr-defined]
    assert all(INDICATORS[one.indicator].origin is Origin.DECLARED for one in declared)
    slices = [parsed(text) for one in row["stated"] for text in one["slices"]]  # type: ignore[attr-defined]
    assert [str(one) for one in slices if unknown_in(one)] == []
    told = {one for one in slices if INDICATORS[one.indicator].origin is Origin.DECLARED}
    assert told <= set(declared)
    facts = row.get("documents")
    for name in ("organs", "columns", "genres") if isinstance(facts, dict) else ():
        assert sum(facts[name].values()) == facts["count"]  # type: ignore[index]


def test_the_command_compares_and_says_so_by_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path))
    monkeypatch.setattr(command, "in_own_place", lambda folder, **_: None)
    replay.load(timezone.now(), reports=["shuozhou-sme"])
    asked = ["demo", "--replay", "--organ", "shuozhou-sme"]
    assert main(asked) == 0
    assert "主动公开信息数：算得 55，年报 55" in capsys.readouterr().out
    DeclaredFigure.objects.filter(slice="consultation.asked").update(value=21)
    assert main([*asked, "--json"]) == command.DIFFERENT
    said = json.loads(capsys.readouterr().out)
    assert said["place"] == str(tmp_path / "replay-shuozhou-sme")
    wrong = [(one["figure"], one["computed"], one["stated"]) for one in said["figures"] if not one["agrees"]]
    assert wrong == [("consultation.total", 21, 20)]
    assert main(["demo", "--replay", "--organ", "nowhere"]) == 1
    assert "没有“nowhere”的年报" in capsys.readouterr().err
