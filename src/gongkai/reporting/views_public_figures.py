"""统计总览（公众） — figures of any period and organ, what each of them is, and everything as data."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.queries import active_agencies, jurisdiction
from gongkai.agencies.requests import Request
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import SITE
from gongkai.core.permissions import ANYONE
from gongkai.reporting import definitions
from gongkai.reporting.data_files import FORMATS
from gongkai.reporting.forms_overview import PeriodForm, listed
from gongkai.reporting.overview_page import context_of, data_of, page_of
from gongkai.rules.indicators import INDICATORS
from gongkai.ui.access import requires


@require_safe
@requires(ANYONE)
def figures(request: Request) -> HttpResponse:
    """统计数据."""
    site = jurisdiction()
    if site is None:
        raise Http404
    form = PeriodForm(request.GET, agencies=listed(active_agencies()), today=timezone.localdate())
    page = page_of(form, office=False, order=request.GET.get("order", ""))
    if (wanted := request.GET.get("format", "")) in FORMATS and not form.errors:
        return data_of(page, wanted)
    return render(request, "reporting/public/figures.html", context_of(page, form), status=form.http_status)


@require_safe
@requires(ANYONE)
def all_definitions(request: Request) -> HttpResponse:
    """指标说明 — every indicator with its unit and basis."""
    context = {"indicators": INDICATORS.values()}
    return cacheable(render(request, "reporting/public/definitions.html", context), [SITE])


@require_safe
@requires(ANYONE)
def definition(request: Request, indicator: str) -> HttpResponse:
    """一个指标 — its name, unit, basis, how it is counted, and which identities bind it."""
    if indicator not in INDICATORS:
        raise Http404
    context = {"told": definitions.definition_of(indicator)}
    return cacheable(render(request, "reporting/public/definition.html", context), [SITE])
