"""密钥命令与备份 — keys are shown without being shown, and travel with an archive only where that is asked."""

import json
from argparse import Namespace
from pathlib import Path

import pytest
from pytest_django import Settings

from cast import Cast, make_cast
from core.test_sealed import SECRET, notice
from gongkai.cli import readiness
from gongkai.cli.commands import backup, keys, restore
from gongkai.cli.errors import CommandFailed
from gongkai.core import sealed, tables
from gongkai.notices.models import Notice


@pytest.fixture
def site(transactional_db: None, settings: Settings, tmp_path: Path) -> Cast:
    """A site with something sealed, under a key in a file."""
    settings.SEALING_KEYS, settings.SEALING_KEYS_FILE = [], tmp_path / "sealing-keys"
    readiness._make_keys()
    cast = make_cast()
    notice(cast.housing)
    return cast


def run_keys(*, rotate: bool = False) -> int:
    return keys.run(Namespace(rotate=rotate, json=True))


def test_the_command_tells_ids_and_counts_and_never_a_key(
    site: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    [line] = sealed.key_lines()
    assert run_keys() == 0
    told = capsys.readouterr().out
    assert json.loads(told)["keys"] == [{"id": sealed.key_id(line), "values": 2}]
    assert run_keys(rotate=True) == 0
    again = capsys.readouterr().out
    assert json.loads(again)["sealed_again"] == 2
    assert keys.run(Namespace(rotate=False, json=False)) == 0
    told += again + capsys.readouterr().out
    assert not [key for key in (line, *sealed.key_lines()) if key in told]
    clear()


def test_without_a_key_that_is_needed_the_command_fails(site: Cast, settings: Settings) -> None:
    path = Path(settings.SEALING_KEYS_FILE)
    kept = path.read_text()
    path.unlink()
    with pytest.raises(CommandFailed):
        run_keys()
    with pytest.raises(CommandFailed):
        readiness._make_keys()
    path.write_text(kept)
    assert run_keys() == 0
    clear()


@pytest.mark.parametrize("with_keys", [True, False])
def test_keys_travel_only_where_that_is_asked(
    site: Cast, settings: Settings, tmp_path: Path, with_keys: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "rebuild_index", lambda: 0)
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path))
    target, path = tmp_path / "site.tar.gz", Path(settings.SEALING_KEYS_FILE)
    backup.run(Namespace(target=target, with_keys=with_keys, json=True))
    clear()
    kept = path.read_text()
    path.unlink()
    if with_keys:
        restore.run(Namespace(source=target, json=True))
    else:
        with pytest.raises(CommandFailed, match=sealed.key_id(kept.strip())):
            restore.run(Namespace(source=target, json=True))
        assert not path.exists()
        path.write_text(kept)
    assert path.read_text() == kept
    assert path.stat().st_mode & 0o077 == 0 or not with_keys
    assert Notice.objects.get().text == f"{SECRET}0"
    clear()


def clear() -> None:
    with tables.replacing():
        pass
