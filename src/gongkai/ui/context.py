"""页面共用的内容 — what every template may show of the reader."""

from django.http import HttpRequest

from gongkai.ui.preferences import Preferences


def page(request: HttpRequest) -> dict[str, object]:
    """Give templates the reader's preferences."""
    return {
        "preferences": getattr(request, "preferences", Preferences()),
    }
