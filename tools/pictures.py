"""配图 — take the README's pictures from a running demonstration.

    python tools/pictures.py http://127.0.0.1:8000

The demonstration must be as it was loaded: the addresses of its documents are known.
"""

import os
import sys
import tomllib
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
DEMONSTRATION = ROOT / "src" / "gongkai" / "home" / "demo" / "organs.toml"
PICTURES = (
    ("home", "", "/"),
    ("document", "", "/documents/7/"),
    ("search", "", "/search/?q=加装电梯"),
    ("today", "lianluo", "/desk/"),
    ("review", "shencha", "/desk/documents/21/review/"),
)


def sign_in(page: Page, username: str) -> None:
    """Sign in as one of the demonstration's people."""
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(tomllib.loads(DEMONSTRATION.read_text("utf-8"))["password"])
    page.locator("main button.btn-do").first.click()
    page.wait_for_url("**/desk/**")


def main(base: str) -> None:
    """Take every picture at 1280 by 900."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("GONGKAI_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for name, username, path in PICTURES:
            page = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900}).new_page()
            if username:
                sign_in(page, username)
            page.goto(path)
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
