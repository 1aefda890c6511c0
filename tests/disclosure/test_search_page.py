"""检索 — exact, only what the reader may see, and a way on when nothing is found."""

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

from cast import NOW, Cast, draft, published
from gongkai.agencies.policies import PUBLIC
from gongkai.catalogue.models import Scheme, Term
from gongkai.core import outbox
from gongkai.core.page_cache import PageCache
from gongkai.core.pages import stamps
from gongkai.disclosure import search_help, views_public_search
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.indexing import index
from gongkai.disclosure.search import find
from gongkai.disclosure.search_help import help_with, suggestions
from gongkai.search.index import Filters
from gongkai.search.suggest import Suggester

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(search_help, "_made", (0.0, Suggester(())))
    monkeypatch.setattr(search_help, "_PAUSE", 0)


def titles(text: str, **how: object) -> list[str]:
    return [hit.version.title for hit in find(text, actor=PUBLIC, **how).hits]  # type: ignore[arg-type]


def test_a_document_is_found_as_soon_as_the_worker_has_seen_it(cast: Cast) -> None:
    assert titles("加装电梯") == []
    published(cast)
    outbox.drain()
    assert titles("加装电梯") == ["临江市老旧小区加装电梯办法"]


def test_a_page_that_was_made_before_does_not_hide_what_came_after(cast: Cast) -> None:
    made = PageCache(WSGIHandler(), stamps(), max_bytes=1 << 20, allow_hosts=["testserver"])

    def search() -> str:
        environ = RequestFactory().get("/search/", {"q": "加装电梯"}).environ
        environ.pop("HTTP_COOKIE", None)
        environ["HTTP_HOST"] = "testserver"
        return b"".join(made(environ, lambda *answer: lambda part: None)).decode()

    assert "没有同时含有" in search()
    document = published(cast)
    assert "没有同时含有" in search()
    outbox.drain()
    assert "找到 <b>1</b> 条" in search()
    assert made.bytes_kept > 0
    withdraw([document.pk], actor=cast.liang, now=NOW, reason="含有个人信息")
    assert "没有同时含有" in search()


def test_the_public_does_not_find_drafts_and_their_organ_does(cast: Cast) -> None:
    draft(cast)
    outbox.drain()
    assert titles("加装电梯") == []
    assert find("加装电梯", actor=cast.lin).total == 1
    assert find("加装电梯", actor=cast.zhao).total == 0


def test_a_withdrawn_document_is_gone_before_the_index_knows(cast: Cast) -> None:
    document = published(cast)
    outbox.drain()
    withdraw([document.pk], actor=cast.liang, now=NOW, reason="含有个人信息")
    assert len(index()) == 1
    results = find("加装电梯", actor=PUBLIC)
    assert (results.total, results.hits, results.title_hits) == (0, [], 0)
    assert suggestions("加装") == []


def test_title_and_text_show_what_was_asked_for(cast: Cast, client: Client) -> None:
    published(cast, body_html="<p>竣工验收合格后给予补贴。</p>")
    outbox.drain()
    html = client.get("/search/?q=加装电梯 补贴").content.decode()
    assert "临江市老旧小区<mark>加装电梯</mark>办法" in html
    assert "给予<mark>补贴</mark>" in html


def test_markup_in_a_title_or_in_the_query_stays_text(cast: Cast, client: Client) -> None:
    published(
        cast,
        title="<img src=x onerror=alert(1)>办法",
        body_html="<p>a &lt;script&gt;alert(2)&lt;/script&gt; 正文</p>",
    )
    outbox.drain()
    for query in ("办法", "<script>", "正文", '"><script>alert(3)</script>'):
        html = client.get("/search/", {"q": query}).content.decode()
        assert "<img src=x" not in html
        assert "<script>alert" not in html


def test_facets_have_names_and_counts_and_organs_count_what_is_below_them(cast: Cast) -> None:
    scheme, _ = Scheme.objects.get_or_create(code="genre", defaults={"name": "体裁分类"})
    notice, _ = Term.objects.get_or_create(scheme=scheme, code="notice", defaults={"name": "通知"})
    published(cast, genre=notice)
    published(cast, title="另一份办法", formed_on=date(2025, 12, 30))
    outbox.drain()
    facets = find("办法", actor=PUBLIC).facets
    assert [(value.label, value.count) for value in facets["genre"]] == [("通知", 1)]
    assert [(value.code, value.count) for value in facets["year"]] == [("2026", 1), ("2025", 1)]
    assert [(value.label, value.count) for value in facets["agency"]] == [("市住房城乡建设局", 2)]
    assert find("办法", actor=PUBLIC, filters=Filters(agency=cast.city.pk)).total == 2
    narrowed = find("办法", actor=PUBLIC, filters=Filters(year=(2025,)))
    assert narrowed.total == 1
    assert [(value.code, value.chosen) for value in narrowed.facets["year"]] == [
        ("2026", False),
        ("2025", True),
    ]


