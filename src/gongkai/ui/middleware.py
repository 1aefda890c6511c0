"""每次请求 — language and script of each response; addresses that no page can have."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from gongkai.ui.chinese_words import mark_chinese
from gongkai.ui.preferences import COOKIE, Preferences
from gongkai.ui.traditional import to_traditional

Handler = Callable[[HttpRequest], HttpResponse]


def preferences(get_response: Handler) -> Handler:
    """Read the reader's preferences and speak their language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.preferences = Preferences.from_cookie(request.COOKIES.get(COOKIE, ""))  # type: ignore[attr-defined]
        with translation.override(request.preferences.locale):  # type: ignore[attr-defined]
            return get_response(request)

    return middleware


_AT_THE_EDGE = {"hant": to_traditional, "en": mark_chinese}


def languages_at_the_edge(get_response: Handler) -> Handler:
    """On their way out, turn pages into Traditional Chinese or say which words of English ones are Chinese."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        work = _AT_THE_EDGE.get(Preferences.from_cookie(request.COOKIES.get(COOKIE, "")).language)
        if work and not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = work(response.content.decode()).encode()
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        return response

    return middleware


def has_nul(request: HttpRequest) -> bool:
    """Whether an address has a NUL in it."""
    return "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")


def addresses_of_text(get_response: Handler) -> Handler:
    """Refuse an address with a NUL in it: no text here has one, and PostgreSQL fails at the question."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if has_nul(request):
            return render(request, "ui/400.html", status=400)
        return get_response(request)

    return middleware
