"""启动 — a prepared place is served after one light load; one that is not prepared, never."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings

from gongkai.agencies.models import User
from gongkai.cli import readiness
from gongkai.cli.commands import serve
from gongkai.cli.commands.serve import Start
from gongkai.cli.errors import CommandFailed
from gongkai.cli.supervisor import Child
from gongkai.cli.web import Mode, made_ready
from gongkai.core import sealed
from gongkai.search.index import Index

SRC = Path(__file__).resolve().parents[2] / "src"
# What opens files, sets type, audits or fills an empty place; loaded by the task that needs it.
HEAVY = {
    *(
        "weasyprint",
        "docx",
        "openpyxl",
        "pikepdf",
        "pypdfium2",
        "PIL",
        "mammoth",
        "feedparser",
        "polib",
        "rjieba",
    ),
    *("gongkai.auditing.audit", "gongkai.auditing.figures", "gongkai.intake.read", "gongkai.privacy.people"),
    *("gongkai.home.demo.load", "gongkai.screening.parsed_apart"),
}
LOADS = """
import sys
from pathlib import Path
from gongkai.cli import project, web
from gongkai.search.folding import fold_table
from gongkai.search.index import Index
project.load()
from gongkai.home import demo
web.load_application()
web.count_ahead()  # there are no tables: the site opens all the same
Index(Path(sys.argv[1]))
assert demo.ACCOUNTS
print(fold_table.cache_info().currsize, *sys.modules)
"""


def test_what_serves_pages_loads_neither_parsers_nor_the_auditor_nor_the_fold(tmp_path: Path) -> None:
    environment = os.environ | {
        "PYTHONPATH": str(SRC),
        "GONGKAI_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
    }
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", LOADS, str(tmp_path / "index")]
    folds, *loaded = subprocess.check_output(command, env=environment, text=True).split()
    assert folds == "0"
    assert not HEAVY & set(loaded)
    assert "gongkai.config.urls_both" in loaded


@pytest.fixture
def place(db: None, tmp_path: Path, settings: LazySettings) -> Path:
    """A place in which nothing is left to be prepared."""
    settings.INDEX = tmp_path / "index"
    settings.SEALING_KEYS, settings.SEALING_KEYS_FILE = [], tmp_path / "keys"
    Index(settings.INDEX)
    sealed.make_keys()
    User.objects.create(username="somebody")
    return tmp_path


def test_a_prepared_place_is_served_without_a_process_that_prepares(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(subprocess, "run", never)
    assert made_ready(Mode.PREPARE) == made_ready(Mode.LOOK) == []


@pytest.mark.parametrize("lacking", ["index", "old index", "keys", "people", "catalogue", "migration"])
def test_whatever_is_not_level_is_prepared_before_anything_is_served(
    place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lacking: str
) -> None:
    assert readiness.is_level()
    match lacking:
        case "index":
            (place / "index").rename(place / "away")
        case "old index":
            (place / "index" / "SCHEMA").write_text("1-00000000")
        case "keys":
            (place / "keys").unlink()
        case "people":
            User.objects.all().delete()
        case "catalogue":
            (folder := tmp_path / "en" / "LC_MESSAGES").mkdir(parents=True)
            (folder / "django.po").touch()
            monkeypatch.setattr(readiness, "LOCALE_FOLDER", tmp_path)
        case "migration":
            monkeypatch.setattr(readiness, "waiting_migrations", lambda: 1)
    asked: list[list[str]] = []

    def refuse(command: list[str], **_: object) -> "subprocess.CompletedProcess[bytes]":
        asked.append(command[1:])
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(CommandFailed):
        made_ready(Mode.PREPARE)
    assert asked == [["-m", "gongkai.cli", "prepare"]]


class Web(Child):
    """A web server that is not there, and is alive as long as the test says so."""

    alive = True

    def runs(self) -> bool:
        return self.alive


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> tuple[Start, int]:
    """A start under way, and the end on which it is told."""
    told, telling = os.pipe()
    web = Web("web", ["gongkai.cli.web", str(telling), Mode.PREPARE, "--port", "1"])
    monkeypatch.setattr(serve, "_answers", lambda host, port: True)
    return Start(web, [Child("worker", [], waits=True)], "127.0.0.1", 1, told), telling


def test_the_worker_waits_until_the_place_is_prepared_and_answers(
    start: tuple[Start, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun, telling = start
    begun.look()
    assert begun.deadline is None
    os.write(
        telling, json.dumps([{"username": "a", "password": "b", "name": "c", "role": "d"}]).encode() + b"\n"
    )
    begun.look()
    assert begun.web.arguments[2] == Mode.LOOK
    assert begun.later[0].waits
    begun.look()
    assert not begun.later[0].waits
    assert "a / b · c · d" in capsys.readouterr().out


@pytest.mark.parametrize("told", [False, True])
def test_a_web_server_that_ends_ends_the_start(start: tuple[Start, int], told: bool) -> None:
    begun, telling = start
    if told:
        os.write(telling, b"[]\n")
        begun.look()
    begun.web.alive = False  # type: ignore[attr-defined]
    with pytest.raises(CommandFailed):
        begun.look()
    assert begun.later[0].waits
