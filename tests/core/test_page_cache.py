"""页面缓存 — a made page is served without Django, and never one moment longer than it holds."""

import gzip
import io
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse

from gongkai.core.page_cache import STAMP_HEADER, PageCache, cacheable
from gongkai.core.stamps import Stamps

SOURCES = Path(__file__).resolve().parents[2] / "src"
TEXT = "政府信息公开示例。" * 200


class Site:
    """The application behind the cache: counts how often it was asked, answers with `text`."""

    def __init__(self) -> None:
        self.text = TEXT
        self.asked: list[dict[str, Any]] = []
        self.status = "200 OK"
        self.headers: list[tuple[str, str]] = [("Content-Type", "text/html; charset=utf-8")]
        self.tags = "document:1,site"
        self.meanwhile: Callable[[], object] = lambda: None
        self.streaming = False
        self.closed = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(environ)
        body = self.text.encode()
        self.meanwhile()
        tags = [(STAMP_HEADER, self.tags)] if self.tags else []
        start_response(self.status, [*self.headers, *tags])
        return iter([body]) if self.streaming else [body]


class Reply:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.body = status, body
        self.all_headers = headers
        self.headers = {name.lower(): value for name, value in headers}

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(app: PageCache, path: str = "/d/1", method: str = "GET", **environ: str) -> Reply:
    got: list[Any] = []
    query = environ.pop("QUERY_STRING", "")
    request: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "gov.example:8000",
        "wsgi.input": io.BytesIO(),
        **environ,
    }

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        got[:] = [status, list(headers)]

    body = b"".join(app(request, start_response))  # type: ignore[arg-type]
    reply = Reply(got[0], got[1], body)
    assert STAMP_HEADER.lower() not in reply.headers
    return reply


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "stamps"


@pytest.fixture
def stamps(path: Path) -> Stamps:
    return Stamps(path)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def cache(site: Site, stamps: Stamps) -> PageCache:
    return PageCache(site, stamps, max_bytes=1 << 20, allow_hosts=["gov.example"])  # type: ignore[arg-type]


def kept(cache: PageCache, site: Site, **environ: str) -> bool:
    """Whether the second of two equal requests was answered without the application."""
    ask(cache, **environ)
    before = len(site.asked)
    ask(cache, **environ)
    return len(site.asked) == before


def test_a_made_page_is_served_without_the_application(cache: PageCache, site: Site) -> None:
    first, second = ask(cache), ask(cache)
    assert len(site.asked) == 1
    assert first.text == second.text == TEXT
    assert first.all_headers == second.all_headers
    assert second.headers["cache-control"] == "no-cache"
    assert second.headers["content-length"] == str(len(second.body))
    assert second.headers["content-type"] == "text/html; charset=utf-8"


def test_withdrawn_at_once_in_every_process(cache: PageCache, site: Site, path: Path) -> None:
    elsewhere = PageCache(site, Stamps(path), max_bytes=1 << 20, allow_hosts=["*"])  # type: ignore[arg-type]
    assert ask(cache).text == ask(elsewhere).text == TEXT
    with Stamps(path).changing(["document:1"]):
        site.text, site.status, site.tags = "已撤回", "410 Gone", ""
    for process in (cache, elsewhere):
        assert (ask(process).status, ask(process).text) == ("410 Gone", "已撤回")


def test_pages_with_other_tags_stay(cache: PageCache, site: Site, stamps: Stamps) -> None:
    ask(cache)
    with stamps.changing(["document:2"]):
        ask(cache)
    ask(cache)
    assert len(site.asked) == 1


