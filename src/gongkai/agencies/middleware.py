"""经办人 — puts the actor on each request, lazily: public pages never ask who reads them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from gongkai.agencies.models import User
from gongkai.agencies.queries import actor_for


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give every request an `actor`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        def find() -> object:
            user = request.user if isinstance(request.user, User) else None
            return actor_for(user, timezone.localdate())

        request.actor = SimpleLazyObject(find)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
