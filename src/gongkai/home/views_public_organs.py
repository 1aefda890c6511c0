"""机关页 — all organs, each organ's page and its guide (Regulations of 2019, Articles 12, 24)."""

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Agency, AgencyStatus, Jurisdiction
from gongkai.agencies.queries import active_agencies, jurisdiction
from gongkai.agencies.requests import Request
from gongkai.catalogue.queries import Branch, tree_of
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import LISTS, SITE
from gongkai.core.permissions import ANYONE
from gongkai.disclosure.queries import published
from gongkai.home.organs import bearing, groups_of, organ_at
from gongkai.intake import clean_html
from gongkai.rules.catalogue import Section
from gongkai.ui.access import requires

NEWEST = 10
_BESIDES = (Section.SYSTEM, Section.REPORT, Section.APPLICATION)


@require_safe
@requires(ANYONE)
def organs(request: Request) -> HttpResponse:
    """全部机关, or those whose name contains what was asked for."""
    site, asked = jurisdiction(), request.GET.get("name", "").strip()[:100]
    gone = Agency.objects.exclude(status=AgencyStatus.ACTIVE).select_related("successor")
    groups = groups_of(bearing(active_agencies(), asked), site)
    context = {
        "jurisdiction": site,
        "asked": asked,
        "groups": groups,
        "total": sum(len(group.organs) for group in groups),
        "gone": bearing(gone.order_by("-closed_on", "id"), asked),
    }
    return cacheable(render(request, "home/public/organs.html", context), [SITE])


@require_safe
@requires(ANYONE)
def organ(request: Request, code: str) -> HttpResponse:
    """机关页."""
    agency = organ_at(code)
    if agency.code != code:
        return HttpResponsePermanentRedirect(reverse("organ", args=[agency.code]))
    site = jurisdiction()
    tree = tree_of(agency)
    documents = published().filter(agency=agency)
    context = {
        "jurisdiction": site,
        "organ": agency,
        "statutory": _opened(Section.STATUTORY, tree[Section.STATUTORY]),
        "sections": [(section, _opened(section, tree[section])) for section in _BESIDES if tree[section]],
        "newest": documents[:NEWEST],
        "total": sum(branch.count for branches in tree.values() for branch in branches),
        "former": agency.former_names.all(),
        "taken_over": agency.predecessors.order_by("-closed_on", "id"),
        "below": groups_of(list(active_agencies().filter(parent=agency)), site),
        "closed": agency.status != AgencyStatus.ACTIVE,
    }
    return cacheable(render(request, "home/public/organ.html", context), [SITE, LISTS])


def _opened(section: Section, branches: list[Branch]) -> list[Branch]:
    """Put in place of the column that only repeats its section what stands below it."""
    opened = [branch.branches if branch.column.code == section else [] for branch in branches]
    return [below for branch, inside in zip(branches, opened, strict=True) for below in inside or [branch]]


@require_safe
@requires(ANYONE)
def organ_guide(request: Request, code: str) -> HttpResponse:
    """机关的公开指南."""
    agency = organ_at(code)
    if agency.code != code:
        return HttpResponsePermanentRedirect(reverse("organ-guide", args=[agency.code]))
    context = guide_of(agency, jurisdiction())
    return cacheable(render(request, "home/public/organ_guide.html", context), [SITE])


def guide_of(agency: Agency, site: Jurisdiction | None) -> dict[str, object]:
    """Return what an organ's guide says (Article 12): arrangement, ways to obtain, whom to ask."""
    tree = tree_of(agency)
    government = site is not None and agency.pk == site.root_id
    return {
        "jurisdiction": site,
        "organ": agency,
        "office": site.host_agency if site is not None and government else agency,
        "sections": [(section, _opened(section, tree[section])) for section in Section if tree[section]],
        "added": mark_safe(clean_html(agency.guide_text)) if agency.guide_text.strip() else "",  # noqa: S308  just cleaned
        "section": Section.GUIDE.value,
    }
