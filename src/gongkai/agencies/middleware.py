"""经办人 — puts the actor on each request, lazily: public pages never ask who reads them."""

import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from gongkai.agencies.models import User
from gongkai.agencies.queries import actor_for

SEEN_EVERY = 60
"""Seconds after which it is noted again that a session is in use."""
_MOST_NOTED = 10_000


def last_seen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Note when and from where a session was last used: once a minute, and whenever place or browser change.

    Each time would make every page of the desk wait for the database's one writer.
    """
    noted: dict[tuple[str, str, str], float] = {}

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            agent = request.headers.get("User-Agent", "")
            use = request.session.session_key, get_adapter().get_client_ip(request), agent
            now = time.monotonic()
            if now - noted.get(use, -SEEN_EVERY) >= SEEN_EVERY:
                UserSession.objects.create_from_request(request)
                if len(noted) >= _MOST_NOTED:
                    noted.clear()
                noted[use] = now
        return get_response(request)

    return middleware


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give every request an `actor`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        def find() -> object:
            user = request.user if isinstance(request.user, User) else None
            return actor_for(user, timezone.localdate())

        request.actor = SimpleLazyObject(find)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
