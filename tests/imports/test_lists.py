"""列表的读法 — list pages, feeds and sitemaps as sister sites really write them."""

from datetime import date

import pytest

from gongkai.imports.lists import NotAList, read_feed, read_list, read_sitemap

SITE = "https://old.example.gov.cn/xxgk/list.html"
LIST = """<html><body><div class="nav"><a href="/">首页</a><a href="/xxgk/">政府信息公开</a></div>
<ul class="news"><li><a href="art/2026/3/5/art_11_2001.html" title="关于做好示例工作的通知">关于做好示例…</a><span>2026-03-05</span></li>
<li><a href="/xxgk/show.aspx?id=55">关于公布示例目录的公告</a><span>2026年2月3日</span></li>
<li><a href="https://elsewhere.example.com/a/20260101/1.html">转自别处的示例文章标题</a></li>
<li><a href="javascript:void(0)">打印这一页的内容吧</a></li></ul>
<div class="pages"><a href="list.html">1</a><a href="list_2.html">下一页</a></div></body></html>""".encode()


def test_a_list_page_names_its_articles_with_whole_title_and_day() -> None:
    listed = read_list(LIST, SITE)
    assert [(link.url, link.title, link.day) for link in listed.links] == [
        (
            "https://old.example.gov.cn/xxgk/art/2026/3/5/art_11_2001.html",
            "关于做好示例工作的通知",
            date(2026, 3, 5),
        ),
        ("https://old.example.gov.cn/xxgk/show.aspx?id=55", "关于公布示例目录的公告", date(2026, 2, 3)),
    ]
    assert listed.onward == "https://old.example.gov.cn/xxgk/list_2.html"


def test_a_rule_says_where_the_list_stands() -> None:
    assert len(read_list(LIST, SITE, '//ul[@class="news"]').links) == 2
    with pytest.raises(NotAList):
        read_list(LIST, SITE, '//table[@id="none"]')
    with pytest.raises(NotAList):
        read_list(LIST, SITE, "//[")


@pytest.mark.parametrize("page", [b"", b"<html></html>", b"\x00\xff", "<p>没有链接</p>".encode()])
def test_a_page_without_articles_is_no_list(page: bytes) -> None:
    with pytest.raises(NotAList):
        read_list(page, SITE)


ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>示例</title>
<link rel="next" href="/feed?page=2"/><entry><title>示例通知</title><link href="/xxgk/1.html"/>
<updated>2026-03-05T08:00:00+08:00</updated></entry></feed>""".encode()


def test_a_feed_names_its_entries_and_where_it_goes_on() -> None:
    listed = read_feed(ATOM, "https://old.example.gov.cn/feed")
    assert [(link.url, link.title) for link in listed.links] == [
        ("https://old.example.gov.cn/xxgk/1.html", "示例通知")
    ]
    assert listed.onward == "https://old.example.gov.cn/feed?page=2"
    with pytest.raises(NotAList):
        read_feed(LIST, SITE)


SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://old.example.gov.cn/a.html</loc>
<lastmod>2026-03-05</lastmod></url><url><loc>https://elsewhere.example.com/b.html</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>
<loc>https://old.example.gov.cn/sitemap-1.xml</loc></sitemap></sitemapindex>"""


def test_a_sitemap_names_the_pages_of_its_own_site() -> None:
    listed = read_sitemap(SITEMAP, "https://old.example.gov.cn/sitemap.xml")
    assert [(link.url, link.day) for link in listed.links] == [
        ("https://old.example.gov.cn/a.html", date(2026, 3, 5))
    ]
    with pytest.raises(NotAList):
        read_sitemap(ATOM, SITE)


def test_an_index_of_sitemaps_names_its_parts_instead_of_leaving_most_out() -> None:
    with pytest.raises(NotAList, match=r"sitemap-1\.xml"):
        read_sitemap(INDEX, "https://old.example.gov.cn/sitemap.xml")


def test_a_list_never_goes_on_at_another_site() -> None:
    other = LIST.replace(b'"list_2.html"', b'"https://elsewhere.example.com/list_2.html"')
    assert read_list(other, SITE).onward == ""
    feed = ATOM.replace(b'"/feed?page=2"', b'"https://elsewhere.example.com/feed"')
    assert read_feed(feed, "https://old.example.gov.cn/feed").onward == ""


def test_a_sitemap_opens_no_file_of_ours() -> None:
    bomb = b"""<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://old.example.gov.cn/&x;</loc>
    </url></urlset>"""
    try:
        links = read_sitemap(bomb, "https://old.example.gov.cn/sitemap.xml").links
    except NotAList:
        links = ()
    assert not any("root" in link.url for link in links)
