"""配图 — take every picture of the README and the guides from a running demonstration.

    GONGKAI_DATA=FOLDER ./gongkai prepare
    GONGKAI_DATA=FOLDER ./gongkai serve
    python tools/pictures.py http://127.0.0.1:8000 [NAME…]

The demonstration must be as it was loaded: the addresses of its documents and cases are known, and pictures of
work under way do some of it. With names only these are taken.
"""

import os
import sys
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
DEMONSTRATION = ROOT / "src" / "gongkai" / "home" / "demo" / "organs.toml"
COLOURS = 128
REPORT = f"lj-zhujian/{datetime.now(UTC).year}/"


def sign_in(page: Page, username: str) -> None:
    """Sign in as one of the demonstration's people."""
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(tomllib.loads(DEMONSTRATION.read_text("utf-8"))["password"])
    page.locator("main button.btn-do").first.click()
    page.wait_for_url("**/desk/**")


ANSWERS: tuple[dict[str, str], ...] = (
    {"agency": "3"},
    {"kind": "citizen"},
    {"name": "示例申请人", "id_number": "000000190001010000"},
    {"phone": "000-0000-0001"},
    {"description": "2025年老旧小区加装电梯补助名单"},
    {"form_wanted": "electronic", "way_wanted": "online"},
    {},
    {"may_be_shown": "yes"},
)


def answer(page: Page, upto: int) -> None:
    """Fill in the first pages of an application as somebody would who is invented."""
    page.goto("/application/new/")
    on = page.locator("main button.btn-big")
    on.click()
    for answers in ANSWERS[:upto]:
        for name, value in answers.items():
            field = page.locator(f"main [name={name}]:not([type=hidden])").first
            if field.get_attribute("type") == "radio":
                page.locator(f"main [name={name}][value={value}]").check()
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        on.click()


def what(page: Page) -> None:
    """Stop where the application asks what is wanted."""
    answer(page, 4)


def apply(page: Page) -> None:
    """Apply, and stop at the page of the case."""
    answer(page, len(ANSWERS))
    page.locator("main button.btn-big").click()
    page.locator("main a.btn-do").click()


def decide(page: Page) -> None:
    """Tick what holds of a case, and have the parts of its decision drafted."""
    page.goto("/desk/cases/13/decision/")
    page.locator("main details.grounds").evaluate_all("groups => groups.forEach(group => group.open = true)")
    for code in ("disclosable", "personal-privacy"):
        page.locator(f"main [name=ticked][value={code}]").check()
    page.locator("main button[value=propose]").click()
    page.locator("main [name=part_0_what]").wait_for()
    page.evaluate("scrollTo(0, 0)")


AUDITED = """示例市样本局2025年政府信息公开工作年度报告

一、总体情况
2025年，本局主动公开政府信息1280条，其中政策文件86条、工作动态1094条、其他信息110条。
全年收到政府信息公开申请42件，比上年增加7件，增长25.0%。
二、存在的主要问题及改进情况
更新不够及时，已经逐栏目落实到人。
"""


def audit(page: Page) -> None:
    """Have an invented report checked that does not add up."""
    page.goto("/reports/check/")
    page.locator("main [name=text]").fill(AUDITED)
    page.locator("main button.btn-do").click()
    page.wait_for_load_state()


def at(path: str) -> Callable[[Page], None]:
    """Return what opens an address."""

    def opened(page: Page) -> None:
        page.goto(path)

    return opened


PICTURES: tuple[tuple[str, str, Callable[[Page], None]], ...] = (
    ("home", "", at("/")),
    ("document", "", at("/documents/7/")),
    ("search", "", at("/search/?q=加装电梯")),
    ("today", "lianluo", at("/desk/")),
    ("review", "shencha", at("/desk/documents/21/review/")),
    ("apply", "", at("/application/?q=加装电梯")),
    ("apply-what", "", what),
    ("case-new", "shouli", at("/desk/cases/new/")),
    ("case-desk", "shouli", at("/desk/cases/13/")),
    ("case-decision", "shouli", decide),
    ("case-sign", "qianfa", at("/desk/cases/6/sign/")),
    ("my-case", "", apply),
    ("figures", "gongkaiban", at("/desk/figures/")),
    ("declared", "lianluo", at(f"/desk/figures/declared/{REPORT}")),
    ("report-edit", "lianluo", at(f"/desk/reports/{REPORT}edit/")),
    ("report-checks", "lianluo", at(f"/desk/reports/{REPORT}")),
    ("findings", "", audit),
)


def kept(taken: bytes) -> bytes:
    """Return a picture with few colours, which is a third of its size."""
    small = Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def main(base: str, *names: str) -> None:
    """Take the pictures at 1280 by 900."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("GONGKAI_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox"],
        )
        for name, username, reach in PICTURES:
            if names and name not in names:
                continue
            context = browser.new_context(
                base_url=base, viewport={"width": 1280, "height": 900}, locale="zh-CN"
            )
            page = context.new_page()
            if username:
                sign_in(page, username)
            reach(page)
            (FOLDER / f"{name}.png").write_bytes(kept(page.screenshot()))
            context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
