"""目录下载 — the public catalogue as CSV and JSON Lines (Regulations of 2019, Article 12: 索引、名称、内容概述、生成日期).

Rows are read a thousand at a time, each time from where the last ended, so that neither memory nor a
transaction grows with the catalogue or with how slowly it is fetched.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import subtree_ids
from gongkai.agencies.requests import Request
from gongkai.core.permissions import ANYONE
from gongkai.core.rates import seconds_to_wait
from gongkai.disclosure import queries
from gongkai.disclosure.models import Document
from gongkai.disclosure.pages import address_of
from gongkai.disclosure.presentation import standing_of
from gongkai.typesetting.delimited import csv_lines
from gongkai.ui.access import requires

DOWNLOADS, WINDOW = 30, 600  # at most so many from one address in so many seconds
CHUNK = 1_000

# What a row needs of a document: a catalogue is long, and organs and columns carry long texts of their own.
_READ = (
    "index_number",
    "published_at",
    "agency__name",
    "column__name",
    "public__title",
    "public__summary",
    "public__formed_on",
    "public__document_number",
    "public__validity",
    "public__in_force_from",
    "public__in_force_until",
    "public__genre__name",
    "public__subject__name",
)

# The names of the columns are the law's and stay the same in every language of the interface.
FIELDS = {
    "index_number": "索引号",
    "title": "名称",
    "summary": "内容概述",
    "formed_on": "生成日期",
    "document_number": "文号",
    "agency": "机关",
    "column": "栏目",
    "genre": "体裁",
    "subject": "主题",
    "validity": "有效性",
    "published_on": "发布日期",
    "url": "网址",
}


@require_safe
@requires(ANYONE)
def catalogue_csv(request: Request) -> HttpResponseBase:
    """目录下载（CSV） — with a byte order mark, by which spreadsheet programs know that it is UTF-8."""
    return _download(request, "csv", "text/csv; charset=utf-8", table_lines)


@require_safe
@requires(ANYONE)
def catalogue_jsonl(request: Request) -> HttpResponseBase:
    """目录下载（JSON Lines） — one document on each line."""
    return _download(request, "jsonl", "application/x-ndjson; charset=utf-8", json_lines)


def _download(
    request: Request,
    suffix: str,
    content_type: str,
    write: Callable[[Iterator[dict[str, str]]], Iterator[str]],
) -> HttpResponseBase:
    if wait := seconds_to_wait(request, "catalogue", limit=DOWNLOADS, window=WINDOW):
        words = _("下载得太频繁，请过 %(wait)s 秒再试") % {"wait": wait}
        headers = {"Retry-After": str(wait)}
        return HttpResponse(words, status=429, content_type="text/plain; charset=utf-8", headers=headers)
    code = request.GET.get("organ", "")
    agency = get_object_or_404(Agency, code=code) if code else None
    name = f"catalogue-{agency.code}" if agency else "catalogue"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{suffix}"',
        "Cache-Control": "no-cache",
    }
    return StreamingHttpResponse(write(rows(agency)), content_type=content_type, headers=headers)


def rows(agency: Agency | None = None) -> Iterator[dict[str, str]]:
    """Yield each public document under the names of FIELDS, by age; of an organ and those below it, if given."""
    today = timezone.localdate()
    documents = queries.published().only(*_READ).order_by("pk")
    if agency is not None:
        documents = documents.filter(agency__in=subtree_ids(agency))
    last = 0
    while chunk := list(documents.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        for document in chunk:
            yield _row(document, today)


def _row(document: Document, today: date) -> dict[str, str]:
    version = document.public
    assert version is not None
    assert document.published_at is not None
    return {
        "index_number": document.index_number or "",
        "title": version.title,
        "summary": version.summary,
        "formed_on": version.formed_on.isoformat() if version.formed_on else "",
        "document_number": version.document_number,
        "agency": document.agency.name,
        "column": _name(document.column),
        "genre": _name(version.genre),
        "subject": _name(version.subject),
        "validity": standing_of(version, today).label,
        "published_on": timezone.localdate(document.published_at).isoformat(),
        "url": address_of(document),
    }


def _name(named: Any) -> str:
    return named.name if named is not None else ""


def table_lines(rows: Iterator[dict[str, str]]) -> Iterator[str]:
    """Return the rows as CSV, under the names of the law."""
    return csv_lines(chain([FIELDS.values()], ([row[name] for name in FIELDS] for row in rows)))


def json_lines(rows: Iterator[dict[str, str]]) -> Iterator[str]:
    """Yield the rows as JSON Lines, under English names."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"
