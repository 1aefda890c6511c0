"""分页 — one page of rows, with the page numbers to choose from."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE = 50


def paged(rows: QuerySet[Any], request: HttpRequest) -> dict[str, object]:
    """Return `page` and `numbers` for the template of page links; a page that does not exist is the nearest one."""
    pages = Paginator(rows, PAGE)
    page = pages.get_page(request.GET.get("page"))
    numbers = list(pages.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
    return {"page": page, "numbers": numbers}
