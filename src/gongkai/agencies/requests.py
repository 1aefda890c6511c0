"""请求 — what the middleware of this project puts on every request, for the type checker."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from gongkai.agencies.policies import Actor
from gongkai.ui.preferences import Preferences


class Request(HttpRequest):
    """请求 — with its actor, its reader's preferences, and whether htmx asked."""

    actor: Actor
    preferences: Preferences
    htmx: HtmxDetails
