"""抓取 — asking a sister site for its pages politely: one at a time, as its robots.txt allows, within limits.

Nothing here touches the database, so that it may run beside the worker's other work.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from gongkai.rules.phrases import phrase

AGENT = "GongkaiHarvester/1.0"
MOST_BYTES = 20 * 1024 * 1024
SECONDS = 20.0
MOST_HOPS = 5
DELAY = 2.0
"""Seconds between two requests to one site, unless its robots.txt asks for more."""
_LONGEST_DELAY = 60.0
_RETRY_AFTER = 600
_LATEST_RETRY = 24 * 60 * 60
_ROBOTS_SECONDS = 24 * 60 * 60
"""How long a robots.txt is remembered (RFC 9309, 2.4)."""
# IPv6 networks whose addresses stand for an IPv4 one in their last 32 bits: translation (RFC 6052), compatible.
_WITH_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
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

    `private` lets it ask addresses of private networks, as an intranet needs; this machine itself never. A name
    is resolved once for each request, and the address that was judged is the one that is asked: between the two
    a name server has no second word.
    """

    private: bool = False
    transport: httpx.BaseTransport | None = None
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, tuple[float, RobotFileParser]] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """Return a page; raises NotFetched for what is forbidden, away, too large, or not for programs."""
        headers = {"If-None-Match": etag} if etag else {}
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        for _hop in range(MOST_HOPS):
            self._address_of(url)
            robots = self._robots_of(url)
            if not robots.can_fetch(AGENT, url):
                raise NotFetched("对方网站的 robots.txt 不允许采集这个地址")
            page, onward = self._ask(url, headers, self._delay(robots))
            if page is not None:
                return page
            url = onward
        raise NotFetched("对方网站转来转去，没有取到页面")

    def _address_of(self, url: str) -> str:
        """Return the address to ask, "" where a transport stands in for the network; raises NotFetched."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotFetched("只能采集 http 和 https 地址")
        if self.transport is not None:
            return ""
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(parts.hostname, None)]
        except OSError as error:
            raise NotFetched("找不到这个网站，请核对网址") from error
        if not found or not all(may_be_asked(address, private=self.private) for address in found):
            raise NotFetched("这个网址指向内部网络，不能采集")
        return found[0]

    def _robots_of(self, url: str) -> RobotFileParser:
        site = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        read_at, known = self._robots.get(site, (0.0, None))
        if known is None or self.clock() - read_at > _ROBOTS_SECONDS:
            robots = RobotFileParser()
            try:
                page, _ = self._ask(f"{site}/robots.txt", {}, 0.0)
            except NotFetched as error:
                if error.later:
                    raise
                page = None
            robots.parse((page.data or b"").decode("utf-8", "replace").splitlines() if page else [])
            self._robots[site] = self.clock(), robots
            return robots
        return known

    def _delay(self, robots: RobotFileParser) -> float:
        wanted = robots.crawl_delay(AGENT)
        return min(max(DELAY, float(wanted or 0)), _LONGEST_DELAY)

    def _ask(self, url: str, headers: dict[str, str], delay: float) -> tuple[Page | None, str]:
        """Ask once; return the page, or the address that the site leads on to."""
        asked, sent, told = self._addressed(url, headers)
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
                client.stream("GET", asked, headers=sent, extensions=told) as answer,
            ):
                return self._answered(url, answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotFetched("对方网站没有应答，稍后再试") from error

    def _addressed(
        self, url: str, headers: dict[str, str]
    ) -> tuple[httpx.URL, dict[str, str], dict[str, str]]:
        """Return the URL with the judged address in the place of the name, and the name where TLS and the site
        look for it. Only gzip is asked for, since that is what we unpack within bounds.
        """
        address = self._address_of(url)
        named = httpx.URL(url)
        sent = {**headers, "Accept-Encoding": "gzip"}
        if not address:
            return named, sent, {}
        sent["Host"] = named.netloc.decode("ascii")
        return named.copy_with(host=address), sent, {"sni_hostname": named.raw_host.decode("ascii")}

    def _answered(self, url: str, answer: httpx.Response) -> tuple[Page | None, str]:
        told = answer.headers
        if answer.status_code in _REDIRECTS and "location" in told:
            return None, urljoin(url, told["location"])
        if answer.status_code in _BUSY:
            asked = told.get("retry-after", "")
            later = int(asked) if asked.isdecimal() and len(asked) < 10 else _RETRY_AFTER
            raise NotFetched("对方网站请我们稍后再来", min(later, _LATEST_RETRY))
        if answer.status_code not in (200, 304):
            raise NotFetched(phrase("对方网站答复 %(status)d", status=answer.status_code))
        data = None if answer.status_code == 304 else _body(answer)
        media_type = told.get("content-type", "").partition(";")[0].strip().lower()
        return Page(
            url, data, media_type, _to_send(told, "etag", 200), _to_send(told, "last-modified", 60)
        ), ""


def may_be_asked(address: str, *, private: bool) -> bool:
    """Whether an address is out on the network: never this machine or its link, a private network only if allowed.

    An IPv6 address that stands for an IPv4 one is judged as that.
    """
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        within = found.ipv4_mapped or found.sixtofour
        if within is None and any(found in network for network in _WITH_IPV4):
            within = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if within is not None and not (found.is_loopback or found.is_unspecified):
            return may_be_asked(str(within), private=private)
    own = found.is_loopback or found.is_link_local or found.is_multicast or found.is_unspecified
    return not own and (found.is_global or (private and found.is_private))


def _to_send(headers: httpx.Headers, name: str, most: int) -> str:
    """Return what a site wants to hear again, "" for what no header may hold."""
    value = headers.get(name, "")
    return value if len(value) <= most and value.isascii() and value.isprintable() else ""


def _body(answer: httpx.Response) -> bytes:
    """Return the bytes of an answer, never more of them than a page may have, however they are packed."""
    began = time.monotonic()
    parts, size = [], 0
    unpack = _unpacking(answer.headers.get("content-encoding", "").strip().lower())
    try:
        for packed in answer.iter_raw():
            part = unpack(packed, MOST_BYTES + 1 - size)
            size += len(part)
            if size > MOST_BYTES:
                raise NotFetched(phrase("页面超过 %(most)d MB", most=MOST_BYTES // 1024 // 1024))
            if time.monotonic() - began > 3 * SECONDS:
                raise NotFetched("对方网站送得太慢，稍后再试")
            parts.append(part)
    except zlib.error as error:
        raise NotFetched("对方网站的答复解不开") from error
    return b"".join(parts)


def _unpacking(encoding: str) -> Callable[[bytes, int], bytes]:
    """Return what unpacks a part of an answer to so many bytes at most; raises NotFetched for other packings."""
    if encoding in ("", "identity"):
        return lambda packed, _most: packed
    if encoding not in ("gzip", "x-gzip"):
        raise NotFetched("对方网站的答复解不开")
    return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress
