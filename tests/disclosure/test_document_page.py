"""文件页 — what the public page of a document shows, and what it never shows."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from cast import NOW, Cast, draft, published, reviewed, submitted
from gongkai.core.pages import SITE, stamps
from gongkai.disclosure import tasks
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.relate import relate
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Document, Version
from gongkai.disclosure.presentation import body_of, standing_of
from gongkai.disclosure.queries import changed_standing
from gongkai.rules.disclosure import RelationKind, Validity

pytestmark = pytest.mark.django_db


def page(client: Client, document: Document, path: str = "") -> str:
    response = client.get(f"/documents/{document.pk}/{path}")
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def revised(cast: Cast, document: Document, **values: object) -> Document:
    """Publish a second version of a document."""
    version = revise(document.pk, actor=cast.lin, now=NOW)
    values = {"change_note": "改正错字", **values}
    save_draft(version.pk, actor=cast.lin, now=NOW, revision=version.revision, values=values)
    submit(version.pk, actor=cast.lin, now=NOW)
    pass_review(version.pk, actor=cast.shen, now=NOW)
    sign(version.pk, actor=cast.liang, now=NOW)
    return Document.objects.get(pk=document.pk)


def test_a_published_document_shows_its_metadata_and_the_standard_tags(cast: Cast, client: Client) -> None:
    document = published(cast, keywords="电梯 补贴", summary="加装电梯怎么补贴", source="市政府办公室")
    html = page(client, document)
    for words in (
        "临江市老旧小区加装电梯办法",
        "临建〔2026〕9号",
        str(document.index_number),
        "主动公开",
        "加装电梯怎么补贴",
    ):
        assert words in html
    tags = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', html))
    assert tags["ArticleTitle"] == "临江市老旧小区加装电梯办法"
    assert tags["PubDate"] == "2026-10-12 09:00"
    assert tags["ContentSource"] == "市政府办公室"
    assert tags["ColumnName"] == "行政规范性文件"
    assert tags["Keywords"] == "电梯,补贴"
    assert f"成文后第 {document.days_taken} 个工作日" in html


def test_the_page_costs_few_queries(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    policy = published(cast)
    for number in range(3):
        other = published(cast, title=f"解读之{number}", document_number="")
        relate(other.pk, actor=cast.lin, now=NOW, kind=RelationKind.INTERPRETS, to=policy)
    revised(cast, policy, title="临江市老旧小区加装电梯办法（改）")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        page(client, policy)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        page(client, policy, "versions/2/")


def test_markup_in_any_field_stays_text_also_in_the_data_block(cast: Cast, client: Client) -> None:
    attack = '</script><script>alert(1)</script>"&'
    document = published(
        cast, title=f"标题{attack}", summary=attack, keywords="<b>", source=attack[:50], editor="<i>"
    )
    html = page(client, document)
    assert "<script>alert" not in html
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert block is not None
    assert json.loads(block[1])["name"] == f"标题{attack}"


def test_an_unpublished_document_does_not_exist_for_the_public(
    cast: Cast, client: Client, settings: object
) -> None:
    for version in (draft(cast), submitted(cast), reviewed(cast)):
        assert client.get(f"/documents/{version.document_id}/").status_code == 404
        assert client.get(f"/documents/{version.document_id}/versions/1/").status_code == 404
        assert client.get(f"/documents/{version.document_id}/qr.svg").status_code == 404


def test_an_address_with_an_absurd_number_is_not_found(db: None, client: Client) -> None:
    assert client.get(f"/documents/{10**30}/").status_code == 404
    assert client.get(f"/documents/1/versions/{10**30}/").status_code == 404


def test_the_citation_names_everything_by_which_the_version_is_found_again(
    cast: Cast, client: Client
) -> None:
    document = published(cast, title="关于印发《加装电梯办法》的通知")
    html = page(client, document)
    assert "《关于印发〈加装电梯办法〉的通知》，临建〔2026〕9号，2026年10月12日公开，第 1 版" in html
    assert document.public is not None
    assert document.public.digest in html.replace(" ", "")


def test_what_is_open_on_application_only_or_for_staff_is_not_shown(cast: Cast, client: Client) -> None:
    on_application = published(cast, attribute="on_application", ground="limited_interest")
    internal = published(cast, column=cast.internal)
    assert client.get(f"/documents/{on_application.pk}/").status_code == 404
    assert client.get(f"/documents/{internal.pk}/").status_code == 404


def test_a_withdrawn_document_leaves_a_notice_without_its_title_or_text(cast: Cast, client: Client) -> None:
    document = published(cast, body_html="<p>张示例住在样本路。</p>")
    withdraw([document.pk], actor=cast.liang, now=NOW, reason="含有个人信息")
    for path in ("", "versions/1/"):
        response = client.get(f"/documents/{document.pk}/{path}")
        html = response.content.decode()
        assert response.status_code == 410
        assert "含有个人信息" in html
        assert "临江市住房和城乡建设局" in html
        assert "加装电梯" not in html
        assert "样本路" not in html


def test_versions_before_a_withdrawal_stay_withdrawn_after_the_document_is_published_again(
    cast: Cast, client: Client
) -> None:
    document = published(cast, body_html="<p>张示例住在样本路。</p>")
    withdraw([document.pk], actor=cast.liang, now=NOW, reason="含有个人信息")
    fresh = Version.objects.get(document=document, number=2)
    save_draft(
        fresh.pk,
        actor=cast.lin,
        now=NOW,
        revision=fresh.revision,
        values={"body_html": "<p>已改正。</p>", "change_note": "去掉个人信息"},
    )
    submit(fresh.pk, actor=cast.lin, now=NOW)
    pass_review(fresh.pk, actor=cast.shen, now=NOW)
    sign(fresh.pk, actor=cast.liang, now=NOW)
    assert client.get(f"/documents/{document.pk}/versions/1/").status_code == 410
    for path in ("", "versions/2/"):
        html = page(client, document, path)
        assert "样本路" not in html
    assert "已撤回，不再提供" in page(client, document)


def test_a_superseded_version_says_so_leads_on_and_shows_what_changed(cast: Cast, client: Client) -> None:
    document = revised(cast, published(cast), body_html="<p>为了方便居民出行，制定本办法。</p>")
    old, new = page(client, document, "versions/1/"), page(client, document, "versions/2/")
    assert "这是旧版，第 1 版" in old
    assert f'href="/documents/{document.pk}/"' in old
    assert f"/documents/{document.pk}/versions/1/，SHA-256" in old
    assert "改正错字" in new
    assert re.search(r"<del>.*?上下楼.*?</del>", new)
    assert re.search(r"<ins>.*?出行.*?</ins>", new)
    assert client.get(f"/documents/{document.pk}/versions/3/").status_code == 404


def test_relations_show_both_ways_with_the_validity_of_the_other_and_hide_what_is_not_public(
    cast: Cast, client: Client
) -> None:
    old = published(cast, title="暂行办法", validity=Validity.REPEALED)
    new = published(cast)
    secret = draft(cast, title="还没有公开的解读").document
    explained = published(cast, title="十问十答", column=cast.interpretation, document_number="")
    relate(new.pk, actor=cast.lin, now=NOW, kind=RelationKind.CITES, to=old)
    relate(explained.pk, actor=cast.lin, now=NOW, kind=RelationKind.INTERPRETS, to=new)
    relate(secret.pk, actor=cast.lin, now=NOW, kind=RelationKind.INTERPRETS, to=new)
    html = page(client, new)
    assert "已废止" in html
    assert "看得懂的版本" in html
    assert "还没有公开的解读" not in html
    assert "被引用" in page(client, old)
    assert "这里解读的文件" in page(client, explained)


def test_a_traditional_text_says_so_on_its_article(cast: Cast, client: Client) -> None:
    document = published(
        cast,
        title="市政府資訊公開年度報告",
        body_html="<p>機關應當公開資訊，檔案應當備查。</p>",
        document_number="",
    )
    assert '<article class="sheet" lang="zh-Hant"' in page(client, document)


def test_nothing_on_the_page_needs_inline_script_or_style(cast: Cast, client: Client) -> None:
    html = page(client, published(cast))
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    scripts = re.findall(r"<script([^>]*)>", html)
    assert scripts
    assert all("src=" in script or "application/ld+json" in script for script in scripts)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "in_force"),
        ({"in_force_from": date(2026, 11, 1)}, "upcoming"),
        ({"in_force_from": date(2026, 10, 12)}, "in_force"),
        ({"in_force_until": date(2026, 10, 12)}, "in_force"),
        ({"in_force_until": date(2026, 10, 11)}, "expired"),
        ({"validity": "amended"}, "amended"),
        ({"validity": "amended", "in_force_until": date(2026, 10, 11)}, "expired"),
        ({"validity": "repealed", "in_force_from": date(2026, 11, 1)}, "repealed"),
        ({"validity": "expired"}, "expired"),
    ],
)
def test_standing_follows_from_what_is_stated_and_the_days_in_force(
    facts: dict[str, object], code: str
) -> None:
    assert standing_of(Version(**{"validity": "in_force", **facts}), date(2026, 10, 12)).code == code


def test_the_body_gets_ids_scopes_and_articles_and_the_same_ones_each_time(cast: Cast) -> None:
    version = draft(
        cast,
        body_html="<p>各单位：</p><h3>总则</h3><p>第一条　为了方便，制定本办法。</p><h4>细</h4>"
        "<table><thead><tr><th>层数</th><th>万元</th></tr></thead><tbody><tr><td>四层</td><td>12.0</td></tr></tbody></table>"
        "<p>临江市住房和城乡建设局</p><p>2026年9月29日</p>",
    )
    body = body_of(version, lambda attachment: "/x")
    assert body == body_of(version, lambda attachment: "/x")
    assert [(heading.anchor, heading.text, heading.level) for heading in body.contents] == [
        ("s1", "总则", 2),
        ("s2", "细", 3),
    ]
    assert '<p class="flat">各单位：</p>' in body.html
    assert '<p id="第一条"><b class="art">第一条</b>为了方便' in body.html
    assert '<th scope="col" class="r">万元</th>' in body.html
    assert '<p class="sign">2026年9月29日</p>' in body.html
    assert 'role="region"' in body.html


def test_the_date_decides_in_the_index_too(cast: Cast, client: Client) -> None:
    from gongkai.disclosure.indexing import documents_to_index

    published(cast, in_force_until=NOW.date() - timedelta(days=4000), in_force_from=date(2010, 1, 1))
    (entry,) = documents_to_index()
    assert entry.validity == "expired"


def test_the_worker_finds_what_came_into_force_or_ran_out_since_it_last_looked(cast: Cast) -> None:
    comes = published(cast, in_force_from=date(2026, 11, 1))
    goes = published(cast, title="旧办法", in_force_until=date(2026, 10, 31))
    published(cast, title="一直有效的办法", in_force_from=date(2020, 1, 1))
    before, day = date(2026, 10, 31), date(2026, 11, 1)
    assert list(changed_standing(before, day)) == [comes.pk, goes.pk]
    assert list(changed_standing(day, date(2026, 11, 2))) == []


def test_the_day_that_begins_makes_every_page_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_day", None)
    stamp = stamps().read([SITE])
    assert stamp is not None
    tasks.begin_the_day(NOW)
    assert not stamps().still(stamp)
    stamp = stamps().read([SITE])
    assert stamp is not None
    tasks.begin_the_day(NOW + timedelta(hours=1))
    assert stamps().still(stamp)
    tasks.begin_the_day(NOW + timedelta(days=1))
    assert not stamps().still(stamp)


def test_the_qr_code_is_a_picture_that_can_run_nothing(cast: Cast, client: Client) -> None:
    response = client.get(f"/documents/{published(cast).pk}/qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"<script" not in response.content


def test_a_policy_and_its_interpretation_are_read_next_to_each_other(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    policy = published(cast, body_html="<h2>总则</h2><p>第一条　为了方便上下楼，制定本办法。</p>")
    words = "<h2>谁出钱</h2><p>第一条说的是谁都可以装。</p><p>第一条　问答。</p>"
    reading = published(cast, title="十问十答", document_number="", body_html=words)
    stranger = published(cast, title="无关的通知", document_number="")
    relate(reading.pk, actor=cast.lin, now=NOW, kind=RelationKind.INTERPRETS, to=policy)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        html = page(client, policy, f"beside/{reading.pk}/")
    assert "制定本办法" in html
    assert "谁都可以装" in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for document in (policy, reading):
        assert f"/documents/{policy.pk}/beside/{reading.pk}/" in page(client, document)
    assert client.get(f"/documents/{reading.pk}/beside/{policy.pk}/").status_code == 404
    assert client.get(f"/documents/{policy.pk}/beside/{stranger.pk}/").status_code == 404


def test_neither_of_two_texts_outlives_its_withdrawal_beside_the_other(cast: Cast, client: Client) -> None:
    policy, reading = published(cast), published(cast, title="十问十答", document_number="")
    relate(reading.pk, actor=cast.lin, now=NOW, kind=RelationKind.INTERPRETS, to=policy)
    address = f"/documents/{policy.pk}/beside/{reading.pk}/"
    assert client.get(address).status_code == 200
    withdraw([reading.pk], actor=cast.liang, now=NOW, reason="有误")
    response = client.get(address)
    assert response.status_code == 410
    assert "十问十答" not in response.content.decode()


def test_footnotes_lead_to_and_fro_and_nowhere_else(cast: Cast, client: Client) -> None:
    body = (
        '<p>示例<a href="#fn1" id="fnref1">1</a>和<a href="#fn9">9</a>。</p>'
        '<ol><li id="fn1">示例的注。<a href="#fnref1">↩</a></li><li id="fn1">又一个。</li></ol>'
    )
    html = page(client, published(cast, body_html=body))
    assert html.count('id="fn1"') == html.count('href="#fn1"') == 1
    assert html.count('id="fnref1"') == html.count('href="#fnref1"') == 1
    assert "#fn9" not in html
