"""工作日历的命令 — shows the years, gives one as a file, and loads one from a file."""

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from cast import Cast
from gongkai.agencies.calendar import calendar
from gongkai.cli import project
from gongkai.cli.main import main
from gongkai.core.models import LedgerEntry
from gongkai.rules.calendar import WorkCalendar, YearTable

NEXT = max(WorkCalendar.load().years) + 1
FILE = f'year = {NEXT}\nnotice = "示例〔2026〕1号"\n[[days_off]]\nname = "元旦"\ndays = ["{NEXT}-01-01"]\n'


@pytest.fixture(autouse=True)
def prepared(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the test's own database ready."""
    monkeypatch.setattr(project, "load_prepared", lambda: None)


def test_the_years_are_listed_with_their_notices(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar"]) == 0
    assert "2017  国办发明电〔2016〕17号" in capsys.readouterr().out
    assert main(["calendar", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["year"] for line in lines] == sorted(calendar().years)


def test_a_year_is_given_as_a_file_that_can_be_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "2017", "--toml"]) == 0
    assert YearTable.from_toml(capsys.readouterr().out) == calendar().years[2017]
    assert main(["calendar", "2017", "--toml", "--local"]) == 1
    assert main(["calendar", "2017"]) == 0
    assert "2017-01-22" in capsys.readouterr().out


def test_a_year_is_loaded_from_a_file_by_nobody_in_particular(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "next.toml"
    path.write_text(FILE, encoding="utf-8")
    assert main(["calendar", "--load", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notice"] == "示例〔2026〕1号"
    assert NEXT in calendar().years
    assert LedgerEntry.objects.get(action="agencies.load_year").actor_id is None


def test_what_cannot_be_loaded_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "next.toml"
    path.write_text("year = 2006\n", encoding="utf-8")
    for asked in (["--load", str(path)], ["--load", str(tmp_path / "none")], [str(NEXT)]):
        assert main(["calendar", *asked]) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_clock_takes_a_year_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "next.toml"
    path.write_text(FILE, encoding="utf-8")
    case = f'{{"id": 1, "received": "{NEXT - 1}-12-20"}}\n'.encode()
    told = []
    for more in ([], ["--calendar", str(path)]):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(case)))
        assert main(["clock", "--json", *more]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert [one["provisional"] for one in told] == [True, False]
    assert told[0]["due"] != told[1]["due"]
