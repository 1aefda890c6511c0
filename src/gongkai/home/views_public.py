"""首页 — pages of the portal that combine rooms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.core.permissions import ANYONE
from gongkai.ui.access import requires


@requires(ANYONE)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """这一页不在了."""
    return render(request, "home/public/404.html", status=404)


@requires(ANYONE)
def failed(request: HttpRequest) -> HttpResponse:
    """出错了."""
    return render(request, "home/public/500.html", status=500)
