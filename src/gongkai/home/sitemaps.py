"""网站地图（机器） — every public address for search engines (sitemaps.org 0.9), and what robots may fetch."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage
from django.db.models import Max, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.agencies.addresses import organ_address
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import PUBLIC
from gongkai.agencies.queries import active_agencies
from gongkai.agencies.requests import Request
from gongkai.catalogue.addresses import column_address
from gongkai.catalogue.models import Column, ColumnAudience, ColumnStatus
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import LISTS, SITE
from gongkai.core.permissions import ANYONE
from gongkai.disclosure.models import Document
from gongkai.disclosure.queries import visible_to
from gongkai.ui.access import requires

_XML = "application/xml; charset=utf-8"
_STANDING = (
    "/",
    "/organs/",
    "/guide/",
    "/system/",
    "/rules/",
    "/statutory/",
    "/reports/",
    "/reports/check/",
    "/reports/library/",
    "/application/",
    "/archive/",
    "/withdrawn/",
    "/sitemap/",
    "/about/accessibility/",
    "/about/privacy/",
    "/about/data/",
)
_NOT_FOR_ROBOTS = ("/accounts/", "/desk/", "/preferences/", "/search/", "/corrections/", "/feeds/search.atom")


class _OwnSitemap(Sitemap):  # type: ignore[type-arg]  # generic for the type checker only
    """On this installation's own address, whatever host was asked."""

    limit = 5_000

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.BASE_URL).netloc


class _Pages(_OwnSitemap):
    """固定页面."""

    def items(self) -> tuple[str, ...]:
        return _STANDING

    def location(self, item: str) -> str:
        return item


class _Organs(_OwnSitemap):
    """机关页."""

    def items(self) -> QuerySet[Agency]:
        return active_agencies().order_by("pk")

    def location(self, item: Agency) -> str:
        return organ_address(item)


class _Columns(_OwnSitemap):
    """栏目页 — of organs in use."""

    def items(self) -> QuerySet[Column]:
        return (
            Column.objects.filter(
                status=ColumnStatus.ACTIVE, audience=ColumnAudience.PUBLIC, agency__in=active_agencies()
            )
            .select_related("agency")
            .order_by("pk")
        )

    def location(self, item: Column) -> str:
        return column_address(item.agency, item.code)


class _Documents(_OwnSitemap):
    """文件页."""

    def items(self) -> QuerySet[Document]:
        return visible_to(PUBLIC).only("pk", "revised_at").order_by("pk")

    def location(self, item: Document) -> str:
        return reverse("document", args=[item.pk])

    def lastmod(self, item: Document) -> datetime | None:
        return item.revised_at

    def get_latest_lastmod(self) -> datetime | None:
        """The newest change, asked of the database: the inherited way reads every row."""
        last: datetime | None = self.items().aggregate(last=Max("revised_at"))["last"]
        return last


_PARTS: dict[str, type[_OwnSitemap]] = {
    "pages": _Pages,
    "organs": _Organs,
    "columns": _Columns,
    "documents": _Documents,
}


@require_safe
@requires(ANYONE)
def sitemap_index(request: Request) -> HttpResponse:
    """网站地图目录 — the addresses of the site map's files."""
    files = []
    for name, part in _PARTS.items():
        this = part()
        last = this.get_latest_lastmod()
        for page in this.paginator.page_range:
            address = f"{settings.BASE_URL}{reverse('sitemap-part', args=[name, page])}"
            files.append({"location": address, "lastmod": last})
    response = render(request, "home/public/sitemap_index.xml", {"files": files}, content_type=_XML)
    return cacheable(response, [SITE, LISTS])


@require_safe
@requires(ANYONE)
def sitemap_part(request: Request, name: str, page: int) -> HttpResponse:
    """网站地图的一份 — at most 5,000 addresses."""
    part = _PARTS.get(name)
    if part is None:
        raise Http404
    try:
        urls = part().get_urls(page)
    except EmptyPage:
        raise Http404 from None
    response = render(request, "home/public/sitemap.xml", {"urls": urls}, content_type=_XML)
    return cacheable(response, [SITE, LISTS])


@require_safe
@requires(ANYONE)
def robots(request: Request) -> HttpResponse:
    """机器人守则 — everything may be fetched but what is endless or for people who sign in (RFC 9309)."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS),
        "",
        f"Sitemap: {settings.BASE_URL}{reverse('sitemap-index')}",
    ]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    return cacheable(response, [SITE])
