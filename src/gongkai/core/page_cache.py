"""页面缓存 — pages that are already made, served in front of Django.

A WSGI application around another one. A public page passes through Django once; after that each
process answers from its own memory for as long as the page's stamp (`gongkai.core.stamps`) stands. The
decision on visibility stays where it is, in the view: only a page that its view marked with `cacheable`
is kept, and only one made for a visitor who showed us nothing but the preferences cookie.

Browsers and proxies are told to ask each time (``no-cache``); what has not changed is answered by 304.
"""

import gzip
import hashlib
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import HttpResponse
from django.http.request import split_domain_port, validate_host

from gongkai.core.stamps import BEGUN, Stamp, Stamps

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STAMP_HEADER = "X-Gongkai-Stamp"
"""Names the tags of a page, from the view to the cache; never sent out."""

PREFERENCES_COOKIE = "gk"
PRIVATE_COOKIES = frozenset({"sessionid", "messages"})

_PREFERENCES = re.compile(r"[A-Za-z0-9._:=&|~-]{0,40}")
_TAG = re.compile(r"[A-Za-z0-9._:/-]{1,200}")
_TEXTS = ("text/", "application/json", "application/ld+json", "application/xml", "application/atom+xml")
# A page may differ by these, because they are in its key; by anything else it is not kept.
_VARIES_BY = frozenset({"accept-encoding", "cookie", "host"})
_LARGEST_BODY = 1 << 20
_LONGEST_QUERY = 512
_SMALLEST_COMPRESSED = 1024
_OVERHEAD = 2048
"""Bytes counted for a page besides its body: key, headers, stamp."""

_Response = TypeVar("_Response", bound=HttpResponse)
_Headers = list[tuple[str, str]]
_Key = tuple[str | None, ...]


def cacheable(response: _Response, tags: Iterable[str]) -> _Response:
    """可缓存页面 — mark a public page as one that may be kept until something under these tags changes.

    For a view whose answer depends on nothing but path, query, host, the preferences cookie and what the
    tags stand for. Raises ValueError for a tag with other characters than ASCII letters, digits, ``._:/-``.
    """
    names = sorted(set(tags))
    for name in names:
        if not _TAG.fullmatch(name):
            raise ValueError(f"not a tag: {name!r}")
    response.headers[STAMP_HEADER] = ",".join(names)
    response.headers["Cache-Control"] = "no-cache"
    return response


class _Page:
    """One made page in one encoding, in the very shape in which the server wants it."""

    __slots__ = ("body", "etag", "headers", "seen", "short_headers", "size", "stamp", "used")

    def __init__(self, body: bytes, headers: _Headers, stamp: Stamp, seen: int) -> None:
        self.body = [body]
        self.etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        self.headers = [*headers, ("Content-Length", str(len(body))), ("ETag", self.etag)]
        self.short_headers = [
            (name, value)
            for name, value in self.headers
            if name.lower() not in {"content-length", "content-type", "content-encoding"}
        ]
        self.stamp = stamp
        self.seen = seen  # The count of changes begun, anywhere, when the stamp was last found standing.
        self.size = len(body) + _OVERHEAD
        self.used = False


