"""新来的人 — the story that the README promises: files on a desk become pages that a citizen finds."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
PAPERS = sorted((Path(__file__).parent / "papers").iterdir())
TITLES = (
    "临江市住房和城乡建设局2024年政府信息公开工作年度报告",
    "臨江市江北區人民政府2023年度政府信息公開工作年度報告",
    "关于开展电梯安全检查的通知",
)


def import_papers(page: Page) -> list[str]:
    """Drop the papers; return the addresses of the drafts in the order of the papers."""
    page.goto("/desk/documents/import/")
    page.set_input_files("#id_files", PAPERS)
    if page.locator("#results").count() == 0:
        page.get_by_role("button", name="导入").click()
    results = page.locator("#results h3 a")
    expect(results).to_have_count(len(PAPERS), timeout=30_000)  # read in the background
    return [re.sub("edit/$", "", results.nth(n).get_attribute("href") or "") for n in range(len(PAPERS))]


def press(page: Page, address: str, button: str) -> None:
    page.goto(address)
    page.get_by_role("button", name=button).first.click()
    page.wait_for_load_state()


def seen_within(page: Page, path: str, words: str) -> None:
    """A document published a moment ago is found at once: within the second that the worker may take."""
    for _ in range(40):
        page.goto(path)
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{words} was not found at {path}")


def test_files_become_pages_that_a_citizen_finds(visit: Visit) -> None:
    liaison = visit("/desk/", as_="lianluo")
    drafts = import_papers(liaison)
    shown = liaison.locator("#results").inner_text()
    for title in TITLES:
        assert title in shown
    assert "2024" in shown
    assert "临江市江北区人民政府" in shown
    for draft in drafts:
        press(liaison, draft, "送保密审查")
    reviewer = visit("/desk/", as_="shencha")
    for draft in drafts:
        press(reviewer, f"{draft}review/", "通过保密审查")
    leader = visit("/desk/", as_="qianfa")
    for draft in drafts:
        press(leader, f"{draft}sign/", "签发公开")
    citizen = visit("/")
    for words in ("政府信息公开", "政府信息公開"):
        seen_within(citizen, f"/search/?q={words}", TITLES[0])
        assert TITLES[1] in citizen.locator("main").inner_text()
    seen_within(citizen, "/search/?q=门户网站", TITLES[1])
    citizen.goto("/search/?q=保密审查")
    expect(citizen.locator("mark", has_text="保密審查").first).to_be_visible()
    citizen.get_by_role("link", name=TITLES[1]).click()
    expect(citizen.locator("article")).to_contain_text("各單位落實保密審查制度")
    assert "熱門詞條" not in citizen.locator("article").inner_text()
    public = drafts[2].replace("/desk", "")
    citizen.goto(public)
    expect(citizen.locator("article table")).to_contain_text("1,204")


def test_a_citizen_needs_no_javascript(visit: Visit) -> None:
    page = visit("/", javascript=False)
    page.locator("#q").fill("加装电梯")
    page.get_by_role("button", name="搜索").first.click()
    page.get_by_role("link", name=re.compile("老旧小区加装电梯办法")).first.click()
    expect(page.locator("article")).to_contain_text("第七条")
    expect(page.locator("article table").first).to_contain_text("24.0")


def test_words_that_are_typed_are_kept_without_a_click(visit: Visit) -> None:
    page = visit("/desk/documents/?tab=returned", as_="lianluo")
    page.goto("/desk/documents/")
    page.get_by_role("link", name="市政府第 42 次常务会议纪要").first.click()
    page.goto(page.url.rstrip("/") + "/edit/")
    page.locator("[name=keywords]").evaluate(
        "e => e.closest('details') && (e.closest('details').open = true)"
    )
    page.locator("[name=keywords]").fill("自动保存 示例")
    page.locator("[name=title]").focus()
    expect(page.locator("main")).to_contain_text(re.compile("已保存|保存于"), timeout=15_000)
    page.wait_for_timeout(4000)
    page.reload()
    expect(page.locator("[name=keywords]")).to_have_value("自动保存 示例")


def test_the_whole_site_speaks_english_and_traditional(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="繁", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator(".masthead")).to_contain_text("臨江市人民政府")
