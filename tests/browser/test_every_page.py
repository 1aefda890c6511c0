"""每一页 — every page template, wide and narrow: axe finds nothing, nothing scrolls sideways, nothing is fetched elsewhere."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

PORTAL = (
    "/",
    "/guide/",
    "/system/",
    "/rules/",
    "/statutory/",
    "/reports/",
    "/reports/check/",
    "/reports/library/",
    "/application/",
    "/application/?q=加装电梯",
    "/application/resume/",
    "/application/progress/",
    "/application/answered/",
    "/application/form/",
    "/organs/",
    "/organs/lj-zhujian/",
    "/organs/lj-zhujian/guide/",
    "/organs/lj-zhujian/columns/20-1-interpretation/",
    "/organs/lj-office/columns/20-1/",
    "/archive/",
    "/archive/2026/",
    "/withdrawn/",
    "/documents/7/",
    "/documents/7/beside/8/",
    "/documents/7/versions/1/",
    "/documents/8/",
    "/documents/20/",
    "/search/",
    "/search/?q=加装电梯",
    "/search/?q=完全没有的词语",
    "/corrections/?page=/documents/7/",
    "/about/accessibility/",
    "/about/privacy/",
    "/about/data/",
    "/sitemap/",
    "/no-such-page/",
    "/accounts/login/",
)
DESK = {
    "lianluo": (
        "/desk/",
        "/desk/documents/",
        "/desk/documents/new/",
        "/desk/documents/import/",
        "/desk/documents/7/",
        "/desk/documents/23/edit/",
        "/desk/documents/23/privacy/",
        "/desk/corrections/",
        "/accounts/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/accounts/password/change/",
    ),
    "shencha": ("/desk/review/", "/desk/documents/21/review/", "/desk/privacy/originals/"),
    "qianfa": ("/desk/sign/", "/desk/documents/22/sign/", "/desk/withdraw/?q=临江"),
    "gongkaiban": (
        "/desk/organs/",
        "/desk/organs/lj-zhujian/",
        "/desk/library/",
        "/desk/library/check/",
        "/desk/library/documents/",
        "/desk/catalogue/",
        "/desk/ledger/",
        "/desk/privacy/sweeps/",
        "/desk/privacy/sweeps/1/",
        "/desk/privacy/sweeps/1/report/",
    ),
    "guanli": (
        "/desk/people/",
        "/desk/people/1/",
        "/desk/people/new/",
        "/desk/privacy/masks/",
        "/desk/calendar/",
        "/desk/calendar/2026/",
        "/desk/calendar/load/",
    ),
}


def problems(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    faults = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found.response["violations"]]
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*faults, *([f"scrolls sideways by {over}px"] if over > 0 else [])]


@pytest.mark.parametrize("width", [1280, 360])
def test_portal_pages_are_sound(visit: Visit, width: int) -> None:
    page = visit("/", width=width)
    faults = {}
    for path in PORTAL:
        page.goto(path)
        if found := problems(page):
            faults[path] = found
    assert faults == {}


@pytest.mark.parametrize("username", DESK)
@pytest.mark.parametrize("width", [1280, 360])
def test_desk_pages_are_sound(visit: Visit, username: str, width: int) -> None:
    page = visit("/desk/", width=width, as_=username)
    faults = {}
    for path in DESK[username]:
        response = page.goto(path)
        assert response is not None
        if response.status != 200:
            faults[path] = [str(response.status)]
        elif found := problems(page):
            faults[path] = found
    assert faults == {}


def test_large_text_and_english_pages_are_sound(visit: Visit) -> None:
    page = visit("/preferences/?size=large&language=en")
    faults = {}
    for path in ("/", "/documents/7/", "/search/?q=加装电梯", "/organs/lj-zhujian/"):
        page.goto(path)
        if found := problems(page):
            faults[path] = found
    assert faults == {}
