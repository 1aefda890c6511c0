"""不留痕的页面 — pages whose address or content is an applicant's alone: kept nowhere, told to nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def private(view: View) -> View:
    """Mark a view's answers: in no cache, in no search engine, and no other page learns the address."""
    return _apart(view, "no-referrer")


def private_form(view: View) -> View:
    """Mark a page that has a form of ours: no other site learns the address.

    Under no-referrer a browser would send the form without saying that it comes from here, and it would be refused.
    """
    return _apart(view, "same-origin")


def _apart(view: View, referrer: str) -> View:
    @wraps(view)
    def kept_apart(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        response["Referrer-Policy"] = referrer
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return kept_apart  # type: ignore[return-value]
