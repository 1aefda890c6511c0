"""抓取 — what a site forbids, asks for or gets wrong is heeded."""

import httpx
import pytest

from gongkai.imports.fetching import AGENT, DELAY, MOST_BYTES, Fetcher, NotFetched

SITE = "https://old.example.gov.cn"


class Site:
    """A site made of answers, and a clock that sleeping moves."""

    def __init__(self, **answers: httpx.Response) -> None:
        self.answers = {"/robots.txt": httpx.Response(404)} | {
            name.replace("__", "/").replace("_html", ".html"): answer for name, answer in answers.items()
        }
        self.asked: list[httpx.Request] = []
        self.now = 0.0
        self.slept: list[float] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answers.get(request.url.path, httpx.Response(404))

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def fetcher(self) -> Fetcher:
        return Fetcher(transport=httpx.MockTransport(self.answer), clock=lambda: self.now, sleep=self.sleep)


def test_a_page_comes_with_what_asking_again_needs() -> None:
    site = Site(
        __a_html=httpx.Response(200, content=b"<p>", headers={"etag": '"1"', "content-type": "text/html; x"})
    )
    page = site.fetcher().fetch(f"{SITE}/a.html")
    assert (page.data, page.etag, page.media_type) == (b"<p>", '"1"', "text/html")
    assert all(request.headers["user-agent"] == AGENT for request in site.asked)


def test_what_has_not_changed_is_not_sent_again() -> None:
    site = Site(__a_html=httpx.Response(304))
    page = site.fetcher().fetch(f"{SITE}/a.html", etag='"1"', last_modified="Thu, 05 Mar 2026 00:00:00 GMT")
    assert page.data is None
    assert site.asked[-1].headers["if-none-match"] == '"1"'


def test_robots_are_heeded_and_asked_for_once() -> None:
    site = Site(__a_html=httpx.Response(200, content=b"x"))
    site.answers["/robots.txt"] = httpx.Response(
        200, content=b"User-agent: *\nDisallow: /private\nCrawl-delay: 7"
    )
    fetcher = site.fetcher()
    with pytest.raises(NotFetched, match=r"robots\.txt"):
        fetcher.fetch(f"{SITE}/private/x.html")
    fetcher.fetch(f"{SITE}/a.html")
    fetcher.fetch(f"{SITE}/a.html")
    assert [request.url.path for request in site.asked] == ["/robots.txt", "/a.html", "/a.html"]
    assert site.slept == [7, 7]


def test_one_site_is_asked_at_intervals() -> None:
    site = Site(__a_html=httpx.Response(200, content=b"x"))
    fetcher = site.fetcher()
    fetcher.fetch(f"{SITE}/a.html")
    fetcher.fetch(f"{SITE}/a.html")
    assert site.slept == [DELAY, DELAY]


def test_a_busy_site_is_left_alone_for_as_long_as_it_asks() -> None:
    site = Site(__a_html=httpx.Response(503, headers={"retry-after": "120"}))
    with pytest.raises(NotFetched) as refused:
        site.fetcher().fetch(f"{SITE}/a.html")
    assert refused.value.later == 120


def test_no_more_is_taken_than_a_page_may_have() -> None:
    site = Site(__a_html=httpx.Response(200, content=b"x" * (MOST_BYTES + 1)))
    with pytest.raises(NotFetched, match="MB"):
        site.fetcher().fetch(f"{SITE}/a.html")


def test_a_site_that_leads_in_circles_is_left() -> None:
    site = Site(__a_html=httpx.Response(302, headers={"location": "/a.html"}))
    with pytest.raises(NotFetched):
        site.fetcher().fetch(f"{SITE}/a.html")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/desk/",
        "http://[::1]/",
        "http://169.254.169.254/latest/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "file:///etc/passwd",
        "ftp://old.example.gov.cn/",
        "http:///x",
    ],
)
def test_nothing_of_our_own_is_fetched(url: str) -> None:
    with pytest.raises(NotFetched):
        Fetcher().fetch(url)
