"""栏目页 — what stands in a column of an organ, who answers for it and how often it is updated."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Agency
from gongkai.agencies.requests import Request
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import LISTS, SITE
from gongkai.core.permissions import ANYONE
from gongkai.disclosure.search_facets import validity_names
from gongkai.home import columns
from gongkai.ui.access import requires

SIZE = 20


@require_safe
@requires(ANYONE)
def column(request: Request, code: str, column_code: str) -> HttpResponse:
    """栏目页."""
    agency = get_object_or_404(Agency, code=code)
    place = columns.place_of(agency, column_code)
    if place is None:
        raise Http404  # where a retired or moved column led on, the page for what is not there knows
    today = timezone.localdate()
    everything = columns.documents_in(place.branch)
    asked = columns.Conditions.of(request.GET)
    pages = Paginator(asked.narrow(everything, today) if asked else everything, SIZE)
    if not asked:
        pages.count = place.branch.count  # kept, and proved by verify: not counted for each reader
    years, genres = columns.choices_in(everything)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "agency": agency,
        "place": place,
        "section": place.column.section,
        "asked": asked,
        "page": page,
        "numbers": list(pages.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "years": years,
        "genres": genres,
        "validities": validity_names(),
        "overdue": columns.is_overdue(place.column, today),
        "tags": columns.page_tags(agency, place),
    }
    return cacheable(render(request, "home/public/column.html", context), [SITE, LISTS])
