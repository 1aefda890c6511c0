"""栏目页 — what a column holds, who answers for it, and how a reader finds something in it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client

from cast import NOW, TODAY, Cast, column, published
from gongkai.catalogue.actions.load_structure import load_structure
from gongkai.catalogue.models import Column, ColumnStatus, Scheme, Term
from gongkai.core.redirects import lead_on
from gongkai.disclosure.actions.create_draft import create_draft
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.presentation import standing_of
from gongkai.disclosure.queries import published as everything
from gongkai.home import columns, views_columns
from gongkai.rules.catalogue import structure
from gongkai.rules.metadata import TagLevel, tags_for

pytestmark = pytest.mark.django_db
POLICY = "/organs/lj-housing/columns/20-1/"
NORMATIVE = "/organs/lj-housing/columns/20-1-normative/"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_row_says_number_dates_and_validity(cast: Cast, client: Client) -> None:
    document = published(cast)
    page = text(client, NORMATIVE)
    assert f'<a href="/documents/{document.pk}/">临江市老旧小区加装电梯办法</a>' in page
    assert "临建〔2026〕9号" in page
    assert '<time datetime="2026-09-29">2026年9月29日</time>成文' in page
    assert '<time datetime="2026-10-12">2026年10月12日</time>发布' in page
    assert '<span class="st st-ok">现行有效</span>' in page


def test_a_column_holds_what_stands_in_the_columns_below_it(cast: Cast, client: Client) -> None:
    published(cast)
    published(cast, column=cast.interpretation, title="加装电梯办法十问十答", document_number="")
    assert [
        title in text(client, POLICY) for title in ("临江市老旧小区加装电梯办法", "加装电梯办法十问十答")
    ] == [True] * 2
    assert "加装电梯办法十问十答" not in text(client, NORMATIVE)


def test_the_tree_counts_what_each_column_holds(cast: Cast, client: Client) -> None:
    published(cast)
    page = text(client, POLICY)
    assert f'<a href="{POLICY}" aria-current="page">政策文件 <span class="n">1</span></a>' in page
    assert f'<a href="{NORMATIVE}">行政规范性文件 <span class="n">1</span></a>' in page
    assert '政策解读 <span class="n">0</span>' in page
    assert "内部资料" not in page


def test_what_is_withdrawn_leaves_the_column(cast: Cast, client: Client) -> None:
    document = published(cast)
    withdraw([document.pk], actor=cast.liang, now=NOW, reason="内容有误")
    page = text(client, NORMATIVE)
    assert "临江市老旧小区加装电梯办法" not in page
    assert "这个栏目还没有信息" in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("title=电梯 办法", ["甲：加装电梯办法"]),
        ("number=临建(2024)3号", ["乙：物业办法"]),
        ("year=2024", ["乙：物业办法"]),
        ("year=二〇二四&validity=none", ["乙：物业办法", "甲：加装电梯办法"]),
        ("validity=expired", ["乙：物业办法"]),
        ("validity=in_force", ["甲：加装电梯办法"]),
        ("genre=notice", ["甲：加装电梯办法"]),
        ("title=没有", []),
        ("number=〔〕", []),
    ],
)
def test_conditions_narrow_the_list(cast: Cast, query: str, titles: list[str]) -> None:
    scheme = Scheme.objects.create(code="genre", name="体裁")
    notice = Term.objects.create(scheme=scheme, code="notice", name="通知")
    published(cast, title="甲：加装电梯办法", document_number="临建〔2026〕9号", genre=notice)
    published(
        cast,
        title="乙：物业办法",
        document_number="临建〔2024〕3号",
        formed_on=date(2024, 3, 1),
        in_force_from=date(2024, 4, 1),
        in_force_until=date(2025, 4, 1),
    )
    place = columns.place_of(cast.housing, "20-1")
    assert place is not None
    found = columns.Conditions.of(QueryDict(query)).narrow(columns.documents_in(place.branch), TODAY)
    assert sorted(document.public.title for document in found if document.public) == titles


def test_the_query_for_a_standing_agrees_with_what_pages_say(cast: Cast) -> None:
    days = (None, date(2026, 10, 1), date(2026, 10, 12), date(2026, 12, 1))
    for validity in ("in_force", "amended", "repealed", "expired"):
        for begins in days:
            for ends in days:
                if begins is None or ends is None or begins <= ends:
                    published(
                        cast, title="示例办法", document_number="", validity=validity, in_force_from=begins, in_force_until=ends
                    )  # fmt: skip
    by_page: dict[str, set[int]] = {}
    for document in everything():
        assert document.public is not None
        by_page.setdefault(standing_of(document.public, TODAY).code, set()).add(document.pk)
    assert set(by_page) == {"in_force", "amended", "repealed", "expired", "upcoming"}
    for code, ids in by_page.items():
        assert set(everything().filter(columns.standing_is(code, TODAY)).values_list("pk", flat=True)) == ids


def test_what_was_asked_stays_in_the_form_and_on_the_next_page(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_columns, "SIZE", 1)
    for year in (2024, 2025, 2026):
        published(cast, title=f"{year}年计划", document_number="", formed_on=date(year, 3, 1))
    page = text(client, f"{POLICY}?title=计划&page=2")
    assert 'name="title" value="计划"' in page
    assert "共 3 条，3 页" in page
    assert '<input type="hidden" name="title" value="计划">' in page
    assert "?title=%E8%AE%A1%E5%88%92&amp;page=3" in page
    assert '<span aria-current="page">2</span>' in page
    assert "2024年计划" in text(client, f"{POLICY}?page=99")


def test_who_answers_for_the_column_and_how_often_it_is_updated_is_shown(cast: Cast, client: Client) -> None:
    Column.objects.filter(pk=cast.normative.pk).update(
        unit="法规科", update_period="monthly", basis="《政府信息公开条例》第二十条第（一）项"
    )
    published(cast)
    page = text(client, NORMATIVE)
    for words in ("法规科", "每月更新", "第二十条第（一）项", '<time datetime="2026-10-12">'):
        assert words in page


def test_a_column_that_missed_its_period_says_so_and_whom_to_ask(cast: Cast, client: Client) -> None:
    column(cast.housing, "20-9", "保障性住房", update_period="weekly", unit="住房保障科")
    page = text(client, "/organs/lj-housing/columns/20-9/")
    assert "这个栏目没有按时更新" in page
    assert "由住房保障科负责" in page
    assert "0000-0000 0002" in page
    assert "这个栏目没有按时更新" not in text(client, NORMATIVE)


def test_an_empty_column_says_why_and_what_next(cast: Cast, client: Client) -> None:
    page = text(client, NORMATIVE)
    assert "还没有形成属于这个栏目、需要公开的信息" in page
    assert 'href="/feeds/organs/lj-housing/columns/20-1-normative.atom"' in page
    assert 'href="/application/"' in page


def test_conditions_that_nothing_meets_lead_back(cast: Cast, client: Client) -> None:
    published(cast)
    page = text(client, f"{NORMATIVE}?title=没有的词")
    assert "这个栏目里没有符合条件的信息" in page
    assert f'<a href="{NORMATIVE}">看这个栏目的全部信息</a>' in page


def test_the_page_carries_the_standard_tags(cast: Cast, client: Client) -> None:
    page = text(client, NORMATIVE)
    for tag in tags_for(TagLevel.COLUMN):
        assert f'<meta name="{tag.name}" content="' in page
    assert '<meta name="ColumnKeywords" content="政策文件,行政规范性文件">' in page
    assert '<meta name="ColumnType" content="法定主动公开内容">' in page


def test_a_column_for_staff_does_not_exist_for_the_public(cast: Cast, client: Client) -> None:
    assert client.get("/organs/lj-housing/columns/internal/").status_code == 404
    assert client.get("/organs/lj-housing/columns/none/").status_code == 404
    assert client.get("/organs/none/columns/20-1/").status_code == 404


def test_a_retired_column_leads_on(cast: Cast, client: Client) -> None:
    Column.objects.filter(pk=cast.interpretation.pk).update(status=ColumnStatus.RETIRED)
    old = "/organs/lj-housing/columns/20-1-interpretation/"
    assert client.get(old).status_code == 404
    lead_on(old, POLICY)
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, POLICY)


def test_the_page_asks_little_of_the_database(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(12):
        published(cast, title=f"第{number}份", document_number="")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(f"{POLICY}?title=份&year=2026&validity=in_force")


def test_years_and_genres_to_choose_by_are_those_of_the_documents(cast: Cast) -> None:
    scheme = Scheme.objects.create(code="genre", name="体裁")
    notice = Term.objects.create(scheme=scheme, code="notice", name="通知")
    published(cast, title="甲", document_number="", formed_on=date(2019, 3, 1), genre=notice)
    published(cast, title="乙", document_number="", formed_on=date(2019, 5, 1))
    undated = create_draft(
        cast.housing,
        actor=cast.lin,
        now=NOW,
        column=cast.normative,
        values={"title": "丙", "attribute": "proactive", "body_html": "<p>没有日期的旧文件。</p>"},
        evidence={"title": {}},
    )
    submit(undated.pk, actor=cast.lin, now=NOW)
    pass_review(undated.pk, actor=cast.shen, now=NOW)
    sign(undated.pk, actor=cast.liang, now=NOW)
    place = columns.place_of(cast.housing, "20-1")
    assert place is not None
    years, genres = columns.choices_in(columns.documents_in(place.branch))
    assert years == [NOW.year, 2019]
    assert list(genres) == [notice]


def test_a_grassroots_item_says_what_its_standard_prescribes(cast: Cast, client: Client) -> None:
    load_structure(cast.housing, structure("grassroots/03"), actor=cast.zheng, now=NOW)
    page = text(client, "/organs/lj-housing/columns/g03-04/")
    shown = ("招生工作方案、招生计划", "招生工作开始前公布方案", "县级", "全社会")
    assert [words in page for words in shown] == [True] * 4
    assert "公开对象" not in text(client, NORMATIVE)