def test_a_page_is_looked_over_once_for_each_change_elsewhere(
    cache: PageCache, site: Site, stamps: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    still = stamps.still
    monkeypatch.setattr(stamps, "still", lambda stamp: looked.append(stamp) or still(stamp))
    for _ in range(3):
        ask(cache)
    assert not looked
    with stamps.changing(["document:2"]):
        pass
    for _ in range(3):
        ask(cache)
    assert (len(looked), len(site.asked)) == (1, 1)


def test_while_a_change_is_under_way_the_page_is_made_each_time(
    cache: PageCache, site: Site, stamps: Stamps
) -> None:
    ask(cache)
    with stamps.changing(["site"]):
        ask(cache)
        ask(cache)
        assert len(site.asked) == 3
    assert kept(cache, site)


def test_a_page_made_while_a_change_commits_is_shown_but_not_kept(
    cache: PageCache, site: Site, stamps: Stamps
) -> None:
    def commit() -> None:
        with stamps.changing(["document:1"]):
            site.text = "新版本"

    site.meanwhile = commit
    assert ask(cache).text == TEXT
    site.meanwhile = lambda: None
    assert ask(cache).text == "新版本"


def test_a_page_made_while_a_change_is_ended_is_not_kept(
    cache: PageCache, site: Site, stamps: Stamps
) -> None:
    change = stamps.changing(["document:1"])
    change.__enter__()
    site.meanwhile = lambda: change.__exit__(None, None, None)
    assert ask(cache).text == TEXT
    site.meanwhile, site.text = lambda: None, "新版本"
    assert ask(cache).text == "新版本"


def test_a_process_killed_between_commit_and_end_leaves_no_stale_page(
    cache: PageCache, site: Site, stamps: Stamps, path: Path
) -> None:
    ask(cache)
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom gongkai.core.stamps import Stamps\n"
        "with Stamps(Path(sys.argv[1])).changing(['document:1']):\n  print('in', flush=True)\n  time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
    ) as officer:
        assert officer.stdout is not None
        officer.stdout.readline()
        site.text = "更正后"
        officer.send_signal(signal.SIGKILL)
    assert ask(cache).text == "更正后"
    assert not kept(cache, site)
    assert stamps.heal() == 1
    assert kept(cache, site)
    assert ask(cache).text == "更正后"


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "gk=en; sessionid=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_COOKIE": "gk=" + "x" * 41},
        {"HTTP_COOKIE": 'gk="<script>"'},
        {"HTTP_COOKIE": "gk=en; gk=zh"},
        {"method": "POST"},
        {"method": "PURGE"},
    ],
)
def test_such_a_request_always_reaches_the_application(
    cache: PageCache, site: Site, environ: dict[str, str]
) -> None:
    ask(cache)
    assert not kept(cache, site, **environ)
    assert len(site.asked) == 3


@pytest.mark.parametrize("cookie", ["csrftoken=secret", "gk=en; other=1"])
def test_a_page_made_for_a_visitor_with_other_cookies_is_not_kept(
    cache: PageCache, site: Site, cookie: str
) -> None:
    assert not kept(cache, site, HTTP_COOKIE=cookie)
    ask(cache, HTTP_COOKIE="gk=en" if "gk" in cookie else "")
    before = len(site.asked)
    ask(cache, HTTP_COOKIE=cookie)
    assert len(site.asked) == before, "but the page made for everyone is served to them"


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "csrftoken=secret"),
        ("Content-Encoding", "br"),
        ("Vary", "Cookie, Accept-Language"),
        ("Vary", "HX-Request"),
        ("Cache-Control", "private, max-age=10"),
        ("Cache-Control", "no-store"),
    ],
)
def test_an_answer_with_such_a_header_is_not_kept(
    cache: PageCache, site: Site, header: tuple[str, str]
) -> None:
    site.headers.append(header)
    assert not kept(cache, site)
    assert header in ask(cache).all_headers


@pytest.mark.parametrize(
    "status", ["404 Not Found", "410 Gone", "302 Found", "500 Server Error", "206 Partial"]
)
def test_only_a_page_that_is_there_is_kept(cache: PageCache, site: Site, status: str) -> None:
    site.status = status
    assert not kept(cache, site)


def test_a_page_that_its_view_did_not_mark_is_not_kept(cache: PageCache, site: Site) -> None:
    site.tags = ""
    assert not kept(cache, site)


def test_a_stream_is_passed_on_and_not_kept(cache: PageCache, site: Site) -> None:
    site.streaming = True
    assert not kept(cache, site)
    assert ask(cache).text == TEXT


def test_a_very_large_page_or_query_is_not_kept(cache: PageCache, site: Site) -> None:
    assert not kept(cache, site, QUERY_STRING="q=" + "x" * 600)
    site.text = "x" * (1 << 20) + "x"
    assert not kept(cache, site)
    assert ask(cache).text == site.text


def test_a_foreign_host_is_not_kept(cache: PageCache, site: Site) -> None:
    assert not kept(cache, site, HTTP_HOST="evil.example")
    assert not kept(cache, site, HTTP_HOST="")
    assert kept(cache, site, HTTP_HOST="gov.example")


