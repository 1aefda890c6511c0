"""页面测速 — the measurement itself works, and says what it cannot do."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from gongkai.core import bench_pages
from gongkai.core.bench_load import CannotMeasure, Generator, own_generator, wrk

APPLICATION = """
from pathlib import Path
from gongkai.core.page_cache import PageCache
from gongkai.core.stamps import Stamps

def made(environ, start_response):
    status = "200 OK" if environ["PATH_INFO"] == "/d/1" else "404 Not Found"
    headers = [("Content-Type", "text/html; charset=utf-8"), ("X-Sample", 'say "$1"')]
    start_response(status, [*headers, ("X-Gongkai-Stamp", "site")])
    return ["政府信息公开示例。".encode() * 100]

application = PageCache(made, Stamps(Path(__file__).with_name("stamps")), max_bytes=1 << 20, allow_hosts=["*"])
"""


def at_work_in(folder: Path) -> list[str]:
    """The processes that have a folder in their environment, where the system tells."""
    found = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if str(folder).encode() in place.read_bytes():
                found.append(place.parent.name)
    return found


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """What the servers begin with; none of them is there any more afterwards."""
    (tmp_path / "sample_site.py").write_text(APPLICATION, encoding="utf-8")
    sources = Path(bench_pages.__file__).parents[2]
    yield {"PATH": os.environ["PATH"], "PYTHONPATH": f"{tmp_path}{os.pathsep}{sources}"}
    assert at_work_in(tmp_path) == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("nginx", path="/usr/sbin:/usr/bin") is None, reason="nginx is not installed")
@pytest.mark.parametrize("generator", [own_generator, wrk])
def test_a_page_is_measured_against_nginx_with_the_same_bytes(
    environment: dict[str, str], generator: Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    if generator is wrk and shutil.which("wrk") is None:
        pytest.skip("wrk is not installed")
    monkeypatch.setattr(bench_pages, "installed_generator", lambda: (generator, "sample"))
    result = bench_pages.run(
        paths={"文件页": "/d/1"},
        environment=environment,
        seconds=0.5,
        rounds=2,
        connections=4,
        application="sample_site:application",
    )
    page = result["pages"]["文件页"]
    assert page["bytes"] == len("政府信息公开示例。".encode() * 100)
    assert page["gongkai"]["per_second"] > 100
    assert page["nginx"]["per_second"] > 100
    assert 0.01 < page["ratio"] < 100
    assert page["gongkai"]["errors"] == page["nginx"]["errors"] == 0
    assert result["crowd"]["readers"] == 500
    assert result["crowd"]["pages"]["文件页"]["errors"] == 0
    text = bench_pages.describe(result)
    assert "文件页" in text
    assert ("不作依据" in text) == (generator is own_generator)


@pytest.mark.skipif(shutil.which("nginx", path="/usr/sbin:/usr/bin") is None, reason="nginx is not installed")
def test_a_page_that_is_not_there_is_not_measured(environment: dict[str, str]) -> None:
    with pytest.raises(CannotMeasure, match="404"):
        bench_pages.run(
            paths={"文件页": "/d/2"}, environment=environment, application="sample_site:application"
        )


@pytest.mark.skipif(shutil.which("nginx", path="/usr/sbin:/usr/bin") is None, reason="nginx is not installed")
def test_a_site_that_does_not_start_is_said_so(environment: dict[str, str]) -> None:
    with pytest.raises(CannotMeasure, match="no_such_site"):
        bench_pages.run(
            paths={"文件页": "/"}, environment=environment, application="no_such_site:application"
        )


def test_without_nginx_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *names, **options: None)
    with pytest.raises(CannotMeasure, match="apt install nginx"):
        bench_pages.run(paths={}, environment={})
