"""推送接口 — an organ's own system brings documents in; it never reviews, signs or publishes.

Every request bears a token (`Authorization: Bearer …`). One that bears an `Idempotency-Key` and arrives again is
answered as it was the first time.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Router, Status
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from gongkai.api import errors, push_shapes
from gongkai.api.contract import Renderer
from gongkai.api.errors import Refused
from gongkai.api.push_schemas import DocumentIn, DocumentOut, FileOut, Me, PushProblem
from gongkai.api.schemas import Problem
from gongkai.core.permissions import ANYONE
from gongkai.core.rates import seconds_to_wait
from gongkai.imports.actions.push import (
    NotTaken,
    push_document,
    push_file,
    push_submit,
    pushed_item,
    token_of,
)
from gongkai.imports.actions.receive import answered_before, keep_answer
from gongkai.imports.models import Token
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.rules.pushing import Scope
from gongkai.ui.access import requires

PREFIX = "/push/v1/"
REQUESTS_A_MINUTE = 600
LONGEST_KEY = 120
_View = Callable[..., HttpResponse]
_PROBLEMS = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    422: PushProblem,
    429: Problem,
}


class Bearer(HttpBearer):
    """令牌 — in the header `Authorization: Bearer gk_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        return token_of(token, timezone.now())


router = Router()
api = NinjaAPI(
    title="政府信息公开推送接口",
    version="1",
    description=(
        "For an organ's own systems. A token is issued at the desk for one organ and certain scopes; it drafts and, "
        "where it may, sends to confidentiality review. Publishing is done by people. Every refusal has the shape of "
        "`Problem`; one about the content names every field."
    ),
    docs_url=None,
    openapi_url=None,
    renderer=Renderer(),
    urls_namespace="push",
    auth=Bearer(),
)


def _token(request: HttpRequest, scope: Scope | None = None) -> Token:
    token: Token = request.auth  # type: ignore[attr-defined]
    if scope is not None and scope not in token.scopes:
        raise Refused(403, "scope_missing", gettext_noop("这个令牌不能办这件事"))
    return token


@router.get("/me", response={200: Me, **_PROBLEMS}, url_name="push-me", summary="令牌")
def me(request: HttpRequest) -> Me:
    """Whose token this is and what it may do."""
    token = _token(request)
    return Me(
        agency=token.agency.code,
        name=token.name,
        scopes=list(token.scopes),
        expires_on=timezone.localdate(token.expires_at),
    )


@router.post(
    "/documents",
    response={200: DocumentOut, 201: DocumentOut, **_PROBLEMS},
    url_name="push-documents",
    summary="推送一件",
)
def push(request: HttpRequest, document: DocumentIn) -> Status[DocumentOut]:
    """Bring one document in, or level with what your system says now. 201 for a new one."""
    token = _token(request, Scope.DRAFT)
    try:
        pushed = push_document(token, push_shapes.told(document), now=timezone.now())
    except NotTaken as refusal:
        raise Refused(
            422,
            "invalid",
            gettext_noop("内容有误，没有收下"),
            fields=[problem.model_dump() for problem in push_shapes.problems(refusal.troubles)],
        ) from refusal
    return Status(201 if pushed.outcome == "created" else 200, push_shapes.pushed(pushed))


@router.get(
    "/documents/{int:pk}",
    response={200: DocumentOut, **_PROBLEMS},
    url_name="push-document",
    summary="办到哪里",
)
def standing(request: HttpRequest, pk: int) -> DocumentOut:
    """Where a document that you pushed stands."""
    return push_shapes.standing(pushed_item(_token(request), document_id=pk))


@router.get(
    "/documents",
    response={200: DocumentOut, **_PROBLEMS},
    url_name="push-documents",
    summary="按原系统标识查",
)
def find(request: HttpRequest, old_id: str) -> DocumentOut:
    """Where the document of that identifier stands."""
    return push_shapes.standing(pushed_item(_token(request), old_id=old_id))


@router.put(
    "/documents/{int:pk}/files/{str:name}",
    response={200: FileOut, **_PROBLEMS},
    url_name="push-file",
    summary="推送附件",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def put_file(request: HttpRequest, pk: int, name: str) -> FileOut:
    """Attach the bytes of the request to the draft, in place of a file of the same name."""
    token = _token(request, Scope.DRAFT)
    data = request.read(settings.UPLOAD_BYTES + 1)
    made = push_file(token, pk, name=name, data=data, now=timezone.now())
    return FileOut(id=made.pk, name=made.name, size=made.file.size, sha256=made.file_id)


@router.post(
    "/documents/{int:pk}/submit",
    response={200: DocumentOut, **_PROBLEMS},
    url_name="push-submit",
    summary="送保密审查",
)
def submit(request: HttpRequest, pk: int) -> DocumentOut:
    """Send the draft to confidentiality review."""
    token = _token(request, Scope.SUBMIT)
    push_submit(token, pk, now=timezone.now())
    return push_shapes.standing(pushed_item(token, document_id=pk))


api.add_router("", router)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return errors.answer(request, error)


@api.exception_handler(RuleViolation)
@api.exception_handler(StepNotAllowed)
def _not_by_the_rules(request: HttpRequest, error: Exception) -> HttpResponse:
    return push_shapes.refusal(request, error)


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    words = gettext_noop("这个系统没有推送过这件信息，或者没有这个地址，请核对编号和网址")
    return errors.answer(request, Refused(404, "not_found", words))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return errors.invalid_fields(request, error)


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return errors.answer(request, Refused(413, "too_large", gettext_noop("一次请求太大，附件请单独推送")))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    return errors.failed(request, error)


def _operation(view: _View) -> _View:
    """Let a system in: no cookies, bounded in number, an answer given before given again."""

    @csrf_exempt
    @requires(ANYONE)
    @wraps(view)
    def operation(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if wait := seconds_to_wait(request, "push", limit=REQUESTS_A_MINUTE, window=60):
            refused = Refused(
                429,
                "too_many_requests",
                gettext_noop("请求得太快，请过 %(wait)s 秒再试"),
                values={"wait": wait},
            )
            return errors.answer(request, refused)
        response = _once(request, lambda: view(request, *args, **kwargs))
        if response.status_code == 401:
            response = errors.answer(
                request, Refused(401, "token_missing", gettext_noop("令牌不对，或者已经失效"))
            )
            response["WWW-Authenticate"] = "Bearer"
        elif response.status_code == 405:
            allowed = response["Allow"]
            response = errors.answer(
                request, Refused(405, "method_not_allowed", gettext_noop("这个地址不能这样请求"))
            )
            response["Allow"] = allowed
        response["Cache-Control"] = "private, no-store"
        return response

    return operation


def _once(request: HttpRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request with a key as it was answered before; the same key with other content is refused.

    Only what was done is kept: what was refused changed nothing, and may be asked again once it is put right.
    """
    key = request.headers.get("Idempotency-Key", "")
    token = token_of(_secret(request), timezone.now()) if key and request.method == "POST" else None
    if token is None:
        return work()
    if len(key) > LONGEST_KEY:
        return errors.answer(request, Refused(400, "key_too_long", gettext_noop("Idempotency-Key 太长")))
    try:
        asked = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
    except RequestDataTooBig as error:
        return _too_big(request, error)
    before = answered_before(token, key)
    if before is not None and before.request_digest != asked:
        return errors.answer(
            request, Refused(409, "key_used", gettext_noop("这个 Idempotency-Key 已经用于另一个请求"))
        )
    if before is not None:
        response: HttpResponse = JsonResponse(before.answer, status=before.status)
        response["Idempotency-Replayed"] = "true"
        return response
    response = work()
    if response.status_code < 300:
        keep_answer(token, key, asked, response, now=timezone.now())
    return response


def _secret(request: HttpRequest) -> str:
    """Return what stands behind "Bearer", which may be written in any case (RFC 9110, 11.1)."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret if scheme.lower() == Bearer.openapi_scheme else ""


def description(request: HttpRequest) -> HttpResponse:
    """接口说明 — the OpenAPI description."""
    return JsonResponse(api.get_openapi_schema(path_prefix=PREFIX), json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@requires(ANYONE)
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """没有的地址 — any other address below the prefix, with a token or without."""
    response = errors.not_found(request)
    response["Cache-Control"] = "private, no-store"
    return response


def patterns() -> list[URLPattern]:
    """Return the addresses of the push API, below its prefix."""
    own, _, _ = api.urls
    operations = [
        path(str(pattern.pattern), _operation(pattern.callback), name=pattern.name)
        for pattern in own
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]
    return [
        *operations,
        path("openapi.json", require_safe(requires(ANYONE)(description)), name="push-description"),
        path("", nothing_here, name="push-root"),
        path("<path:rest>", nothing_here, name="push-nothing"),
    ]
