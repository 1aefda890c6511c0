"""五个板块、按年份、撤回记录 — what they count, what they list, what they keep silent about."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.test import Client

from cast import NOW, Cast, column, published
from gongkai.core import outbox
from gongkai.core.page_cache import STAMP_HEADER
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.rules.page import chapters

pytestmark = pytest.mark.django_db


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    assert STAMP_HEADER in response.headers
    return response.content.decode()


def test_items_count_all_organs_and_open_the_same_number(cast: Cast) -> None:
    published(cast, title="一号办法")
    published(cast, title="二号解读", column=cast.interpretation)
    column(cast.education, "20-1", "政策文件")
    outbox.drain()
    shown = page("/statutory/")
    address, count = re.search(r'<a href="([^"]+)">政策文件</a><small>(\d+) 件', shown).groups()  # type: ignore[union-attr]
    assert count == "2"
    assert "<b>2</b> 条" in page(address.replace("&amp;", "&"))
    assert "内部资料" not in shown


def test_items_stand_in_the_order_of_the_law(cast: Cast) -> None:
    for code, name in (("20-15", "其他法定公开信息"), ("20-2", "机构信息"), ("own-9", "本地特色")):
        column(cast.education, code, name)
    shown = page("/statutory/")
    places = [shown.index(name) for name in ("政策文件", "机构信息", "其他法定公开信息", "本地特色")]
    assert places == sorted(places)


def test_reports_are_found_by_year_and_by_organ(cast: Cast) -> None:
    for year in (2024, 2025):
        published(
            cast,
            title=f"{year}年政府信息公开工作年度报告",
            column=cast.report,
            report_year=year,
            formed_on=date(2026, 3, 1),
        )
    newest = page("/reports/")
    assert "2025年政府信息公开工作年度报告" in newest
    assert "2024年政府信息公开工作年度报告" not in newest
    assert "2024年政府信息公开工作年度报告" in page("/reports/?year=2024")
    assert page("/reports/?organ=lj-housing").count("年政府信息公开工作年度报告</a>") == 2


def test_the_rules_of_all_organs_stand_together(cast: Cast) -> None:
    rules = column(cast.housing, "system-own", "本机关制度", section="system")
    published(cast, title="示例保密审查办法", column=rules)
    published(cast, title="一号办法")
    shown = page("/system/")
    assert "示例保密审查办法" in shown
    assert "一号办法" not in shown


def test_how_to_apply_names_every_organ_and_its_contact(cast: Cast) -> None:
    shown = page("/application/")
    assert "20 个工作日" in shown
    assert "0000-0000 0002" in shown
    assert 'href="/organs/lj-education/guide/"' in shown


def test_the_rules_page_says_what_the_program_goes_by(cast: Cast) -> None:
    shown = unescape(page("/rules/"))
    for chapter in chapters():
        assert f'id="{chapter.code}">{chapter.title}<' in shown
        for row in chapter.rows:
            assert f">{row[0]}</th>" in shown
            assert all(f">{cell}</td>" in shown for cell in row[1:])


def test_the_guide_says_whom_to_ask_and_leads_to_each_organ(cast: Cast) -> None:
    shown = page("/guide/")
    assert "临江市人民政府办公室" in shown
    assert 'href="/organs/lj-housing/guide/"' in shown


def test_the_archive_divides_by_the_clock_of_the_place(cast: Cast) -> None:
    late = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight on New Year's Day in Shanghai
    published(cast, now=late, title="元旦公开的", formed_on=date(2025, 12, 30))
    published(cast, title="秋天公开的")
    assert re.search(r"/archive/2026/.*?<span class=\"num quiet\">2 条", page("/archive/"), re.S)
    assert "/archive/2025/" not in page("/archive/")
    january = page("/archive/2026/?month=1")
    assert "元旦公开的" in january
    assert "秋天公开的" not in january


def test_the_archive_can_be_narrowed_to_an_organ(cast: Cast) -> None:
    published(cast, title="一号办法")
    assert "一号办法" in page("/archive/2026/?organ=lj-housing")
    assert "一号办法" not in page("/archive/2026/?organ=lj-education")


def test_a_year_out_of_reach_is_not_found(cast: Cast) -> None:
    assert Client().get("/archive/1/").status_code == 404
    assert Client().get("/archive/99999/").status_code == 404


def test_withdrawn_documents_are_listed_without_their_titles(cast: Cast) -> None:
    document = published(cast, title="含有隐私的名单")
    withdraw([document.pk], actor=cast.liang, now=NOW, reason="含有不该公开的个人信息")
    shown = page("/withdrawn/")
    assert "含有隐私的名单" not in shown
    assert str(document.index_number) in shown
    assert "含有不该公开的个人信息" in shown
    assert "含有不该公开的个人信息" not in page("/withdrawn/?year=2025")


@pytest.mark.parametrize(
    "address",
    [
        "/guide/",
        "/system/",
        "/statutory/",
        "/reports/",
        "/application/",
        "/archive/",
        "/archive/2026/",
        "/withdrawn/",
        "/sitemap/",
    ],
)
def test_the_pages_ask_little(cast: Cast, address: str, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(3):
        published(cast, title=f"示例办法之{number}")
    with django_assert_max_num_queries(12):
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/withdrawn/?year=0000", "/withdrawn/?page=x", "/reports/?year=٤٥٦٧", "/archive/2026/?month=13"],
)
def test_addresses_that_make_no_sense_still_show_the_page(cast: Cast, address: str) -> None:
    page(address)
