"""开放接口 — the API of version 1 and its OpenAPI description; its addresses stay as they are."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from gongkai.api import errors
from gongkai.api.errors import Refused
from gongkai.api.views_public import router
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import SITE
from gongkai.core.permissions import ANYONE
from gongkai.ui.access import requires

PREFIX = "/api/v1/"
_View = Callable[..., HttpResponse]


class Renderer(JSONRenderer):
    """答复的写法 — Chinese as it is, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="政府信息公开开放接口",
    version="1",
    description=(
        "Read only, without registration. Answers what the pages of the portal answer, no more and no less. "
        "Every refusal has the shape of `Problem`; what was withdrawn answers 410 with a notice."
    ),
    docs_url=None,
    openapi_url=None,
    renderer=Renderer(),
    urls_namespace="api",
)
api.add_router("", router)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return errors.answer(request, error)


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return errors.not_found(request)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return errors.invalid(request, error)


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    return errors.failed(request, error)


def _open(view: _View) -> _View:
    """Make an operation readable by anyone from anywhere, and by GET and HEAD alone."""

    @csrf_exempt
    @requires(ANYONE)
    @wraps(view)
    def operation(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.method
        if asked in ("GET", "HEAD"):
            request.method = "GET"
            response = view(request, *args, **kwargs)
            request.method = asked
        else:
            response = errors.wrong_method(request)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return operation


def description(request: HttpRequest) -> HttpResponse:
    """接口说明 — the OpenAPI description."""
    schema = api.get_openapi_schema(path_prefix=PREFIX)
    return cacheable(JsonResponse(schema, json_dumps_params={"ensure_ascii": False}), [SITE])


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """没有的地址 — any other address below the prefix."""
    return errors.not_found(request)


def patterns() -> list[URLPattern]:
    """Return the addresses of the API, below its prefix."""
    own, _, _ = api.urls
    operations = [
        path(str(pattern.pattern), _open(pattern.callback), name=pattern.name)
        for pattern in own
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]
    return [
        *operations,
        path("openapi.json", _open(description), name="api-description"),
        path("", _open(nothing_here), name="api-root"),
        path("<path:rest>", _open(nothing_here), name="api-nothing"),
    ]
