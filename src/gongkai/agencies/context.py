"""页面共用的内容 — the jurisdiction, looked up only by templates that show it."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gongkai.agencies.queries import jurisdiction


def site(request: HttpRequest) -> dict[str, object]:
    """Give templates the jurisdiction and the actor."""
    return {"jurisdiction": SimpleLazyObject(jurisdiction), "actor": getattr(request, "actor", None)}