def test_a_filter_is_a_chip_that_can_be_taken_off(cast: Cast, client: Client) -> None:
    published(cast)
    outbox.drain()
    html = client.get("/search/?q=办法&year=2026&validity=repealed").content.decode()
    assert 'href="?q=%E5%8A%9E%E6%B3%95&amp;year=2026"' in html
    assert "已废止" in html
    assert "能找到 1 条" in html


def test_pages_count_on_and_one_too_far_shows_the_last(cast: Cast, client: Client) -> None:
    for number in range(12):
        published(cast, title=f"第{number}号办法")
    outbox.drain()
    second = find("办法", actor=PUBLIC, page=2)
    assert (second.total, second.pages, len(second.hits)) == (12, 2, 2)
    assert find("办法", actor=PUBLIC, page=99).page == 2
    assert "page=2" in client.get("/search/?q=办法").content.decode()
    for nonsense in ("0", "-1", "x", "9" * 30):
        assert client.get(f"/search/?q=办法&page={nonsense}&year=x&agency={nonsense}").status_code == 200


def test_one_character_is_explained(cast: Cast, client: Client) -> None:
    assert "请再多写一个字" in client.get("/search/?q=办").content.decode()


def test_when_nothing_fits_there_is_a_way_on(cast: Cast, client: Client) -> None:
    published(cast)
    outbox.drain()
    assert help_with(find("加装点梯", actor=PUBLIC)).meant == ["加装电梯"]
    apart = help_with(find("加装电梯 潜水艇", actor=PUBLIC))
    assert [(word.text, word.total) for word in apart.alone] == [("加装电梯", 1)]
    assert help_with(find("市教育局的预算", actor=PUBLIC)).agencies == [cast.education]
    html = client.get("/search/?q=市教育局的预算").content.decode()
    assert 'href="/organs/lj-education/"' in html
    assert 'href="/application/"' in html


def test_suggestions_come_by_characters_and_by_initials_with_their_number_of_hits(
    cast: Cast, client: Client
) -> None:
    published(cast)
    published(cast, title="加装电梯补贴申领公告")
    outbox.drain()
    assert ("加装电梯", 2) in [tuple(row) for row in suggestions("加装")]
    assert ("加装电梯", 2) in [tuple(row) for row in suggestions("jzdt")]
    rows = client.get("/search/suggest/?q=jzdt").json()["suggestions"]
    assert {"text", "count", "url"} == set(rows[0])
    assert client.get("/search/suggest/").json() == {"suggestions": []}


def test_nothing_at_all_in_the_database_breaks_nothing(db: None, client: Client) -> None:
    for path in ("/search/", "/search/?q=办法", "/search/suggest/?q=办法"):
        assert client.get(path).status_code == 200


def test_a_broken_index_is_said_in_plain_words(cast: Cast, client: Client) -> None:
    settings.INDEX.mkdir(parents=True, exist_ok=True)
    (settings.INDEX / "meta.json").write_text("{", encoding="utf-8")
    (settings.INDEX / "SCHEMA").write_text("0", encoding="utf-8")
    response = client.get("/search/?q=办法")
    assert response.status_code == 503
    assert "搜索现在不能用" in response.content.decode()
    assert client.get("/search/suggest/?q=办法").status_code == 200


def test_the_page_costs_few_queries(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(12):
        published(cast, title=f"第{number}号办法")
    outbox.drain()
    suggestions("办法")
    for path in ("/search/?q=办法&year=2026", "/search/", "/search/?q=潜水艇 办法"):
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            client.get(path)


def test_a_visitor_in_a_great_hurry_is_asked_to_wait(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_public_search, "SEARCHES_A_MINUTE", 2)
    codes = [client.get("/search/?q=办法").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    refused = client.get("/search/?q=办法")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "搜索得太快了" in refused.content.decode()