@pytest.mark.parametrize(
    "environ",
    [
        {"path": "/d/2"},
        {"QUERY_STRING": "page=2"},
        {"HTTP_HOST": "gov.example:9000"},
        {"HTTP_COOKIE": "gk=en"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_FORWARDED_HOST": "other.example"},
    ],
)
def test_what_a_page_may_differ_by_is_kept_apart(
    cache: PageCache, site: Site, environ: dict[str, str]
) -> None:
    ask(cache)
    site.text = "另一页"
    assert ask(cache, **environ).text == "另一页"
    assert ask(cache).text == TEXT


def test_the_application_gets_the_request_whole(cache: PageCache, site: Site) -> None:
    ask(cache, HTTP_IF_NONE_MATCH='"x"', HTTP_RANGE="bytes=0-1", HTTP_COOKIE="gk=en", HTTP_USER_AGENT="示例")
    seen = site.asked[0]
    assert "HTTP_IF_NONE_MATCH" not in seen
    assert "HTTP_RANGE" not in seen
    assert (seen["HTTP_COOKIE"], seen["HTTP_USER_AGENT"]) == ("gk=en", "示例")


def test_head_is_answered_like_get_without_a_body(cache: PageCache, site: Site) -> None:
    page = ask(cache)
    head = ask(cache, method="HEAD")
    assert (head.status, head.all_headers, head.body) == (page.status, page.all_headers, b"")
    assert len(site.asked) == 1


def test_head_alone_makes_no_page(cache: PageCache, site: Site) -> None:
    assert not kept(cache, site, method="HEAD")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_what_has_not_changed_is_answered_304(cache: PageCache, site: Site, form: str) -> None:
    etag = ask(cache).headers["etag"]
    again = ask(cache, HTTP_IF_NONE_MATCH=form.format(etag))
    assert (again.status, again.body) == ("304 Not Modified", b"")
    assert again.headers["etag"] == etag
    assert not {"content-length", "content-type"} & set(again.headers)
    assert len(site.asked) == 1


def test_a_page_made_anew_with_the_same_text_is_answered_304(
    cache: PageCache, site: Site, stamps: Stamps
) -> None:
    etag = ask(cache).headers["etag"]
    with stamps.changing(["site"]):
        pass
    assert ask(cache, HTTP_IF_NONE_MATCH=etag).status == "304 Not Modified"
    with stamps.changing(["site"]):
        site.text = "新版本"
    assert ask(cache, HTTP_IF_NONE_MATCH=etag).text == "新版本"


def test_a_page_is_compressed_once_for_those_who_can_read_it(cache: PageCache, site: Site) -> None:
    packed = ask(cache, HTTP_ACCEPT_ENCODING="br, gzip")
    plain = ask(cache)
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body).decode() == plain.text == TEXT
    assert len(packed.body) < len(plain.body) / 2
    assert "content-encoding" not in plain.headers
    assert packed.headers["etag"] != plain.headers["etag"]
    assert plain.headers["vary"] == "Accept-Encoding, Cookie"
    assert ask(cache, HTTP_ACCEPT_ENCODING="gzip;q=0").all_headers == plain.all_headers
    assert len(site.asked) == 1


@pytest.mark.parametrize(("kind", "text"), [("text/html", "短"), ("image/png", "x" * 5000)])
def test_what_does_not_gain_is_not_compressed(cache: PageCache, site: Site, kind: str, text: str) -> None:
    site.headers, site.text = [("Content-Type", kind)], text
    ask(cache, HTTP_ACCEPT_ENCODING="gzip")
    reply = ask(cache, HTTP_ACCEPT_ENCODING="gzip")
    assert "content-encoding" not in reply.headers
    assert reply.text == text


def test_memory_is_bounded_and_the_pages_in_use_stay(site: Site, stamps: Stamps) -> None:
    cache = PageCache(site, stamps, max_bytes=200_000, allow_hosts=["*"])  # type: ignore[arg-type]
    ask(cache, "/in-use")
    for number in range(500):
        ask(cache, "/search", QUERY_STRING=f"q={number}")
        ask(cache, "/in-use")
        assert cache.bytes_kept <= 200_000
    assert cache.bytes_kept > 100_000
    assert sum(request["PATH_INFO"] == "/in-use" for request in site.asked) == 1


