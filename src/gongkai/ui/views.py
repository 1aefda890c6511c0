"""公共页面 — the reader's preferences, and errors that belong to no room."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from gongkai.core.permissions import ANYONE
from gongkai.ui.access import requires
from gongkai.ui.preferences import COOKIE, LANGUAGES, SIZES, Preferences

_YEAR = 365 * 24 * 3600


@require_safe
@requires(ANYONE)
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Keep the language or text size that the reader chose, and go back to where they were."""
    now = Preferences.from_cookie(request.COOKIES.get(COOKIE, ""))
    language, size = request.GET.get("language", ""), request.GET.get("size", "")
    chosen = Preferences(
        language=language if language in LANGUAGES else now.language, size=size if size in SIZES else now.size
    )
    back = request.GET.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(COOKIE, chosen.cookie(), max_age=_YEAR, samesite="Lax", secure=request.is_secure())
    return response


@requires(ANYONE)
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was refused because the page had grown old, and how to go on."""
    return render(request, "ui/403_csrf.html", status=403)
