"""答复的头 — strict headers on every page, errors and files among them; no page needs another site."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http.response import HttpResponseBase
from django.template import engines
from django.test import Client

import gongkai
from architecture.world import World
from cast import Cast
from security.every_page import pages

pytestmark = pytest.mark.django_db
ROOT = Path(gongkai.__file__).parent
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
FILE_POLICY = "sandbox; default-src 'none'"


def policy_of(response: HttpResponseBase) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def shortcomings(response: HttpResponseBase) -> Iterator[str]:
    """What the headers of a response lack."""
    policy = policy_of(response)
    if policy.get("default-src") != "'none'":
        yield "default-src is not 'none'"
    if response["Content-Security-Policy"] != FILE_POLICY:
        yield from (
            f"{name} is {policy.get(name)}" for name, value in POLICY.items() if policy.get(name) != value
        )
    if any(word in response["Content-Security-Policy"] for word in ("unsafe", "*", "http:", "https:")):
        yield "the policy has a hole"
    for name, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ):
        if response.get(name) != value:
            yield f"{name} is {response.get(name)}"
    # An address that opens a case is told to nobody, not even to ourselves.
    if response.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        yield f"Referrer-Policy is {response.get('Referrer-Policy')}"
    yield from (f"{name} tells what we run" for name in ("Server", "X-Powered-By") if name in response)


class Seen(HTMLParser):
    """Everything in a page or template that a strict policy would block, or that asks another site."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inline = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        for name, value in given.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                self.found.append(f"<{tag} {name}>")
            if re.match(r"\s*(javascript|vbscript|data:text)", value or "", re.IGNORECASE):
                self.found.append(f"<{tag} {name}={value}>")
            asks = name in ("src", "srcset", "poster", "data", "background") or (
                tag == "link" and name == "href"
            )
            permanent = given.get("rel") in ("canonical", "alternate", "alternate nofollow")
            if asks and not permanent and re.match(r"\s*(https?:)?//", value or ""):
                self.found.append(f"<{tag} {name}={value}>")
        if tag in ("style", "iframe", "object", "embed", "base"):
            self.found.append(f"<{tag}>")
        if (
            tag == "script"
            and "src" not in given
            and given.get("type") not in ("application/ld+json", "application/json")
        ):
            self.found.append("<script> inline")
        if tag == "meta" and given.get("http-equiv"):
            self.found.append("<meta http-equiv>")

    handle_startendtag = handle_starttag


def blocked(markup: str) -> list[str]:
    parser = Seen()
    parser.feed(markup)
    return parser.found


def test_every_page_has_strict_headers_and_nothing_that_they_would_block(
    world: World, signed_in: Callable[..., Client]
) -> None:
    wrong, seen = [], set()
    clients = [Client(), signed_in(world.cast.zheng)]
    for client in clients:
        for name, address in pages(world):
            cache.clear()
            response = client.get(address)
            if response.status_code == 200:
                seen.add(name)
            wrong += [f"{name} {response.status_code}: {each}" for each in shortcomings(response)]
            if not response.streaming and response["Content-Type"].startswith("text/html"):
                wrong += [f"{name}: {each}" for each in blocked(response.content.decode())]
    assert sorted(set(wrong)) == []
    assert len(seen) > 60  # pages were really looked at


def test_error_pages_have_the_same_headers(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.disclosure import views_public_search

    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    monkeypatch.setattr(views_public_search, "SEARCHES_A_MINUTE", 0)
    answers: dict[int, HttpResponseBase] = {
        404: client.get("/nothing/"),
        405: Client().post("/search/"),
        403: client.post("/corrections/", {"words": "电话打不通"}),
        429: client.get("/search/?q=办法"),
        400: client.get("/", headers={"host": "elsewhere.example"}),
    }
    monkeypatch.setattr(views_public_search, "seconds_to_wait", lambda *a, **k: 1 / 0)
    answers[500] = client.get("/search/?q=办法")
    for status, response in answers.items():
        assert response.status_code == status
        assert list(shortcomings(response)) == [], status


def test_pages_of_someone_signed_in_are_kept_by_nobody(
    world: World, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(world.cast.lin)
    for path in (
        "/desk/",
        f"/desk/documents/{world.documents['draft'].pk}/",
        "/desk/documents/",
        "/accounts/",
    ):
        response = client.get(path)
        assert response.status_code == 200
        assert {"no-store", "private"} <= set(re.split(r",\s*", response.get("Cache-Control", ""))), path


def templates() -> list[Path]:
    return sorted(ROOT.rglob("templates/**/*.*"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_template_has_inline_script_style_or_an_address_elsewhere(path: Path) -> None:
    plain = re.sub(
        r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    # Tags of the template language stand inside attributes with quotes of their own.
    assert blocked(re.sub(r"{%.*?%}|{{.*?}}", "x", plain, flags=re.DOTALL)) == []


def test_templates_compile_and_mark_nothing_as_safe_but_what_was_cleaned() -> None:
    safe = {
        f"{path.relative_to(ROOT).as_posix()}: {found}"
        for path in templates()
        for found in re.findall(
            r"{{[^}]*\|\s*safe\b[^}]*}}|{%\s*autoescape off\s*%}", path.read_text(encoding="utf-8")
        )
    }
    assert safe == CLEANED
    assert engines["django"].engine.autoescape


# A text file is no markup.
CLEANED = {"agencies/templates/mfa/recovery_codes/download.txt: {% autoescape off %}"}


@pytest.mark.parametrize(
    "path",
    [path for kind in ("css", "js", "svg") for path in sorted(ROOT.rglob(f"static/**/*.{kind}"))],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_no_static_file_asks_another_site(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    elsewhere = re.findall(r"(?:url\(|@import|fetch\(|import\()\s*['\"]?(?:https?:)?//[^)'\"]+", text)
    named = [
        found
        for found in re.findall(r"https?://[^\s'\")]+", text)
        if not found.startswith("http://www.w3.org/")
    ]
    assert elsewhere + named == []
    # The editor shows markup, after taking off everything that is not on its short list.
    assert not re.search(
        r"\beval\(|new Function\(|document\.write\(|\.innerHTML\s*=(?!=| shown\(tidy\()", text
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='color:red'>",
        "<a onclick='x()'>",
        "<script>x()</script>",
        "<style>p{}</style>",
        "<a href='javascript:x()'>",
        "<img src='//elsewhere.example/x.png'>",
        "<link rel=stylesheet href='https://elsewhere.example/x.css'>",
        "<script src='https://elsewhere.example/x.js'></script>",
        "<meta http-equiv=refresh content='0;url=/'>",
    ],
)
def test_the_search_for_what_is_blocked_finds_it(markup: str) -> None:
    assert blocked(markup)


def test_transport_security_and_secure_cookies_follow_the_address_of_the_site(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    script = (
        "from gongkai.config import settings as s\n"
        "print(s.SECURE_HSTS_SECONDS >= 31536000, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEBUG)"
    )
    environment = os.environ | {
        "GONGKAI_BASE_URL": "https://example.invalid",
        "GONGKAI_DATA": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["True", "True", "True", "False"], done.stderr
    assert settings.DEBUG is False
