"""开放接口的操作 — read only, anonymous, and with the pages' own decision on what is public."""

from typing import NoReturn

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import PUBLIC
from gongkai.api import schemas, shapes
from gongkai.api.errors import Refused
from gongkai.catalogue.models import Scheme
from gongkai.catalogue.queries import Branch, tree_of
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import INDEX, LISTS, SITE, document_tag
from gongkai.core.rates import seconds_to_wait
from gongkai.disclosure import pages, queries
from gongkai.disclosure.models import Document, Version
from gongkai.disclosure.search import DEEPEST, find
from gongkai.disclosure.views_public_search import SEARCHES_A_MINUTE
from gongkai.search.index import Filters

router = Router()


@router.get("/agencies", response=list[schemas.AgencyOut], url_name="api-agencies", summary="机关")
def agencies(request: HttpRequest, response: HttpResponse) -> list[schemas.AgencyOut]:
    """Every organ of the site, superior ones first; merged and closed ones too."""
    cacheable(response, [SITE])
    rows = Agency.objects.select_related("parent", "successor").order_by("path")
    return [shapes.agency(row) for row in rows]


@router.get(
    "/agencies/{slug:code}",
    response={200: schemas.AgencyDetail, 404: schemas.Problem},
    url_name="api-agency",
    summary="一个机关",
)
def agency(request: HttpRequest, response: HttpResponse, code: str) -> schemas.AgencyDetail:
    """One organ with its facts."""
    row = _organ(code)
    names = row.former_names.values_list("name", flat=True)
    below = row.children.order_by("position", "id").values_list("code", flat=True)
    cacheable(response, [SITE])
    return shapes.agency_detail(row, names, below)


@router.get(
    "/agencies/{slug:code}/columns",
    response={200: list[schemas.ColumnOut], 404: schemas.Problem},
    url_name="api-columns",
    summary="一个机关的栏目",
)
def columns(request: HttpRequest, response: HttpResponse, code: str) -> list[schemas.ColumnOut]:
    """The columns of an organ that are open to the public, parents first."""
    organ = _organ(code)
    rows: list[schemas.ColumnOut] = []

    def walk(branches: list[Branch], parent: Branch | None) -> None:
        for branch in branches:
            rows.append(shapes.column(branch.column, parent.column if parent else None, organ))
            walk(branch.branches, branch)

    for branches in tree_of(organ).values():
        walk(branches, None)
    cacheable(response, [SITE, LISTS])
    return rows


@router.get("/schemes", response=list[schemas.SchemeOut], url_name="api-schemes", summary="分类法")
def schemes(request: HttpRequest, response: HttpResponse) -> list[schemas.SchemeOut]:
    """The classification schemes with their classes."""
    cacheable(response, [SITE])
    return [shapes.scheme(row) for row in Scheme.objects.prefetch_related("terms")]


@router.get(
    "/documents",
    response={
        200: schemas.DocumentList,
        422: schemas.Problem,
        429: schemas.Problem,
        503: schemas.Problem,
    },
    url_name="api-documents",
    summary="政府信息",
)
def documents(
    request: HttpRequest, response: HttpResponse, wanted: Query[schemas.Wanted]
) -> schemas.DocumentList:
    """What is public, narrowed and searched as on the search page; newest first where q is not given."""
    text = wanted.q.strip()
    if text and (wait := seconds_to_wait(request, "search", limit=SEARCHES_A_MINUTE, window=60)):
        raise Refused(
            429, "too_many_requests", gettext_noop("检索得太快，请过 %(wait)s 秒再试"), values={"wait": wait}
        )
    if wanted.page * wanted.limit > DEEPEST:
        raise Refused(422, "too_deep", gettext_noop("一次查询最多看到第 10000 条，请缩小范围"), "page")
    order = wanted.order or "relevance"
    results = find(
        text,
        actor=PUBLIC,
        filters=_filters(wanted),
        page=wanted.page,
        size=wanted.limit,
        order=order,
        facets=False,
    )
    if results.too_short:
        raise Refused(422, "too_short", gettext_noop("检索词至少要两个字"), "q")
    if results.broken:
        raise Refused(503, "unavailable", gettext_noop("检索暂时不能用，请稍后再试"))
    hits = results.hits if results.page == wanted.page else []
    today = timezone.localdate()
    cacheable(response, [SITE, LISTS, INDEX])
    return schemas.DocumentList(
        total=results.total,
        page=wanted.page,
        pages=results.pages,
        items=[shapes.summary(hit, today, searched=bool(text)) for hit in hits],
    )


@router.get(
    "/documents/{int:pk}",
    response={200: schemas.DocumentDetail, 404: schemas.Problem, 410: schemas.Withdrawn},
    url_name="api-document",
    summary="一件政府信息",
)
def document(request: HttpRequest, response: HttpResponse, pk: int) -> schemas.DocumentDetail:
    """A public document with its text, files, relations and versions; 410 with a notice once it is withdrawn."""
    found = pages.public_document(pk)
    if found is None or found.public is None:
        _gone(pk)
    today = timezone.localdate()
    cacheable(response, [SITE, LISTS, document_tag(pk)])
    return shapes.document(pages.page_of(found, found.public, today), today)


@router.get(
    "/documents/{int:pk}/versions/{int:number}",
    response={200: schemas.VersionOut, 404: schemas.Problem, 410: schemas.Withdrawn},
    url_name="api-version",
    summary="一个版本",
)
def version(request: HttpRequest, response: HttpResponse, pk: int, number: int) -> schemas.VersionOut:
    """One version that the public may read; 410 where it was withdrawn."""
    found = pages.public_document(pk)
    if found is None or found.public is None:
        _gone(pk)
    readable, withdrawn = queries.version_history(found)
    if any(version.number == number for version in withdrawn):
        _refuse(found, next(version for version in withdrawn if version.withdrawn_at))
    known = next((version.pk for version in readable if version.number == number), None)
    if known is None:
        raise Http404
    this = Version.objects.select_related("genre", "subject", "audience", "theme").get(pk=known)
    today = timezone.localdate()
    cacheable(response, [SITE, LISTS, document_tag(pk)])
    return shapes.version(pages.page_of(found, this, today), today)


def _organ(code: str) -> Agency:
    row = Agency.objects.select_related("parent", "successor").filter(code=code).first()
    if row is None:
        raise Http404
    return row


def _filters(wanted: schemas.Wanted) -> Filters:
    agency = None
    if wanted.agency is not None:
        agency = Agency.objects.filter(code=wanted.agency).values_list("pk", flat=True).first()
        if agency is None:
            raise Refused(422, "unknown", gettext_noop("没有这个代码的机关"), "agency")
    first, last = wanted.published_from, wanted.published_to
    return Filters(
        agency=agency,
        subordinates=wanted.subordinates,
        column=wanted.column,
        genre=tuple(wanted.genre) or None,
        subject=tuple(wanted.subject) or None,
        year=tuple(wanted.year) or None,
        validity=tuple(wanted.validity) or None,
        published_from=int(f"{first:%Y%m%d}0000") if first else None,
        published_to=int(f"{last:%Y%m%d}2359") if last else None,
    )


def _gone(pk: int) -> NoReturn:
    """Refuse a document that the public does not see: with a notice where it was withdrawn."""
    row = queries.withdrawn().filter(pk=pk).first()
    if row is None:
        raise Http404
    _refuse(row, None)


def _refuse(row: Document, version: Version | None) -> NoReturn:
    message = gettext_noop("旧版已经撤回") if version else gettext_noop("这份文件已经撤回")
    raise Refused(410, "withdrawn", message, notice=shapes.notice(row, version))