def test_a_page_made_anew_is_counted_once(cache: PageCache, site: Site, stamps: Stamps) -> None:
    ask(cache)
    size = cache.bytes_kept
    with stamps.changing(["site"]):
        pass
    ask(cache)
    assert cache.bytes_kept == size


def test_no_memory_means_no_cache(site: Site, stamps: Stamps) -> None:
    cache = PageCache(site, stamps, max_bytes=0, allow_hosts=["*"])  # type: ignore[arg-type]
    assert not kept(cache, site)
    assert cache.bytes_kept == 0


def test_the_answer_of_the_application_is_closed(stamps: Stamps) -> None:
    closed = []

    class Answer(HttpResponse):
        def close(self) -> None:  # without Django's signal, which would ask for a database
            closed.append(True)

    def app(environ: object, start_response: Any) -> HttpResponse:
        response = cacheable(Answer("短"), ["site"])
        start_response("200 OK", list(response.items()))
        return response

    cache = PageCache(app, stamps, max_bytes=1 << 20, allow_hosts=["*"])  # type: ignore[arg-type]
    assert ask(cache).text == ask(cache).text == "短"
    assert closed == [True]


def test_a_view_marks_its_page_with_tags() -> None:
    response = cacheable(HttpResponse(), ["site", "document:1", "site"])
    assert response[STAMP_HEADER] == "document:1,site"
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("tag", ["", "a,b", "栏目", "a b", "a\n", "x" * 201])
def test_a_tag_is_plain(tag: str) -> None:
    with pytest.raises(ValueError, match="not a tag"):
        cacheable(HttpResponse(), [tag])


OFFICER = """
import random, sqlite3, sys, time
from pathlib import Path
from gongkai.core.stamps import Stamps

folder = Path(sys.argv[1])
stamps = Stamps(folder / "stamps")
facts = sqlite3.connect(folder / "facts", timeout=30, isolation_level=None)
while True:
    facts.execute("BEGIN IMMEDIATE")
    (value,) = facts.execute("UPDATE fact SET value = value + 1 RETURNING value").fetchone()
    with stamps.changing(["document:1"]):
        facts.execute("COMMIT")
    print(value, flush=True)
    time.sleep(random.choice([0, 0, 0.001, 0.004]))
"""


@pytest.mark.slow
def test_what_an_officer_was_told_is_what_every_reader_sees_though_officers_are_killed(
    tmp_path: Path,
) -> None:
    facts = sqlite3.connect(tmp_path / "facts", timeout=30, isolation_level=None)
    facts.executescript("PRAGMA journal_mode=WAL; CREATE TABLE fact (value); INSERT INTO fact VALUES (0)")
    made = []

    def site(environ: object, start_response: Any) -> list[bytes]:
        (value,) = facts.execute("SELECT value FROM fact").fetchone()
        made.append(value)
        time.sleep(0.001)  # Long enough for an officer's commit to fall between reading and keeping.
        start_response("200 OK", [(STAMP_HEADER, "document:1")])
        return [str(value).encode()]

    stamps = Stamps(tmp_path / "stamps")
    cache = PageCache(site, stamps, max_bytes=1 << 20, allow_hosts=["*"])  # type: ignore[arg-type]
    told, views = [0], 0

    def listen(lines: Iterable[str]) -> None:
        told.extend(int(line) for line in lines)

    for number in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", OFFICER, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(SOURCES)},
        ) as officer:
            assert officer.stdout is not None
            listener = threading.Thread(target=listen, args=[officer.stdout])
            listener.start()
            enough = len(told) + 20 + 13 * number
            while len(told) < enough and officer.poll() is None:
                last = told[-1]
                views += 1
                assert int(ask(cache).body) >= last
            officer.send_signal(signal.SIGKILL)
            listener.join()
        assert len(told) >= enough
        (committed,) = facts.execute("SELECT value FROM fact").fetchone()
        assert int(ask(cache).body) == committed
        assert stamps.heal() is not None
        before = len(made)
        assert int(ask(cache).body) == int(ask(cache).body) == committed
        assert len(made) <= before + 1
    facts.close()
    assert len(made) < views / 2, "most readers were served from memory"
