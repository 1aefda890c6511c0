"""命令行 — help, bad use and clear failures, as a shell sees them."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.cli.main import modules

SRC = Path(__file__).resolve().parents[2] / "src"


def gongkai(*arguments: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    environment |= {
        "PYTHONPATH": str(SRC),
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "GONGKAI_DATA": str(data),
        "DATABASE_URL": f"sqlite:///{data}/gongkai.sqlite3",
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        **variables,
    }
    command = [sys.executable, "-m", "gongkai.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("command", sorted(modules()))
def test_each_command_explains_itself(command: str, tmp_path: Path) -> None:
    done = gongkai(command, "--help", data=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"用法：gongkai {command}" in done.stdout


def test_help_names_every_command(tmp_path: Path) -> None:
    listed = gongkai("--help", data=tmp_path).stdout
    assert all(f"\n    {command}" in listed for command in modules())


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("no-such-command",),
        ("serve", "--port", "many"),
        ("serve", "--port", "70000"),
        ("restore",),
        ("search", "公开", "--limit", "0"),
        ("search", "公开", "--page", "-1"),
    ],
)
def test_bad_use_ends_with_2_and_says_so_on_stderr(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = gongkai(*arguments, data=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    usage, said = done.stderr.splitlines()[0], done.stderr.splitlines()[-1]
    assert usage.startswith("用法：gongkai")
    assert re.search("[\u4e00-\u9fff]", said), "the last line says what is wrong, in Chinese"


def test_whoever_reads_english_is_told_in_english(tmp_path: Path) -> None:
    done = gongkai("report", "loudi", "last", data=tmp_path, LC_ALL="en_US.UTF-8")
    assert "usage: gongkai report" in done.stderr
    assert "invalid int value: 'last'" in done.stderr


def test_a_bad_setting_is_one_line_without_a_traceback(tmp_path: Path) -> None:
    done = gongkai("serve", data=tmp_path, GONGKAI_PORT="eighty")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "GONGKAI_PORT" in done.stderr


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = gongkai("serve", "--prepare", data=tmp_path, GONGKAI_PORT=str(port))
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert not (tmp_path / "gongkai.sqlite3").exists()


def test_serving_an_unprepared_database_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    done = gongkai("serve", "--port", str(port), data=tmp_path)
    assert done.returncode == 1
    assert "gongkai prepare" in done.stderr


def test_an_archive_that_is_not_there_fails_in_one_line(tmp_path: Path) -> None:
    done = gongkai("restore", str(tmp_path / "none.tar.gz"), data=tmp_path)
    assert done.returncode == 1
    assert "none.tar.gz" in done.stderr
    assert "Traceback" not in done.stderr
