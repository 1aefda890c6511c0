"""首页 — the home page, the pages about this site, and what is shown when a page is not there."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.queries import jurisdiction
from gongkai.agencies.requests import Request
from gongkai.core import redirects
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import LISTS, SITE
from gongkai.core.permissions import ANYONE
from gongkai.disclosure.queries import published
from gongkai.home.figures import doors, errands, figures_of_year, words_of
from gongkai.home.organs import grouped
from gongkai.rules.catalogue import structure
from gongkai.ui.access import requires

NEWEST = 10


@require_safe
@requires(ANYONE)
def home(request: Request) -> HttpResponse:
    """首页."""
    site = jurisdiction()
    if site is None:
        return cacheable(render(request, "home/public/welcome.html", {"jurisdiction": None}), [SITE])
    newest = list(published()[:NEWEST])
    groups = grouped(site)
    context = {
        "jurisdiction": site,
        "newest": newest,
        "words": words_of(newest),
        "doors": doors(),
        "items": _statutory_items(),
        "errands": errands(),
        "figures": figures_of_year(timezone.localdate()),
        "groups": groups,
        "organ_count": sum(len(group.organs) for group in groups),
    }
    return cacheable(render(request, "home/public/home.html", context), [SITE, LISTS])


def _statutory_items() -> int:
    """How many items Article 20 lists, as the template of structure has them."""
    return next(len(spec.children) for spec in structure("department").columns if spec.code == "statutory")


@require_safe
@requires(ANYONE)
def accessibility(request: Request) -> HttpResponse:
    """无障碍说明."""
    return cacheable(render(request, "home/public/accessibility.html"), [SITE])


@require_safe
@requires(ANYONE)
def privacy(request: Request) -> HttpResponse:
    """我们收集和不收集什么."""
    return cacheable(render(request, "home/public/privacy.html"), [SITE])


@require_safe
@requires(ANYONE)
def data(request: Request) -> HttpResponse:
    """开放数据与接口."""
    return cacheable(render(request, "home/public/data.html"), [SITE])


@require_safe
@requires(ANYONE)
def sitemap(request: Request) -> HttpResponse:
    """网站地图."""
    site = jurisdiction()
    context = {"jurisdiction": site, "groups": grouped(site)}
    return cacheable(render(request, "home/public/sitemap.html", context), [SITE])


@requires(ANYONE)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """这一页不在了 — unless the address moved: then the reader is led to the new one."""
    moved = redirects.resolve(request.path, request.META.get("QUERY_STRING", ""))
    if moved is not None:
        response = HttpResponsePermanentRedirect(moved)
        # What moved may move back (a reshaping can be undone): browsers must not remember the way for good.
        response["Cache-Control"] = "no-cache"
        return response
    return render(request, "home/public/404.html", status=404)


@requires(ANYONE)
def failed(request: HttpRequest) -> HttpResponse:
    """出错了 — shown even when the database cannot be reached, so it asks it nothing."""
    return render(request, "home/public/500.html", status=500)