class PageCache:
    """页面缓存 — answers for `app` while the stamps stand.

    `app` calls `start_response` before it returns, as Django does.
    Keeps at most `max_bytes` in this process (0 keeps nothing), and pages of hosts in `allow_hosts` only
    (patterns as in ALLOWED_HOSTS). A request with one of `private_cookies`, with credentials, or of a
    script that asks for part of a page goes straight to `app`.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        stamps: Stamps,
        *,
        max_bytes: int,
        allow_hosts: Sequence[str],
        private_cookies: frozenset[str] = PRIVATE_COOKIES,
    ) -> None:
        self._app = app
        self._stamps = stamps
        self._words = stamps.words
        self._max_bytes = max_bytes
        self._allow_hosts = tuple(allow_hosts)
        self._private_cookies = private_cookies
        self._pages: dict[_Key, _Page] = {}
        self._bytes = 0
        self._changing_pages = threading.Lock()

    @property
    def bytes_kept(self) -> int:
        """Bytes of the pages in memory, bodies and an allowance for the rest."""
        return self._bytes

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        # Each page view passes here: no objects but the key, no calls but look-ups.
        get = environ.get
        method = environ["REQUEST_METHOD"]
        cookie = get("HTTP_COOKIE")
        preferences = "" if cookie is None else self._preferences(cookie)
        if (
            preferences is None
            or (method != "GET" and method != "HEAD")
            or "HTTP_AUTHORIZATION" in environ
            or "HTTP_HX_REQUEST" in environ
        ):
            return self._app(environ, _without_tags(start_response))
        encodings = get("HTTP_ACCEPT_ENCODING")
        key = (
            environ["PATH_INFO"],
            get("QUERY_STRING"),
            get("HTTP_HOST"),
            get("HTTP_X_FORWARDED_HOST"),
            get("HTTP_X_FORWARDED_PROTO"),
            preferences,
            "gzip" if encodings is not None and "gzip" in encodings and "gzip;q=0" not in encodings else "",
        )
        page = self._pages.get(key)
        if page is None or (page.seen != self._words[BEGUN] and not self._stands(page)):
            return self._make(key, environ, start_response)
        page.used = True
        wanted = get("HTTP_IF_NONE_MATCH")
        if wanted is not None and _matches(page.etag, wanted):
            start_response("304 Not Modified", page.short_headers)
            return []
        start_response("200 OK", page.headers)
        return page.body if method == "GET" else []

    def _preferences(self, cookie: str) -> str | None:
        """The value of the preferences cookie; None when the request must not be answered from memory."""
        preferences = ""
        for part in cookie.split(";"):
            name, _, value = part.strip().partition("=")
            if name == PREFERENCES_COOKIE:
                if preferences or not _PREFERENCES.fullmatch(value):
                    return None
                preferences = value
            elif name in self._private_cookies:
                return None
        return preferences

    def _stands(self, page: _Page) -> bool:
        begun = self._words[BEGUN]
        if self._stamps.still(page.stamp):
            page.seen = begun
            return True
        return False

    def _make(
        self, key: _Key, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if not self._may_keep(environ):
            return self._app(environ, _without_tags(start_response))
        moment = self._stamps.moment()
        # The page is wanted whole, whatever this browser has of it.
        whole = dict(environ)
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"):
            whole.pop(name, None)
        answer = _Answer()
        result = self._app(whole, answer)
        if not answer.may_be_kept(result):
            answer.pass_to(start_response)
            return result
        try:
            body = b"".join(result)
        finally:
            _close(result)
        seen = self._words[BEGUN]
        stamp = self._stamps.read(answer.tags, since=moment) if len(body) <= _LARGEST_BODY else None
        if stamp is None:
            start_response(answer.status, answer.headers)
            return [body]
        page = self._keep(key, answer.page_headers(), body, stamp, seen)
        wanted = environ.get("HTTP_IF_NONE_MATCH")
        if wanted is not None and _matches(page.etag, wanted):
            start_response("304 Not Modified", page.short_headers)
            return []
        start_response("200 OK", page.headers)
        return page.body

    def _may_keep(self, environ: "WSGIEnvironment") -> bool:
        """Whether a page made for this request would be the same for everyone with its key."""
        if not self._max_bytes or environ["REQUEST_METHOD"] != "GET":
            return False
        if len(environ.get("QUERY_STRING", "")) > _LONGEST_QUERY:
            return False
        cookies = environ.get("HTTP_COOKIE", "").split(";")
        names = {cookie.partition("=")[0].strip() for cookie in cookies} - {""}
        # Any other cookie, such as the one against forged forms, may have left its mark in the page.
        if not names <= {PREFERENCES_COOKIE}:
            return False
        domain, _ = split_domain_port(environ.get("HTTP_HOST", ""))
        return bool(domain) and validate_host(domain, self._allow_hosts)

    def _keep(self, key: _Key, headers: _Headers, body: bytes, stamp: Stamp, seen: int) -> _Page:
        """Keep the page plain and, where it pays, compressed; the one that this key asks for is returned."""
        plain = _Page(body, headers, stamp, seen)
        packed = plain
        if len(body) > _SMALLEST_COMPRESSED and _is_text(headers):
            # Without the time of making, so that all processes send the same bytes and tag.
            smaller = gzip.compress(body, 6, mtime=0)
            packed = _Page(smaller, [*headers, ("Content-Encoding", "gzip")], stamp, seen)
        with self._changing_pages:
            for encoding, page in (("", plain), ("gzip", packed)):
                self._put((*key[:-1], encoding), page)
            self._make_room()
        return packed if key[-1] else plain

    def _put(self, key: _Key, page: _Page) -> None:
        old = self._pages.pop(key, None)
        self._bytes += page.size - (old.size if old else 0)
        self._pages[key] = page

    def _make_room(self) -> None:
        """Let go of the oldest pages, but give one more round to those used since the last look."""
        while self._bytes > self._max_bytes:
            key = next(iter(self._pages))
            page = self._pages.pop(key)
            if page.used:
                page.used = False
                self._pages[key] = page
            else:
                self._bytes -= page.size


class _Answer:
    """What the application gave to `start_response`, held back until it is known whether to keep it."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: _Headers = []
        self.tags: tuple[str, ...] = ()
        self._exception: Any = None

    def __call__(self, status: str, headers: _Headers, exc_info: Any = None) -> Callable[[bytes], object]:
        self.status, self._exception = status, exc_info
        self.headers, self.tags = _split_tags(headers)
        return _refuse_to_write

    def pass_to(self, start_response: "StartResponse") -> None:
        """Give on what was held back."""
        if self._exception:
            start_response(self.status, self.headers, self._exception)
        else:
            start_response(self.status, self.headers)

    def may_be_kept(self, result: Iterable[bytes]) -> bool:
        if not self.tags or not self.status.startswith("200 ") or self._exception:
            return False
        if getattr(result, "streaming", False) or not isinstance(result, HttpResponse | list | tuple):
            return False
        for name, value in self.headers:
            match name.lower():
                case "set-cookie" | "content-encoding" | "content-range":
                    return False
                case "vary":
                    if not {part.strip().lower() for part in value.split(",")} <= _VARIES_BY:
                        return False
                case "cache-control":
                    if "no-store" in value.lower() or "private" in value.lower():
                        return False
        return True

    def page_headers(self) -> _Headers:
        """The headers of a kept page, without those that the cache sets itself."""
        own = {"content-length", "etag", "last-modified", "vary", "cache-control"}
        kept = [(name, value) for name, value in self.headers if name.lower() not in own]
        return [*kept, ("Vary", "Accept-Encoding, Cookie"), ("Cache-Control", "no-cache")]


def _refuse_to_write(part: bytes) -> object:
    raise NotImplementedError("the application behind the page cache returns its body")


def _close(result: Iterable[bytes]) -> None:
    close = getattr(result, "close", None)
    if close is not None:
        close()


def _split_tags(headers: _Headers) -> tuple[_Headers, tuple[str, ...]]:
    tags = ",".join(value for name, value in headers if name == STAMP_HEADER)
    if not tags:
        return headers, ()
    return [header for header in headers if header[0] != STAMP_HEADER], tuple(tags.split(","))


def _without_tags(start_response: "StartResponse") -> "StartResponse":
    def start(status: str, headers: _Headers, exc_info: Any = None) -> Callable[[bytes], object]:
        sent, _ = _split_tags(headers)
        return start_response(status, sent, exc_info) if exc_info else start_response(status, sent)

    return start


def _matches(etag: str, wanted: str) -> bool:
    """Whether If-None-Match names this page (RFC 9110, section 13.1.2: weak comparison)."""
    if wanted == etag:
        return True
    return any(part.strip().removeprefix("W/") in (etag, "*") for part in wanted.split(","))


def _is_text(headers: _Headers) -> bool:
    return any(name.lower() == "content-type" and value.startswith(_TEXTS) for name, value in headers)
