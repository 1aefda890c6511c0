"""网站地图 — every public address, no other, in files that stay small."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree

from cast import NOW, Cast, draft, published
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.home import sitemaps

pytestmark = pytest.mark.django_db
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    found = etree.fromstring(response.content).xpath("//m:loc/text()", namespaces=MAP)
    assert all(address.startswith(settings.BASE_URL) for address in found)
    return [address.removeprefix(settings.BASE_URL) for address in found]


def everything(client: Client) -> list[str]:
    return [address for part in addresses(client, "/sitemap.xml") for address in addresses(client, part)]


def test_every_public_page_stands_in_the_map_once(cast: Cast, client: Client) -> None:
    document = published(cast)
    found = everything(client)
    assert len(found) == len(set(found))
    for address in (f"/documents/{document.pk}/", "/organs/lj-housing/", "/organs/lj-housing/columns/20-1/", "/reports/"):  # fmt: skip
        assert address in found


def test_every_address_in_the_map_opens(cast: Cast, client: Client) -> None:
    published(cast)
    assert [address for address in everything(client) if client.get(address).status_code != 200] == []


def test_what_is_not_public_is_not_in_the_map(cast: Cast, client: Client) -> None:
    gone = published(cast, document_number="")
    withdraw([gone.pk], actor=cast.liang, now=NOW, reason="内容有误")
    hidden = [
        draft(cast).document_id,
        published(cast, column=cast.internal, document_number="").pk,
        gone.pk,
    ]
    found = everything(client)
    assert [pk for pk in hidden if f"/documents/{pk}/" in found] == []
    assert "/organs/lj-housing/columns/internal/" not in found


def test_a_long_map_has_several_parts(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemaps._OwnSitemap.limit <= 5_000
    monkeypatch.setattr(sitemaps._OwnSitemap, "limit", 2)
    made = [published(cast, title=f"第{n}份", document_number="").pk for n in range(3)]
    parts = [part for part in addresses(client, "/sitemap.xml") if "documents" in part]
    assert parts == ["/sitemap/documents-1.xml", "/sitemap/documents-2.xml"]
    assert addresses(client, parts[1]) == [f"/documents/{made[2]}/"]
    assert client.get("/sitemap/documents-3.xml").status_code == 404
    assert client.get("/sitemap/people-1.xml").status_code == 404


def test_a_changed_document_says_when(cast: Cast, client: Client) -> None:
    published(cast)
    for path in ("/sitemap.xml", "/sitemap/documents-1.xml"):
        assert "<lastmod>2026-10-12T" in client.get(path).content.decode()


def test_robots_find_the_map_and_leave_the_search_alone(cast: Cast, client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines
    assert "Disallow: /search/" in lines
    assert "Disallow: /" not in lines


def test_the_map_asks_little_of_the_database(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(4):
        published(cast, title=f"第{number}份", document_number="")
    for path in ("/sitemap.xml", "/sitemap/documents-1.xml", "/sitemap/columns-1.xml"):
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            client.get(path)
