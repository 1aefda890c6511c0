"""订阅 — feeds hold what the pages hold, newest first, in well-formed Atom."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from lxml import etree

from cast import NOW, Cast, draft, published
from foi.answering import answered
from gongkai.core import outbox
from gongkai.core.page_cache import STAMP_HEADER
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.foi.actions.publish_answer import show_answer
from gongkai.home import feeds

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
NEWEST = "/feeds/newest.atom"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def feed(client: Client, address: str) -> etree._Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "lists" in response[STAMP_HEADER]
    return etree.fromstring(response.content)


def titles(client: Client, address: str) -> list[str]:
    return feed(client, address).xpath("a:entry/a:title/text()", namespaces=ATOM)  # type: ignore[no-any-return]


def test_the_newest_come_first(cast: Cast, client: Client) -> None:
    published(cast, title="先公开的", document_number="")
    published(cast, title="后公开的", document_number="", now=NOW + timedelta(hours=1))
    assert titles(client, NEWEST) == ["后公开的", "先公开的"]


def test_an_entry_has_a_lasting_address_its_organ_and_its_days(cast: Cast, client: Client) -> None:
    document = published(cast, summary="规定加装电梯的程序。")
    entry = feed(client, NEWEST).find("a:entry", ATOM)
    found = {
        name: entry.findtext(f"a:{name}", namespaces=ATOM)
        for name in ("id", "summary", "published", "updated")
    }
    assert found["id"].endswith(f"/documents/{document.pk}/")
    assert found["summary"] == "规定加装电梯的程序。"
    assert found["published"].startswith("2026-10-12T")
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == "临江市住房和城乡建设局"
    assert "行政规范性文件" in entry.xpath("a:category/@term", namespaces=ATOM)


def test_drafts_internal_and_withdrawn_papers_are_in_no_feed(cast: Cast, client: Client) -> None:
    draft(cast, title="还在起草")
    published(cast, title="内部的", document_number="", column=cast.internal)
    gone = published(cast, title="撤回的", document_number="")
    withdraw([gone.pk], actor=cast.liang, now=NOW, reason="内容有误")
    outbox.drain()
    for address in (NEWEST, "/feeds/organs/lj-housing.atom", "/feeds/search.atom?q=撤回的"):
        assert titles(client, address) == []
    assert client.get("/feeds/organs/lj-housing/columns/internal.atom").status_code == 404


def test_an_organ_speaks_for_those_below_it(cast: Cast, client: Client) -> None:
    published(cast)
    assert titles(client, "/feeds/organs/linjiang.atom") == ["临江市老旧小区加装电梯办法"]
    assert titles(client, "/feeds/organs/lj-education.atom") == []
    assert client.get("/feeds/organs/none.atom").status_code == 404


def test_a_column_speaks_for_those_below_it(cast: Cast, client: Client) -> None:
    published(cast)
    assert titles(client, "/feeds/organs/lj-housing/columns/20-1.atom") == ["临江市老旧小区加装电梯办法"]
    assert titles(client, "/feeds/organs/lj-housing/columns/report.atom") == []


def test_a_search_can_be_followed(cast: Cast, client: Client) -> None:
    published(cast, title="加装电梯办法", document_number="")
    published(cast, title="加装电梯补贴", document_number="", now=NOW + timedelta(hours=1))
    published(cast, title="停车收费", document_number="", body_html="<p>停车。</p>")
    outbox.drain()
    assert titles(client, "/feeds/search.atom?q=加装电梯") == ["加装电梯补贴", "加装电梯办法"]
    assert titles(client, "/feeds/search.atom?q=电") == []


def test_searching_by_feed_counts_as_searching(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "SEARCHES_A_MINUTE", 1)
    assert client.get("/feeds/search.atom?q=电梯").status_code == 200
    response = client.get("/feeds/search.atom?q=电梯")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60


def test_what_xml_cannot_hold_breaks_no_feed(cast: Cast, client: Client) -> None:
    assert titles(client, "/feeds/search.atom?q=%01%0b<&电梯") == []


def test_a_feed_ends(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "ENTRIES", 2)
    for number in range(3):
        published(cast, title=f"第{number}份", document_number="")
    assert len(titles(client, NEWEST)) == 2


def test_a_feed_asks_little_of_the_database(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(5):
        published(cast, title=f"第{number}份", document_number="")
    outbox.drain()
    for address in (NEWEST, "/feeds/organs/linjiang.atom", "/feeds/organs/lj-housing/columns/20-1.atom", "/feeds/search.atom?q=第1份"):  # fmt: skip
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            client.get(address)


def test_the_register_of_answered_applications_can_be_followed(cast: Cast, client: Client) -> None:
    shown, kept = answered(cast, may_be_shown=True), answered(cast, title="不给别人看的")
    show_answer(shown.pk, True, actor=cast.wang, now=NOW)
    response = client.get("/feeds/answered.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    (entry,) = etree.fromstring(response.content).findall("a:entry", ATOM)
    assert entry.findtext("a:title", namespaces=ATOM) == shown.title
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == cast.housing.name
    assert entry.findtext("a:updated", namespaces=ATOM) == "2026-10-12T00:00:00+08:00"
    (link,) = entry.xpath("a:link/@href", namespaces=ATOM)
    assert shown.title in client.get(link.removeprefix(settings.BASE_URL)).content.decode()
    text = response.content.decode()
    for secret in (kept.title, shown.applicant.name, shown.number, shown.access_token):
        assert secret not in text
    assert "/feeds/answered.atom" in client.get("/application/answered/").content.decode()
