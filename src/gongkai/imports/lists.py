"""列表的读法 — what a sister site's list page, feed or sitemap names: addresses, with title and day where told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urldefrag, urljoin, urlsplit

import feedparser
from lxml import etree, html

from gongkai.intake import FileRefused
from gongkai.intake.decode import decode
from gongkai.rules.phrases import phrase

MOST_LINKS = 5_000
_DAY = re.compile(r"((?:19|20)\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
_ARTICLE = re.compile(
    r"(?:^|[/_?&=-])(?:art|article|content|contents|detail|show|info|view|news|t?\d{6,}|\d{4,})",
    re.IGNORECASE,
)
_NEXT = ("下一页", "下页", "后一页", ">", "›", "»", "next")
_SHORTEST_TITLE = 6
_PARTS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Link:
    """列表上的一条 — an address that a list names; the day is as the list shows it, None where it does not."""

    url: str
    title: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Listed:
    """列表内容 — the links in their order, and the address of the next page of the list, empty for none."""

    links: tuple[Link, ...]
    onward: str


class NotAList(FileRefused):
    """不是列表 — the page is not what the source says it is; in words for the officer."""

    def __init__(self, words: str) -> None:
        super().__init__("no_list", words)


def read_feed(data: bytes, url: str) -> Listed:
    """Return the entries of an Atom or RSS feed; raises NotAList."""
    found = feedparser.parse(data, resolve_relative_uris=False, sanitize_html=False)
    if not found.get("version"):
        raise NotAList("这个地址不是 Atom 或 RSS")
    links = [
        Link(
            _whole(url, str(entry.get("link", ""))),
            str(entry.get("title", "")).strip()[:300],
            _entry_day(entry),
        )
        for entry in found.entries[:MOST_LINKS]
        if entry.get("link")
    ]
    onward = next(
        (str(link.get("href", "")) for link in found.feed.get("links", []) if link.get("rel") == "next"), ""
    )
    return Listed(tuple(_same_site(links, url)), _own(_whole(url, onward), url) if onward else "")


def read_sitemap(data: bytes, url: str) -> Listed:
    """Return the addresses of a sitemap; raises NotAList, also for an index, whose parts are sources of their own."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotAList("这个地址不是站点地图") from error
    if root is None or etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise NotAList("这个地址不是站点地图")
    places = [
        Link(_whole(url, loc.text.strip()), "", _day(_beside(loc, "lastmod")))
        for loc in root.iter("{*}loc")
        if loc.text and etree.QName(loc.getparent()).localname in ("url", "sitemap")
    ][:MOST_LINKS]
    if etree.QName(root).localname == "sitemapindex":
        # To read its first part alone would leave out the others without a word.
        parts = "，".join(place.url for place in places[:_PARTS_NAMED])
        raise NotAList(phrase("这是站点地图的目录，请把其中要采集的各建一个来源：%(parts)s", parts=parts))
    return Listed(tuple(_same_site(places, url)), "")


def read_list(data: bytes, url: str, select: str = "") -> Listed:
    """Return what a list page names: links that look like articles, or those below `select` (an XPath).

    Raises NotAList for a page without any, or a `select` that is none.
    """
    try:
        page = html.document_fromstring(decode(data)[0] or "<html></html>", base_url=url)
        inside = page.xpath(select) if select else [page]
    except (etree.ParserError, etree.XPathError, FileRefused, ValueError) as error:
        raise NotAList("读不了这个列表页，请核对网址和选取规则") from error
    links: dict[str, Link] = {}
    for part in inside:
        for anchor in part.iter("a") if isinstance(part, html.HtmlElement) else ():
            link = _link(anchor, url)
            if link and (select or _is_article(link)) and link.url not in links:
                links[link.url] = link
    if not links:
        raise NotAList("这个列表页上没有认出文章链接，请写明选取规则")
    return Listed(tuple(_same_site(list(links.values())[:MOST_LINKS], url)), _onward(page, url))


def _link(anchor: html.HtmlElement, url: str) -> Link | None:
    target = (anchor.get("href") or "").strip()
    if not target or target.startswith(("#", "javascript:", "mailto:", "tel:")):
        return None
    title = " ".join((anchor.get("title") or anchor.text_content() or "").split())[:300]
    around = anchor.getparent()
    return Link(_whole(url, target), title, _day(around.text_content() if around is not None else ""))


def _is_article(link: Link) -> bool:
    """A link is an article's when its words are long enough for a title and its address bears a number or such."""
    parts = urlsplit(link.url)
    return len(link.title) >= _SHORTEST_TITLE and bool(_ARTICLE.search(f"{parts.path}?{parts.query}"))


def _onward(page: html.HtmlElement, url: str) -> str:
    for anchor in page.iter("a"):
        words = (anchor.text_content() or "").strip().lower()
        target = (anchor.get("href") or "").strip()
        if (
            (anchor.get("rel") == "next" or words in _NEXT)
            and target
            and not target.startswith(("#", "javascript:"))
        ):
            whole = _whole(url, target)
            return _own(whole, url) if whole != url else ""
    return ""


def _own(target: str, url: str) -> str:
    """Return an address where a list goes on, "" for one of another site."""
    return target if urlsplit(target).hostname == urlsplit(url).hostname else ""


def _same_site(links: list[Link], url: str) -> Iterator[Link]:
    """Only the site's own pages: a source is no licence to fetch from anywhere."""
    host = urlsplit(url).hostname
    yield from (link for link in links if urlsplit(link.url).hostname == host and len(link.url) <= 500)


def _whole(base: str, target: str) -> str:
    try:
        return urldefrag(urljoin(base, target)).url
    except ValueError:
        return ""


def _entry_day(entry: feedparser.FeedParserDict) -> date | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return date(*moment[:3]) if moment else None


def _beside(place: etree._Element, name: str) -> str:
    parent = place.getparent()
    found = parent.find(f"{{*}}{name}") if parent is not None else None
    return found.text or "" if found is not None else ""


def _day(words: str) -> date | None:
    match = _DAY.search(words or "")
    if not match:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
