"""次数限制 — how often one visitor may do something, or something may be tried; kept as digests, as long as the window."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def seconds_to_wait(request: HttpRequest, name: str, *, limit: int, window: int, uses: int = 1) -> int:
    """Count so many uses of `name`; return 0 while there were at most `limit` in this window of seconds.

    Beyond that, how many seconds remain of the window.
    """
    visitor = get_adapter().get_client_ip(request)
    return seconds_to_wait_for(visitor, name, limit=limit, window=window, uses=uses)


def seconds_to_wait_for(what: str, name: str, *, limit: int, window: int, uses: int = 1) -> int:
    """Count uses of `name` for something else than an address, such as the number that somebody guesses about."""
    now = int(time.time())
    digest = salted_hmac("gongkai.rates", what).hexdigest()[:20]
    key = f"rate:{name}:{digest}:{now // window}"
    cache.add(key, 0, timeout=window)
    try:
        used = cache.incr(key, uses)
    except ValueError:  # it ran out between the two calls
        return 0
    return window - now % window if used > limit else 0
