"""五个板块 — guide, rules, what must be published, annual reports (2019 Arts. 12, 19–22, 50)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.agencies.queries import active_agencies, jurisdiction
from gongkai.agencies.requests import Request
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import LISTS, SITE
from gongkai.core.permissions import ANYONE
from gongkai.disclosure.queries import published
from gongkai.home.figures import report_documents
from gongkai.home.organs import grouped
from gongkai.home.paging import paged
from gongkai.home.statutory import items
from gongkai.home.views_public_organs import guide_of
from gongkai.rules.catalogue import Section
from gongkai.rules.citations import REGULATIONS_2019
from gongkai.rules.page import chapters
from gongkai.ui.access import requires


@require_safe
@requires(ANYONE)
def guide(request: Request) -> HttpResponse:
    """公开指南 — the government's own, and the way to each organ's."""
    site = jurisdiction()
    context: dict[str, object] = {
        "jurisdiction": site,
        "groups": grouped(site),
        "section": Section.GUIDE.value,
    }
    if site is not None:
        context = {**guide_of(site.root, site), **context}
    return cacheable(render(request, "home/public/guide.html", context), [SITE])


@require_safe
@requires(ANYONE)
def system(request: Request) -> HttpResponse:
    """公开制度."""
    documents = published().filter(column__section=Section.SYSTEM)
    context = {**paged(documents, request), "regulations": REGULATIONS_2019, "section": Section.SYSTEM.value}
    return cacheable(render(request, "home/public/system.html", context), [SITE, LISTS])


@require_safe
@requires(ANYONE)
def statutory(request: Request) -> HttpResponse:
    """法定主动公开内容."""
    context = {"items": items(), "section": Section.STATUTORY.value}
    return cacheable(render(request, "home/public/statutory.html", context), [SITE, LISTS])


@require_safe
@requires(ANYONE)
def reports(request: Request) -> HttpResponse:
    """公开年报 — of one year by organ, or of one organ by year."""
    site = jurisdiction()
    found = report_documents()
    years = list(
        found.order_by("-public__report_year").values_list("public__report_year", flat=True).distinct()
    )
    wanted, code = request.GET.get("year", ""), request.GET.get("organ", "")[:40]
    year = int(wanted) if wanted.isdecimal() and len(wanted) == 4 else (years[0] if years else None)
    context = {
        "jurisdiction": site,
        "years": years,
        "year": year,
        "organ": active_agencies().filter(code=code).first() if code else None,
        "reports": found.filter(agency__code=code) if code else found.filter(public__report_year=year),
        "own": found.filter(agency_id=site.root_id) if site and not code else (),
        "section": Section.REPORT.value,
    }
    return cacheable(render(request, "home/public/reports.html", context), [SITE, LISTS])


@require_safe
@requires(ANYONE)
def rules(request: Request) -> HttpResponse:
    """依申请公开的规则 — every limit, reply, fee and letter with its article, made from what the program goes by."""
    context = {"chapters": chapters(), "section": Section.APPLICATION.value}
    return cacheable(render(request, "home/public/rules.html", context), [SITE])
