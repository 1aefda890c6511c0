"""浏览器测试的现场 — one real place for the whole run: prepared, served, with its worker, and a real browser."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from gongkai.home.demo import PASSWORD


@pytest.fixture(autouse=True)
def own_stores() -> None:
    """The place is served by its own processes; this one has no stores."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration, served as ./run does."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    environment = {
        **kept, "GONGKAI_DATA": str(tmp_path_factory.mktemp("place")), "GONGKAI_PORT": str(port),
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "prepare"], env=environment, check=True, capture_output=True
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "gongkai.cli", "serve"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < limit:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the site did not start")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that ./test found (GONGKAI_CHROMIUM)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("GONGKAI_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page in a fresh browser; whatever it asks of another site, or breaks of the CSP, fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(path: str = "/", *, width: int = 1280, as_: str = "", javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="zh-CN",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: None if r.url.startswith((site, "data:")) else wrong.append(r.url))
        page.on("console", lambda m: wrong.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if as_:
            sign_in(page, as_)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], main button.btn-do").first.click()
    page.wait_for_url("**/desk/**")
