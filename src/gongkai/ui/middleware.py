"""每次请求 — language and script of each response; addresses that no page can have."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

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


def traditional_at_the_edge(get_response: Handler) -> Handler:
    """Turn pages into Traditional Chinese on their way out, for who asked for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        wanted = Preferences.from_cookie(request.COOKIES.get(COOKIE, "")).language == "hant"
        if wanted and not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = to_traditional(response.content.decode()).encode()
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
