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
    ("apply", "", "/application/?q=加装电梯"),
    ("apply-what", "", "/application/new/what/"),
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


ANSWERS = (
    {"agency": "3"},
    {"kind": "citizen"},
    {"name": "示例申请人", "id_number": "000000190001010000"},
    {"phone": "000-0000-0001"},
    {"description": "2025年老旧小区加装电梯补助名单"},
    {"form_wanted": "electronic", "way_wanted": "online"},
    {},
    {"may_be_shown": "yes"},
)


def apply(page: Page) -> None:
    """Apply as somebody would who is invented, and stop at the page of the case."""
    page.goto("/application/new/")
    on = page.locator("main button.btn-big")
    on.click()
    for answers in ANSWERS:
        for name, value in answers.items():
            field = page.locator(f"main [name={name}]:not([type=hidden])").first
            if field.get_attribute("type") == "radio":
                page.locator(f"main [name={name}][value={value}]").check()
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        on.click()
    on.click()
    page.locator("main a.btn-do").click()


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
        page = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900}).new_page()
        apply(page)
        page.screenshot(path=FOLDER / "my-case.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
