"""年报下载 — a version of a report as a file."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.requests import Request
from gongkai.reporting import policies, queries
from gongkai.reporting.exports import Format, exported
from gongkai.reporting.views_desk_reports import existing_year, show, version_in
from gongkai.typesetting.pdf import PdfUnavailable
from gongkai.ui.access import requires


@require_safe
@requires(policies.SEE_REPORTS)
def download(request: Request, code: str, year: int, ending: str) -> HttpResponse:
    """下载年报 — in a format by its ending; where the machine cannot make a PDF, the page says what is missing."""
    if ending not in list(Format):
        raise Http404
    agency = queries.agency_for(request.actor, code)
    versions = list(queries.versions(agency, existing_year(year)))
    report = version_in(request, versions)
    try:
        made = exported(report, Format(ending), timezone.localdate())
    except PdfUnavailable as missing:
        return show(request, report, versions, str(missing), 503)
    answer = HttpResponse(made.data, content_type=made.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
    return answer
