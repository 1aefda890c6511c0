"""看护 — children that die come back; none is left, however the supervisor ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongkai.cli.commands import serve

SRC = Path(__file__).resolve().parents[2] / "src"
CHILD = """
import os, time
from gongkai.cli import lifeline
lifeline.hold_on()
if os.fork() == 0:
    name = "grandchild"
else:
    name = "child"
open(os.path.join(os.environ["PIDS"], f"{name}-{os.getpid()}"), "w").close()
time.sleep(60)
"""
PARENT = """
from gongkai.cli.supervisor import Child, Supervisor
Supervisor([Child("sample", ["child_sample"])], lambda child, status, wait: None).run(lambda: None)
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    (tmp_path / "child_sample.py").write_text(CHILD)
    (tmp_path / "pids").mkdir()
    environment = os.environ | {"PYTHONPATH": f"{SRC}{os.pathsep}{tmp_path}", "PIDS": str(tmp_path / "pids")}
    with subprocess.Popen([sys.executable, "-c", PARENT], env=environment) as process:
        yield process
        process.kill()


def pids(folder: Path, name: str) -> list[int]:
    return [int(path.name.rpartition("-")[2]) for path in (folder / "pids").glob(f"{name}-*")]


def alive(pid: int) -> bool:
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return bool(status.stdout.strip()) and not status.stdout.startswith("Z")


def until(true: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


def family(folder: Path) -> list[int]:
    return pids(folder, "child") + pids(folder, "grandchild")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_leaves_no_process(
    number: signal.Signals, supervisor: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    assert until(lambda: len(family(tmp_path)) == 2)
    supervisor.send_signal(number)
    assert supervisor.wait(timeout=20) == 0
    assert until(lambda: not any(map(alive, family(tmp_path))), 2)


def test_killed_it_takes_its_children_along(supervisor: subprocess.Popen[bytes], tmp_path: Path) -> None:
    assert until(lambda: len(family(tmp_path)) == 2)
    supervisor.kill()
    assert until(lambda: not any(map(alive, family(tmp_path))), 5)


def test_a_child_that_dies_comes_back_and_its_own_child_goes(
    supervisor: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    assert until(lambda: len(family(tmp_path)) == 2)
    (child,), (grandchild,) = pids(tmp_path, "child"), pids(tmp_path, "grandchild")
    os.kill(child, signal.SIGKILL)
    assert until(lambda: len(pids(tmp_path, "child")) == 2)
    assert until(lambda: not alive(grandchild), 2)


@pytest.mark.parametrize(("setting", "names"), [("on", ["worker"]), ("off", [])])
def test_a_machine_may_leave_the_worker_to_another(
    monkeypatch: pytest.MonkeyPatch, setting: str, names: list[str]
) -> None:
    monkeypatch.setenv("GONGKAI_WORKER", setting)
    assert [child.name for child in serve.own_worker()] == names
