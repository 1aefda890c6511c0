"""机关页与公开指南 — what an organ published, how to reach it, and where it went."""

from datetime import date

import pytest
from django.test import Client

from cast import NOW, Cast, draft, published
from gongkai.agencies.models import Agency, AgencyName
from gongkai.core.page_cache import STAMP_HEADER

pytestmark = pytest.mark.django_db


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_an_organ_shows_what_it_published_and_how_to_reach_it(cast: Cast) -> None:
    document = published(cast)
    draft(cast, title="还没有写完的办法")
    shown = page("/organs/lj-housing/")
    assert f'href="/documents/{document.pk}/"' in shown
    assert "0000-0000 0002" in shown
    assert "还没有写完的办法" not in shown


def test_columns_for_staff_are_not_in_the_tree(cast: Cast) -> None:
    shown = page("/organs/lj-housing/")
    assert "/organs/lj-housing/columns/20-1-normative/" in shown
    assert "内部资料" not in shown


def test_the_organs_below_are_named(cast: Cast) -> None:
    assert 'href="/organs/lj-education/"' in page("/organs/linjiang/")


def test_former_names_are_told(cast: Cast) -> None:
    AgencyName.objects.create(agency=cast.housing, name="临江市建设委员会", used_until=date(2013, 1, 1))
    assert "临江市建设委员会（用到" in page("/organs/lj-housing/")


@pytest.mark.parametrize("rest", ["", "guide/"])
def test_a_merged_organ_leads_to_the_one_that_took_it_over(cast: Cast, rest: str) -> None:
    Agency.objects.filter(pk=cast.education.pk).update(
        status="merged", successor=cast.housing, closed_on=date(2026, 1, 1)
    )
    response = Client().get(f"/organs/lj-education/{rest}")
    assert (response.status_code, response.headers["Location"]) == (301, f"/organs/lj-housing/{rest}")
    shown = page("/organs/")
    assert "临江市教育局" in shown
    assert 'href="/organs/lj-education/"' not in shown


def test_an_organ_names_those_that_were_merged_into_it(cast: Cast) -> None:
    assert "并入这里的机关" not in page("/organs/lj-housing/")
    Agency.objects.filter(pk=cast.education.pk).update(
        status="merged", successor=cast.housing, closed_on=date(2026, 1, 1)
    )
    note = page("/organs/lj-housing/").partition("并入这里的机关")[2][:200]
    assert "临江市教育局" in note
    assert "2026-01-01" in note


def test_a_closed_organ_keeps_its_page(cast: Cast) -> None:
    Agency.objects.filter(pk=cast.education.pk).update(status="closed", closed_on=date(2026, 1, 1))
    assert "这个机关已经撤销" in page("/organs/lj-education/")


def test_an_organ_that_never_was_is_not_found(cast: Cast) -> None:
    assert Client().get("/organs/nobody/").status_code == 404


def test_the_guide_is_made_from_the_facts_and_cleans_what_was_added(cast: Cast) -> None:
    Agency.objects.filter(pk=cast.housing.pk).update(
        guide_text="<p>到<b>二楼</b>窗口。</p><script>alert(1)</script><p onclick='x()'>带证件。</p>",
        fax="0000-0000 0009",
    )
    shown = page("/organs/lj-housing/guide/")
    for fact in ("0000-0000 0002", "0000-0000 0009", "政策文件", "二楼", "带证件", "第十二条"):
        assert fact in shown
    assert "alert(1)" not in shown
    assert "onclick" not in shown


def test_what_is_not_registered_is_said_to_be_missing(cast: Cast) -> None:
    assert "还没有登记" in page("/organs/lj-education/guide/")


@pytest.mark.parametrize("address", ["/organs/", "/organs/linjiang/", "/organs/lj-housing/guide/"])
def test_the_pages_are_kept_and_ask_little(cast: Cast, address: str, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(12):
        published(cast, now=NOW, title=f"示例办法之{number}")
    with django_assert_max_num_queries(12):
        response = Client().get(address)
    assert "site" in response.headers[STAMP_HEADER].split(",")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("教育", {"lj-education"}),
        ("教育　局", {"lj-education"}),
        ("住房城乡", {"lj-housing"}),
        ("建設局", {"lj-housing"}),
        ("房产管理局", {"lj-housing"}),
        ("没有的", set()),
    ],
)
def test_organs_are_found_by_their_names(cast: Cast, words: str, found: set[str]) -> None:
    AgencyName.objects.create(agency=cast.housing, name="临江市房产管理局", used_until=date(2019, 1, 1))
    shown = page(f"/organs/?name={words}")
    known = {agency.code for agency in Agency.objects.all()}
    assert {code for code in known if f'<a href="/organs/{code}/">' in shown} == found
    assert 'content="noindex, follow"' in shown


def test_an_organ_that_is_gone_is_found_by_its_name_as_well(cast: Cast) -> None:
    Agency.objects.filter(pk=cast.education.pk).update(status="closed", closed_on=date(2026, 1, 1))
    assert "都已经合并或者撤销" in page("/organs/?name=教育")
    assert '<a href="/organs/lj-education/">' in page("/organs/?name=教育")


def test_the_guide_names_the_office_that_handles_disclosure(cast: Cast) -> None:
    assert "政务公开科" not in page("/organs/lj-housing/guide/")
    Agency.objects.filter(pk=cast.housing.pk).update(disclosure_office="办公室（政务公开科）")
    assert "临江市住房和城乡建设局<br>办公室（政务公开科）" in page("/organs/lj-housing/guide/")
