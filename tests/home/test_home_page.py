"""首页 — every figure leads to the rows that it counts, and an empty site says what to do."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast, draft, organ, published
from gongkai.agencies.models import Agency
from gongkai.core import outbox
from gongkai.core.models import Redirect
from gongkai.core.page_cache import STAMP_HEADER
from gongkai.disclosure.actions.withdraw import withdraw

pytestmark = pytest.mark.django_db


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


def figures() -> dict[str, tuple[str, int]]:
    """The figures of the home page by their label: the address behind each ("" for none) and its value."""
    found = re.findall(
        r'<div><dt>([^<]+)</dt><dd class="big">(?:<a href="([^"]+)">|<span class="quiet">)(\d+)<', page("/")
    )
    return {label: (address, int(value)) for label, address, value in found}


def today() -> datetime:
    return timezone.now()


def formed(days_ago: int) -> date:
    return timezone.localdate() - timedelta(days=days_ago)


def test_every_figure_opens_the_rows_that_it_counts(cast: Cast) -> None:
    now = today()
    for number in range(3):
        published(cast, now=now, title=f"示例办法之{number}", formed_on=formed(2))
    gone = published(cast, now=now, title="示例名单", formed_on=formed(2))
    withdraw([gone.pk], actor=cast.liang, now=now, reason="示例理由")
    outbox.drain()
    shown = figures()
    address, count = shown["本年主动公开"]
    assert count == 3
    assert len(re.findall("示例办法之", page(address))) == count
    address, count = shown["现行有效的规范性文件"]
    assert count == 3
    assert f"<b>{count}</b> 条" in page(address)
    address, count = shown["本年撤回"]
    assert count == 1
    assert page(address).count("示例理由") == 1


def test_the_days_lead_to_the_documents_with_the_slowest_first(cast: Cast) -> None:
    now = today()
    published(cast, now=now, title="当天公开的办法", formed_on=formed(0))
    published(cast, now=now, title="拖了很久的办法", formed_on=formed(30))
    address, days = figures()["从形成到公开，一半不超过"]
    assert days == 0
    rows = page(address)
    assert rows.index("拖了很久的办法") < rows.index("当天公开的办法")
    assert re.search("形成后 [0-9]+ 个工作日公开.*形成当天公开", rows, re.S)


def test_a_zero_is_no_link(cast: Cast) -> None:
    assert figures()["本年撤回"] == ("", 0)


def test_what_is_not_public_is_not_on_the_page(cast: Cast) -> None:
    draft(cast, title="还没有写完的办法")
    published(cast, now=today(), title="内部规程", column=cast.internal)
    shown = page("/")
    assert "还没有写完的办法" not in shown
    assert "内部规程" not in shown
    assert figures()["本年主动公开"][1] == 0


def test_errands_are_offered_only_where_something_is_there(cast: Cast) -> None:
    assert "查一份文件现在还有没有效" not in page("/")
    published(cast, now=today())
    assert "查一份文件现在还有没有效" in page("/")


def test_organs_stand_in_groups_and_those_of_others_apart(cast: Cast) -> None:
    shown = page("/")
    others = shown.index("其他机关")
    assert shown.index(">市住房城乡建设局<") < others < shown.index(">省政府<")


def test_a_group_with_many_organs_names_some_and_counts_the_rest(cast: Cast) -> None:
    for number in range(20):
        organ(f"bureau-{number}", f"临江市示例{number}局", f"示例{number}局", "department", "city", cast.city)
    assert f"其余 {Agency.objects.filter(level='city').count() - 13} 个" in page("/")


def test_the_page_is_kept_and_asks_little(cast: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(12):
        published(cast, now=today(), title=f"示例办法之{number}", keywords="加装电梯；示例")
    with django_assert_max_num_queries(12):
        response = Client().get("/")
    assert response.headers[STAMP_HEADER] == "lists,site"
    assert "/search/?q=%E5%8A%A0%E8%A3%85%E7%94%B5%E6%A2%AF" in response.content.decode()


def test_a_site_without_a_jurisdiction_says_how_to_begin() -> None:
    assert "gongkai demo" in page("/")
    for address in ("/organs/", "/guide/", "/system/", "/statutory/", "/reports/", "/application/"):
        page(address)
    for address in ("/archive/", "/archive/2026/", "/withdrawn/", "/about/privacy/", "/sitemap/"):
        page(address)


@pytest.mark.parametrize("name", ["accessibility", "privacy", "data"])
def test_the_pages_about_this_site_are_kept(cast: Cast, name: str) -> None:
    response = Client().get(f"/about/{name}/")
    assert response.status_code == 200
    assert response.headers[STAMP_HEADER] == "site"


def test_an_old_address_leads_to_the_new_one_with_its_query(cast: Cast) -> None:
    Redirect.objects.create(old_path="/art/2019/1.html", new_path="/organs/lj-housing/")
    response = Client().get("/art/2019/1.html?from=a")
    assert (response.status_code, response.headers["Location"]) == (301, "/organs/lj-housing/?from=a")


def test_an_address_that_never_was_is_not_found_and_offers_a_way_on(cast: Cast) -> None:
    response = Client().get("/never/")
    assert response.status_code == 404
    assert 'href="/withdrawn/"' in response.content.decode()


@pytest.mark.django_db(databases=[])
def test_an_error_is_shown_without_the_database(rf) -> None:  # type: ignore[no-untyped-def]
    from gongkai.home.views_public import failed

    response = failed(rf.get("/"))
    assert response.status_code == 500
    assert "这一页现在打不开" in response.content.decode()
