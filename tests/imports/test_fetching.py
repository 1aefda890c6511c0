"""抓取 — what a site forbids, asks for or gets wrong is heeded."""

import gzip
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from gongkai.imports import fetching
from gongkai.imports.fetching import AGENT, DELAY, MOST_BYTES, Fetcher, NotFetched, may_be_asked

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
        answer = self.answers.get(request.url.path, httpx.Response(404))
        if not answer.is_stream_consumed:
            return answer
        headers = [(name, value) for name, value in answer.headers.raw if name.lower() != b"content-encoding"]
        return httpx.Response(answer.status_code, headers=headers, stream=httpx.ByteStream(answer.content))

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
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://2130706433/",
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


@pytest.mark.parametrize(
    ("address", "private", "may"),
    [
        ("93.184.216.34", False, True),
        ("2606:4700::1", False, True),
        ("10.0.0.1", False, False),
        ("10.0.0.1", True, True),
        ("100.64.0.1", False, False),
        ("fd00::1", True, True),
        ("127.0.0.1", True, False),
        ("169.254.169.254", True, False),
        ("::1", True, False),
        ("::", True, False),
        ("fe80::1%eth0", True, False),
        ("::ffff:127.0.0.1", True, False),
        ("::ffff:10.0.0.1", False, False),
        ("::127.0.0.1", True, False),
        ("64:ff9b::7f00:1", True, False),
        ("64:ff9b::a00:1", False, False),
        ("2002:7f00:1::", True, False),
    ],
)
def test_an_address_is_judged_by_what_it_stands_for(address: str, private: bool, may: bool) -> None:
    assert may_be_asked(address, private=private) is may


class _Answering(BaseHTTPRequestHandler):
    hosts: list[str]

    def do_GET(self) -> None:
        self.hosts.append(self.headers["host"])
        self.send_response(200 if self.path == "/a.html" else 404)
        self.end_headers()
        self.wfile.write(b"<p>")

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_the_address_that_was_judged_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is resolved again for the connection would lead elsewhere: here it cannot be resolved again."""
    heard: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("Answering", (_Answering,), {"hosts": heard}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    real = socket.getaddrinfo

    def resolved(host: str, *rest: object, **more: object) -> object:
        name = "127.0.0.1" if rest == (None,) and host == "old.example.gov.cn" else host
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(fetching, "may_be_asked", lambda address, private: True)
    name = f"old.example.gov.cn:{server.server_port}"
    try:
        page = Fetcher(sleep=lambda seconds: None).fetch(f"http://{name}/a.html")
    finally:
        server.shutdown()
        server.server_close()
    assert (page.data, page.url) == (b"<p>", f"http://{name}/a.html")
    assert heard == [name, name]


def test_what_is_packed_is_unpacked_within_bounds() -> None:
    packed = {"content-encoding": "gzip"}
    small = gzip.compress(b"<p>")
    site = Site(
        __a_html=httpx.Response(200, stream=httpx.ByteStream(small), headers=packed),
        __b_html=httpx.Response(
            200, stream=httpx.ByteStream(gzip.compress(b"\0" * (4 * MOST_BYTES))), headers=packed
        ),
        __c_html=httpx.Response(
            200,
            stream=httpx.ByteStream(gzip.compress(small)),
            headers={"content-encoding": "gzip, gzip"},
        ),
    )
    fetcher = site.fetcher()
    assert fetcher.fetch(f"{SITE}/a.html").data == b"<p>"
    with pytest.raises(NotFetched, match="MB"):
        fetcher.fetch(f"{SITE}/b.html")
    with pytest.raises(NotFetched, match="解不开"):
        fetcher.fetch(f"{SITE}/c.html")


def test_a_site_cannot_ask_us_to_stay_away_for_ever() -> None:
    for asked in ("9" * 9, "9" * 5000):
        site = Site(__a_html=httpx.Response(503, headers={"retry-after": asked}))
        with pytest.raises(NotFetched) as refused:
            site.fetcher().fetch(f"{SITE}/a.html")
        assert 0 < refused.value.later <= 24 * 60 * 60


def test_what_no_header_may_hold_is_not_said_again() -> None:
    site = Site(__a_html=httpx.Response(200, content=b"x", headers=[(b"etag", "“1”".encode())]))
    assert site.fetcher().fetch(f"{SITE}/a.html").etag == ""


def test_robots_are_asked_for_again_after_a_day() -> None:
    site = Site(__a_html=httpx.Response(200, content=b"x"))
    fetcher = site.fetcher()
    fetcher.fetch(f"{SITE}/a.html")
    site.now += 24 * 60 * 60 + 1
    site.answers["/robots.txt"] = httpx.Response(200, content=b"User-agent: *\nDisallow: /")
    with pytest.raises(NotFetched, match=r"robots\.txt"):
        fetcher.fetch(f"{SITE}/a.html")
