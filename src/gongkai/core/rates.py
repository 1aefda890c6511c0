"""次数限制 — how often one visitor's address may do something; kept as a digest, for as long as the window."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def seconds_to_wait(request: HttpRequest, name: str, *, limit: int, window: int) -> int:
    """Count one use of `name`; return 0 while there were at most `limit` in this window of seconds.

    Beyond that, how many seconds remain of the window.
    """
    now = int(time.time())
    address = salted_hmac("gongkai.rates", get_adapter().get_client_ip(request)).hexdigest()[:20]
    key = f"rate:{name}:{address}:{now // window}"
    cache.add(key, 0, timeout=window)
    try:
        used = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        return 0
    return window - now % window if used > limit else 0
