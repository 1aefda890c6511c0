"""订阅 — Atom feeds (RFC 4287) of what is newly public: everywhere, at an organ, in a column, for a search.

And of the register of answered applications, without any person.
"""

from collections.abc import Iterable
from datetime import datetime, time
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
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
from gongkai.foi.models import Case
from gongkai.foi.queries import shown_to_all
from gongkai.home.columns import documents_in, place_of
from gongkai.rules.reply_kinds import RESULT_LABELS, Result
from gongkai.ui.access import requires
from gongkai.ui.wording import told

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


@require_safe
@requires(ANYONE)
def of_answered(request: Request) -> HttpResponse:
    """已答复的申请 — the register: what was asked for, which organ answered, what came of it."""
    address = reverse("application-answered")
    feed = _begun(request, _("已答复的申请"), address)
    cases = shown_to_all().select_related("agency", "made_public").order_by("-answered_on", "-id")
    for case in cases[:ENTRIES]:
        _add_case(feed, case, address)
    return HttpResponse(feed.writeString("utf-8"), content_type=_CONTENT_TYPE)


def _add_case(feed: Atom1Feed, case: Case, register: str) -> None:
    """One entry leads to the document that was made of the answer while that is public, else to the register."""
    assert case.answered_on is not None
    made = case.made_public
    answered = datetime.combine(case.answered_on, time(), timezone.get_default_timezone())
    title = urlencode({"q": case.title, "year": case.answered_on.year})
    entry = f"{settings.BASE_URL}{register}?{title}"
    feed.add_item(
        title=_plain(case.title),
        link=address_of(made) if made and made.public_id else entry,
        description=told(RESULT_LABELS[Result(case.result)]) if case.result else "",
        unique_id=f"{settings.BASE_URL}{register}#{case.pk}",
        author_name=case.agency.name,
        pubdate=answered,
        updateddate=answered,
    )


def _later(words: str, status: int, wait: int) -> HttpResponse:
    return HttpResponse(
        words, status=status, content_type="text/plain; charset=utf-8", headers={"Retry-After": str(wait)}
    )


def _feed(
    request: Request, title: str, address: str, documents: Iterable[Document], *tags: str
) -> HttpResponse:
    feed = _begun(request, title, address)
    for document in documents:
        _add(feed, document)
    response = HttpResponse(feed.writeString("utf-8"), content_type=_CONTENT_TYPE)
    return cacheable(response, [SITE, LISTS, *tags])


def _begun(request: Request, title: str, address: str) -> Atom1Feed:
    site = jurisdiction()
    return Atom1Feed(
        title=_plain(f"{title} - {site.site_name}" if site else title),
        link=f"{settings.BASE_URL}{address}",
        description="",
        language=get_language(),
        author_name=site.root.name if site else None,
        feed_url=f"{settings.BASE_URL}{_plain(request.get_full_path())}",
    )


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
