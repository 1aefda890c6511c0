"""订阅 — Atom feeds (RFC 4287) of what is newly public: everywhere, at an organ, in a column, for a search."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies.addresses import organ_address
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import PUBLIC
from gongkai.agencies.queries import jurisdiction, subtree_ids
from gongkai.agencies.requests import Request
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import INDEX, LISTS, SITE
from gongkai.core.permissions import ANYONE
from gongkai.core.rates import seconds_to_wait
from gongkai.disclosure import queries
from gongkai.disclosure.models import Document
from gongkai.disclosure.pages import address_of
from gongkai.disclosure.search import find
from gongkai.disclosure.views_public_search import SEARCHES_A_MINUTE, filters_of
from gongkai.home.columns import documents_in, place_of
from gongkai.ui.access import requires

ENTRIES = 50
_CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_LONGEST = 300  # characters of a search, as on the search page

# What XML 1.0 cannot hold.
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@require_safe
@requires(ANYONE)
def newest(request: Request) -> HttpResponse:
    """最新公开."""
    return _feed(request, _("最新公开"), "/", queries.published()[:ENTRIES])


@require_safe
@requires(ANYONE)
def of_organ(request: Request, code: str) -> HttpResponse:
    """机关订阅 — what an organ and those below it published."""
    agency = get_object_or_404(Agency, code=code)
    documents = queries.published().filter(agency__in=subtree_ids(agency))
    return _feed(request, agency.name, organ_address(agency), documents[:ENTRIES])


@require_safe
@requires(ANYONE)
def of_column(request: Request, code: str, column_code: str) -> HttpResponse:
    """栏目订阅 — what stands in a column and those below it."""
    agency = get_object_or_404(Agency, code=code)
    place = place_of(agency, column_code)
    if place is None:
        raise Http404
    title = f"{agency.short_name}{place.column.name}"
    address = reverse("column", args=[agency.code, column_code])
    return _feed(request, title, address, documents_in(place.branch)[:ENTRIES])


@require_safe
@requires(ANYONE)
def of_search(request: Request) -> HttpResponse:
    """检索订阅 — what a search finds, newest first."""
    if wait := seconds_to_wait(request, "search", limit=SEARCHES_A_MINUTE, window=60):
        return _later(_("检索得太快，请过 %(wait)s 秒再试") % {"wait": wait}, 429, wait)
    text = request.GET.get("q", "")[:_LONGEST].strip()
    results = find(
        text, actor=PUBLIC, filters=filters_of(request.GET), size=ENTRIES, order="newest", facets=False
    )
    if results.broken:
        return _later(_("检索暂时不能用，请稍后再试"), 503, 300)
    title = _("搜索：%(text)s") % {"text": text}
    address = f"{reverse('search')}?{urlencode({'q': text})}"
    return _feed(request, title, address, [hit.document for hit in results.hits], INDEX)


def _later(words: str, status: int, wait: int) -> HttpResponse:
    return HttpResponse(
        words, status=status, content_type="text/plain; charset=utf-8", headers={"Retry-After": str(wait)}
    )


def _feed(
    request: Request, title: str, address: str, documents: Iterable[Document], *tags: str
) -> HttpResponse:
    site = jurisdiction()
    feed = Atom1Feed(
        title=_plain(f"{title} - {site.site_name}" if site else title),
        link=f"{settings.BASE_URL}{address}",
        description="",
        language=get_language(),
        author_name=site.root.name if site else None,
        feed_url=f"{settings.BASE_URL}{_plain(request.get_full_path())}",
    )
    for document in documents:
        _add(feed, document)
    response = HttpResponse(feed.writeString("utf-8"), content_type=_CONTENT_TYPE)
    return cacheable(response, [SITE, LISTS, *tags])


def _add(feed: Atom1Feed, document: Document) -> None:
    version = document.public
    assert version is not None
    about = (document.column, version.genre, version.subject)
    feed.add_item(
        title=_plain(version.title),
        link=address_of(document),
        description=_plain(version.summary),
        unique_id=address_of(document),
        author_name=document.agency.name,
        pubdate=document.published_at,
        updateddate=document.revised_at or document.published_at,
        categories=[named.name for named in about if named is not None],
    )


def _plain(text: str) -> str:
    return text.translate(_NOT_IN_XML)
