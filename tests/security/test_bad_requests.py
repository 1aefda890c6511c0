"""怪请求 — whatever stands in an address, a cookie or a header, the answer is a page, never a failure."""

from collections.abc import Callable, Iterable
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client

from architecture.world import World
from cast import Cast
from security.every_page import pages

pytestmark = pytest.mark.django_db

WEIRD = {
    "nothing": "",
    "zero": "0",
    "minus": "-1",
    "huge": str(10**30),
    "five digits": "99999",
    "fraction": "1.5",
    "digits of another script": "١٢",
    "superscript": "²",
    "no number": "NaN",
    "nul": "住房\x00办法",
    "control": "\x01\x1b[31m\x7f",
    "bidi": "\u202e办法\u2066",
    "emoji": "👩‍👩‍👧‍👦办法",
    "broken pair": "\ufffd\ufffe",
    "quotes": "\"'“”《》 (a OR b) AND NOT c:*^~",
    "markup": "<script>alert(1)</script>&lt;",
    "sql": "' OR 1=1 --",
    "path": "../../../../etc/passwd",
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "long": "办法" * 4000,
    "one sign": "办",
    "spaces": " \u3000\t ",
}
PARAMETERS = (
    *("q", "page", "order", "year", "agency", "column", "genre", "subject", "validity", "back", "language"),
    *("size", "limit", "after", "cursor", "month", "kind", "state", "from", "until", "section"),
)
LISTS = (
    "/",
    "/organs/",
    "/organs/lj-housing/",
    "/organs/lj-housing/guide/",
    "/organs/lj-housing/columns/20-1-normative/",
    "/archive/",
    "/archive/2026/",
    "/withdrawn/",
    "/reports/",
    "/statutory/",
    "/search/",
    "/search/suggest/",
    "/feeds/newest.atom",
    "/feeds/search.atom",
    "/feeds/organs/lj-housing.atom",
    "/feeds/organs/lj-housing/columns/20-1-normative.atom",
    "/catalogue.csv",
    "/catalogue.jsonl",
    "/sitemap.xml",
    "/preferences/",
    "/corrections/",
    "/api/v1/documents",
    "/api/v1/agencies",
    "/api/v1/columns",
    "/accounts/login/",
)


def failures(addresses: Iterable[str], client: Client | None = None) -> list[str]:
    """The addresses that are answered by an error of ours, or not at all."""
    client = client or Client(raise_request_exception=False)
    found = []
    for address in addresses:
        cache.clear()
        response = client.get(address)
        if response.status_code >= 500:
            found.append(f"{response.status_code} {address[:150]}")
    return found


def test_no_value_of_any_parameter_makes_a_list_fail(world: World) -> None:
    asked = []
    for value in WEIRD.values():
        everything = urlencode(dict.fromkeys(PARAMETERS, value))
        asked += [f"{path}?{everything}" for path in LISTS]
    for value in (WEIRD["huge"], WEIRD["no number"]):
        asked += [f"/search/?{urlencode({'q': '办法', name: value})}" for name in PARAMETERS]
        asked += [f"/api/v1/documents?{urlencode({name: value})}" for name in PARAMETERS]
    assert failures(asked) == []


def test_no_broken_query_string_makes_a_list_fail(world: World) -> None:
    strings = (
        "%",
        "%zz",
        "%ff%fe",
        "q=%ED%A0%80",
        "q",
        "&&&==&",
        "q=1&q=2&q=3",
        "page[]=1",
        "a=b;c=d",
        "&".join(["x"] * 900),
    )
    assert failures(f"{path}?{text}" for path in LISTS for text in strings) == []


PLACES = (
    "/{}/",
    "/organs/{}/",
    "/organs/{}/guide/",
    "/organs/lj-housing/columns/{}/",
    "/archive/{}/",
    "/documents/{}/",
    "/documents/{}/versions/1/",
    "/documents/1/versions/{}/",
    "/documents/1/files/1/{}",
    "/documents/1/files/{}/x.pdf",
    "/documents/{}/qr.svg",
    "/feeds/organs/{}.atom",
    "/feeds/organs/lj-housing/columns/{}.atom",
    "/api/v1/documents/{}",
    "/api/v1/agencies/{}",
    "/static/{}",
)


def test_no_value_in_a_path_makes_a_page_fail(world: World) -> None:
    values = [quote(value, safe="") for value in WEIRD.values()] + ["%ff%fe", "%2e%2e%2f", "9" * 4000]
    assert failures(place.format(value) for place in PLACES for value in values) == []


