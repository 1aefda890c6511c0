"""接口的错误 — one shape for every refusal, in the reader's language."""

import logging
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, gettext_noop
from ninja.errors import ValidationError

from gongkai.ui.preferences import COOKIE

_log = logging.getLogger("gongkai.api")


class Refused(Exception):
    """未予答复 — what the API answers instead: status, code, message, field, and what else the answer holds.

    `message` is untranslated, with places for `values`: the answer speaks the language of the request. The value
    `wait` is how many seconds to wait.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        field: str | None = None,
        *,
        values: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field = status, code, message, field
        self.values, self.more = values or {}, more


def answer(request: HttpRequest, refused: Refused) -> JsonResponse:
    """Return an error; it is never kept, so that it may follow what languages the program accepts."""
    language = language_of(request)
    with translation.override(language):
        message = gettext(refused.message) % refused.values
    error = {"code": refused.code, "message": message, "field": refused.field}
    response = JsonResponse(
        {"error": error, **refused.more}, status=refused.status, json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Language"] = language
    if "wait" in refused.values:
        response["Retry-After"] = str(refused.values["wait"])
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def language_of(request: HttpRequest) -> str:
    """Return the language for messages: the reader's preference if there is one, else what the program accepts."""
    if COOKIE in request.COOKIES:
        return translation.get_language() or "zh-hans"
    return translation.get_language_from_request(request)


def not_found(request: HttpRequest) -> JsonResponse:
    """Answer for what is not there, or not for the public."""
    return answer(request, Refused(404, "not_found", gettext_noop("没有这个地址，或者内容没有公开")))


def bad_address(request: HttpRequest) -> JsonResponse:
    """Answer to an address that no text can be; other sites' pages may read it like every answer here."""
    response = answer(request, Refused(400, "bad_address", gettext_noop("地址里有不能用的字符")))
    response["Access-Control-Allow-Origin"] = "*"
    return response


def wrong_method(request: HttpRequest) -> JsonResponse:
    """Answer to whoever wants to change something here."""
    response = answer(request, Refused(405, "method_not_allowed", gettext_noop("这个接口只供读取，请用 GET")))
    response["Allow"] = "GET, HEAD"
    return response


def failed(request: HttpRequest, error: Exception) -> JsonResponse:
    """Answer for an error of ours, which is logged."""
    _log.error("The API failed at %s", request.path, exc_info=error)
    return answer(request, Refused(500, "failed", gettext_noop("系统出错，我们会尽快处理，请稍后再试")))


def invalid(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Answer for a parameter that cannot be used: the first one."""
    first = error.errors[0]
    names = [part for part in first["loc"] if isinstance(part, str)]
    context = first.get("ctx", {})
    return answer(request, Refused(422, "invalid", _what(first["type"]), names[-1], values=context))


def invalid_fields(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Answer for a body that cannot be used: the first field in `error`, every one of them in `fields`."""
    with translation.override(language_of(request)):
        fields = [
            {
                "field": ".".join(str(part) for part in each["loc"][2:]) or str(each["loc"][-1]),
                "message": gettext(_what(each["type"])) % each.get("ctx", {}),
            }
            for each in error.errors
        ]
    first = error.errors[0]
    refused = Refused(
        422, "invalid", _what(first["type"]), fields[0]["field"], values=first.get("ctx", {}), fields=fields
    )
    return answer(request, refused)


def _what(kind: str) -> str:
    match kind:
        case "missing":
            return gettext_noop("请填写")
        case "extra_forbidden":
            return gettext_noop("没有这个字段")
        case "string_type":
            return gettext_noop("须为文字")
        case "string_too_short":
            return gettext_noop("至少 %(min_length)s 个字")
        case "int_parsing" | "int_type" | "int_parsing_size":
            return gettext_noop("须为整数")
        case "greater_than_equal":
            return gettext_noop("不能小于 %(ge)s")
        case "less_than_equal":
            return gettext_noop("不能大于 %(le)s")
        case "literal_error":
            return gettext_noop("须为 %(expected)s 之一")
        case "bool_parsing" | "bool_type":
            return gettext_noop("须为 true 或者 false")
        case "string_too_long" | "too_long":
            return gettext_noop("最多 %(max_length)s 个")
    if kind.startswith("date_"):
        return gettext_noop("日期须写成 2026-10-12 的样子")
    return gettext_noop("这个值不能用")
