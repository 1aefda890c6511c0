"""抓取 — asking a sister site for its pages politely: one at a time, as its robots.txt allows, within limits.

Nothing here touches the database, so that it may run beside the worker's other work.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

AGENT = "GongkaiHarvester/1.0"
MOST_BYTES = 20 * 1024 * 1024
SECONDS = 20.0
MOST_HOPS = 5
DELAY = 2.0
"""Seconds between two requests to one site, unless its robots.txt asks for more."""
_LONGEST_DELAY = 60.0
_RETRY_AFTER = 600
_BUSY = frozenset({429, 503})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class NotFetched(Exception):
    """没有取到 — in words for the officer; `later` is how many seconds the site asks us to wait, 0 if it does not."""

    def __init__(self, words: str, later: int = 0) -> None:
        super().__init__(words)
        self.later = later


@dataclass(frozen=True, slots=True)
class Page:
    """取到的页面 — its bytes (None: unchanged since the etag or date that was sent), where it was found at last."""

    url: str
    data: bytes | None
    media_type: str
    etag: str
    last_modified: str


@dataclass
class Fetcher:
    """抓取器 — one for each worker; remembers what each site allows and when it was last asked.

    `private` lets it ask addresses of private networks, as an intranet needs; this machine itself never.
    """

    private: bool = False
    transport: httpx.BaseTransport | None = None
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """Return a page; raises NotFetched for what is forbidden, away, too large, or not for programs."""
        headers = {"If-None-Match": etag} if etag else {}
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        for _hop in range(MOST_HOPS):
            self._check(url)
            robots = self._robots_of(url)
            if not robots.can_fetch(AGENT, url):
                raise NotFetched("对方网站的 robots.txt 不允许采集这个地址")
            page, onward = self._ask(url, headers, self._delay(robots))
            if page is not None:
                return page
            url = onward
        raise NotFetched("对方网站转来转去，没有取到页面")

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotFetched("只能采集 http 和 https 地址")
        if self.transport is not None:
            return
        try:
            found = {entry[4][0] for entry in socket.getaddrinfo(parts.hostname, None)}
        except OSError as error:
            raise NotFetched("找不到这个网站，请核对网址") from error
        for address in map(ipaddress.ip_address, found):
            own = (
                address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified
            )
            if own or (address.is_private and not self.private):
                raise NotFetched("这个网址指向内部网络，不能采集")

    def _robots_of(self, url: str) -> RobotFileParser:
        site = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if site not in self._robots:
            robots = RobotFileParser()
            try:
                page, _ = self._ask(f"{site}/robots.txt", {}, 0.0)
            except NotFetched as error:
                if error.later:
                    raise
                page = None
            robots.parse((page.data or b"").decode("utf-8", "replace").splitlines() if page else [])
            self._robots[site] = robots
        return self._robots[site]

    def _delay(self, robots: RobotFileParser) -> float:
        wanted = robots.crawl_delay(AGENT)
        return min(max(DELAY, float(wanted or 0)), _LONGEST_DELAY)

    def _ask(self, url: str, headers: dict[str, str], delay: float) -> tuple[Page | None, str]:
        """Ask once; return the page, or the address that the site leads on to."""
        host = urlsplit(url).netloc
        wait = self._asked.get(host, -delay) + delay - self.clock()
        if wait > 0:
            self.sleep(wait)
        self._asked[host] = self.clock()
        try:
            with (
                httpx.Client(
                    transport=self.transport, timeout=SECONDS, headers={"User-Agent": AGENT}, trust_env=False
                ) as client,
                client.stream("GET", url, headers=headers) as answer,
            ):
                return self._answered(url, answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotFetched("对方网站没有应答，稍后再试") from error

    def _answered(self, url: str, answer: httpx.Response) -> tuple[Page | None, str]:
        told = answer.headers
        if answer.status_code in _REDIRECTS and "location" in told:
            return None, urljoin(url, told["location"])
        if answer.status_code in _BUSY:
            asked = told.get("retry-after", "")
            raise NotFetched("对方网站请我们稍后再来", int(asked) if asked.isdecimal() else _RETRY_AFTER)
        if answer.status_code not in (200, 304):
            raise NotFetched(f"对方网站答复 {answer.status_code}")
        data = None if answer.status_code == 304 else _body(answer)
        media_type = told.get("content-type", "").partition(";")[0].strip().lower()
        return Page(url, data, media_type, told.get("etag", "")[:200], told.get("last-modified", "")[:60]), ""


def _body(answer: httpx.Response) -> bytes:
    began = time.monotonic()
    parts, size = [], 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > MOST_BYTES:
            raise NotFetched(f"页面超过 {MOST_BYTES // 1024 // 1024} MB")
        if time.monotonic() - began > 3 * SECONDS:
            raise NotFetched("对方网站送得太慢，稍后再试")
        parts.append(part)
    return b"".join(parts)
