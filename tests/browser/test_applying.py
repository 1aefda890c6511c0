"""在线申请 — somebody applies from a phone, without JavaScript, and every page on the way is sound."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.test_every_page import problems

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


class Walk:
    """一路 — a page that is looked at wherever it stops."""

    def __init__(self, page: Page, *, axe: bool) -> None:
        self.page, self.axe = page, axe
        self.faults: dict[str, list[str]] = {}

    def look(self) -> None:
        """Note what is wrong with the page that is open; axe itself needs JavaScript."""
        if self.axe and (found := problems(self.page)):
            self.faults[self.page.url] = found

    def on(self) -> None:
        """Look, and go on."""
        self.look()
        self.page.locator("main button.btn-big").click()


def fill_in(walk: Walk) -> None:
    """Answer every question, one of them wrong at first."""
    page = walk.page
    walk.on()
    page.locator("#id_agency").select_option(index=1)
    walk.on()
    page.locator("input[value=citizen]").check()
    walk.on()
    page.locator("#id_name").fill("示例申请人")
    page.locator("#id_id_number").fill("123")
    walk.on()
    page.locator("#id_id_number").fill("000000190001010000")
    walk.on()
    page.locator("#id_phone").fill("000-0000-0001")
    walk.on()
    page.locator("#id_description").fill("请公开：\n1. 加装电梯补助名单\n2. 示例桥的验收报告")
    walk.on()
    walk.look()
    page.locator("button[value=as_one]").click()
    page.locator("input[name=form_wanted][value=electronic]").check()
    page.locator("input[name=way_wanted][value=online]").check()
    walk.on()
    walk.on()
    page.locator("input[name=may_be_shown][value=no]").check()
    walk.on()


@pytest.mark.parametrize(("width", "javascript"), [(360, False), (360, True), (1280, True)])
def test_an_application_from_the_first_question_to_the_page_of_the_case(
    visit: Visit, width: int, javascript: bool
) -> None:
    page = visit("/application/new/", width=width, javascript=javascript)
    walk = Walk(page, axe=javascript)
    fill_in(walk)
    page.goto("/application/saved/")
    walk.look()
    page.goto("/application/check/")
    walk.on()
    assert page.locator("main img").evaluate("image => image.naturalWidth") > 0
    walk.look()
    page.locator("main a.btn-do").click()
    walk.look()
    case = page.url
    page.locator("main a[href*='/letters/']").first.click()
    walk.look()
    page.goto(f"{case}withdraw/")
    walk.look()
    page.locator("main button.btn-danger").click()
    assert page.url == case
    walk.look()
    assert walk.faults == {}


@pytest.mark.parametrize(("width", "javascript"), [(360, False), (1280, True)])
def test_asking_for_a_link_to_my_applications(visit: Visit, width: int, javascript: bool) -> None:
    page = visit("/application/mine/", width=width, javascript=javascript)
    walk = Walk(page, axe=javascript)
    send = page.locator("main form button.btn-do")
    page.locator("#id_address").fill("no address")
    send.click()
    walk.look()
    page.locator("#id_address").fill("nobody@example.com")
    send.click()
    walk.look()
    assert page.url.endswith("/application/mine/code/")
    page.locator("#id_code").fill("000000")
    send.click()
    walk.look()
    page.goto("/application/mine/open/none/")
    walk.look()
    assert walk.faults == {}
