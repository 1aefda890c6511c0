"""页面的权限 — every view says who may open it; a test walks the URL maps and fails on one that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from gongkai.core.permissions import ANYONE, Permission

F = TypeVar("F", bound=Callable[..., HttpResponseBase])


def requires(permission: Permission) -> Callable[[F], F]:
    """Mark a view with the permission it needs; without it the page does not exist for the reader (404).

    Who is not signed in is asked to sign in first. Permission for the one organ concerned is checked by the
    action or query; this is the first gate, not the only one.
    """

    def mark(view: F) -> F:
        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if permission is not ANYONE:
                actor = request.actor  # type: ignore[attr-defined]
                if actor.user is None:
                    return HttpResponseRedirect(f"/accounts/login/?next={quote(request.get_full_path())}")
                if permission.roles and not actor.may(permission):
                    raise Http404
            response = view(request, *args, **kwargs)
            if permission is not ANYONE:
                # What is not public stays in no cache, and not behind the Back button of a shared computer.
                patch_cache_control(response, private=True, no_store=True)
            return response

        gate.permission = permission  # type: ignore[attr-defined]
        return gate  # type: ignore[return-value]

    return mark