def test_no_value_in_a_path_of_the_desk_makes_a_page_fail(
    world: World, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(world.cast.zheng)
    client.raise_request_exception = False
    places = (
        "/desk/documents/{}/",
        "/desk/documents/{}/edit/",
        "/desk/versions/{}/",
        "/desk/organs/{}/",
        "/desk/people/{}/",
        "/desk/catalogue/organs/{}/",
        "/desk/catalogue/reshape/{}/",
        "/desk/corrections/{}/",
        "/desk/documents/?q={0}&page={0}&organ={0}&agency={0}&state={0}",
        "/desk/ledger/?q={0}&page={0}&actor={0}&since={0}&until={0}&agency={0}&organ={0}&subject={0}&action={0}",
        "/desk/withdraw/?q={0}&ids={0}&page={0}",
        "/desk/people/?q={0}&page={0}&organ={0}",
        "/desk/organs/?q={0}",
        "/desk/documents/new/?column={0}&agency={0}",
        "/desk/catalogue/overdue/?page={0}",
    )
    values = [quote(WEIRD[name], safe="") for name in ("huge", "minus", "no number", "nul", "bidi", "quotes")]
    assert failures((place.format(value) for place in places for value in values), client) == []


COOKIES = {
    "gk": ("", "....", "hant.large", "fr.huge", "\u202e", "x" * 5000, "hans; hant", '"', "%00"),
    "sessionid": ("", "x", "../../etc/passwd", "0" * 5000, "办法", "'"),
    "csrftoken": ("", "x", "0" * 32, "<script>"),
    "messages": ("x", "[[1]]", '["__json_message",0,99,"x"]'),
}


@pytest.mark.parametrize("name", COOKIES)
def test_no_broken_cookie_makes_a_page_fail(cast: Cast, name: str) -> None:
    for value in COOKIES[name]:
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie()
        header = f"{name}={value}".encode().decode("latin-1")
        for path in ("/", "/search/?q=办法", "/corrections/", "/accounts/login/", "/desk/", "/nothing/"):
            assert client.get(path, headers={"cookie": header}).status_code < 500, (name, value, path)


def test_unknown_languages_and_odd_headers_get_the_page(cast: Cast) -> None:
    headers = (
        {"accept-language": "tlh, *;q=0.1, " + "x" * 5000},
        {"accept-encoding": "gzip;q=abc, br, \x00".replace("\x00", "")},
        {"if-none-match": '"' + "x" * 5000},
        {"if-modified-since": "yesterday"},
        {"range": "bytes=-1-"},
        {"referer": "javascript:alert(1)"},
        {"user-agent": "\u202e".encode().decode("latin-1") * 50},
        {"x-forwarded-for": "not an address, ::::, 999.1.1.1"},
        {"hx-request": "true", "hx-current-url": "http://["},
        {"content-type": "multipart/form-data"},
    )
    for header in headers:
        for path in ("/", "/search/?q=办法", "/accounts/login/", "/feeds/newest.atom", "/api/v1/documents"):
            cache.clear()
            response = Client(raise_request_exception=False).get(path, headers=header)
            assert response.status_code == 200, (header, path, response.status_code)


def test_odd_bodies_are_refused_not_failed(cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    boundary = "multipart/form-data; boundary=x"
    bodies = (
        (b"", boundary),
        (b"--x\r\nContent-Disposition: form-data; name=\r\n\r\n", boundary),
        (b"\x00\xff" * 100, "application/x-www-form-urlencoded"),
        (b"words=%00%00%00%00%00&contact=%00&page=%00", "application/x-www-form-urlencoded"),
        (b"words=" + quote("\u202e👩‍👧\x01" * 5).encode(), "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(1500)), "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"login=%00&password=%00", "application/x-www-form-urlencoded"),
        (b"login=" + b"x" * 20_000 + b"&password=" + b"y" * 20_000, "application/x-www-form-urlencoded"),
    )
    for body, kind in bodies:
        for path in ("/corrections/", "/accounts/login/"):
            cache.clear()
            response = client.generic("POST", path, body, content_type=kind)
            assert response.status_code < 500, (path, body[:40], response.status_code)
    assert SESSION_KEY not in client.session


def test_methods_that_no_page_knows_are_refused(cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    nobodys = ("DELETE", "PATCH", "TRACE", "PROPFIND", "办")
    known_to_forms = ("PUT", "OPTIONS")  # the sign-in page answers them as any form does
    for path in ("/", "/search/", "/documents/1/", "/accounts/login/", "/api/v1/documents", "/nothing/"):
        methods = nobodys if path == "/accounts/login/" else nobodys + known_to_forms
        for method in methods:
            cache.clear()
            refused = 404 if path == "/nothing/" else 405
            assert client.generic(method, path).status_code == refused, (method, path)


def test_every_page_answers_a_very_long_query_and_an_unknown_parameter(world: World) -> None:
    asked = (f"{address}?unknown=1&long={'x' * 6000}" for _, address in pages(world))
    assert failures(asked) == []


@pytest.mark.parametrize(
    "path", ["/organs/%00/", "/search/?q=%00", "/documents/1/files/1/%00.pdf", "/desk/?x=%00"]
)
def test_an_address_with_a_nul_is_refused_before_any_database_is_asked(cast: Cast, path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 400
    assert "地址里有不能用的字符" in response.content.decode()
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["/api/v1/documents?q=%00", "/api/v1/agencies/%00", "/api/v1/nothing/%00"])
def test_the_api_refuses_a_nul_in_its_own_shape(cast: Cast, path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "bad_address"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Frame-Options"] == "DENY"
