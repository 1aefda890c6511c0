"""统计总览（工作台） — figures of any period and organ that an officer sees, every number with its rows."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request
from gongkai.reporting import policies
from gongkai.reporting.data_files import FORMATS
from gongkai.reporting.forms_overview import PeriodForm, listed
from gongkai.reporting.overview_page import context_of, data_of, page_of
from gongkai.ui.access import requires


@require_safe
@requires(policies.SEE_REPORTS)
def figures(request: Request) -> HttpResponse:
    """统计总览."""
    agencies = listed(agencies_for(request.actor, policies.SEE_REPORTS))
    form = PeriodForm(request.GET, agencies=agencies, today=timezone.localdate())
    page = page_of(form, office=True, order=request.GET.get("order", ""))
    if (wanted := request.GET.get("format", "")) in FORMATS and not form.errors:
        return data_of(page, wanted)
    return render(request, "reporting/desk/figures.html", context_of(page, form), status=form.http_status)
