"""请求 — what the middleware of this project puts on every request, for the type checker."""

from django.http import HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

from gongkai.agencies.policies import Actor
from gongkai.ui.preferences import Preferences


class Request(HttpRequest):
    """请求 — with its actor, its reader's preferences, and whether htmx asked."""

    actor: Actor
    preferences: Preferences
    htmx: HtmxDetails


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, be it nothing at all, so that a form tells what is missing; None for a page to fill in."""
    return request.POST if request.method == "POST" else None
