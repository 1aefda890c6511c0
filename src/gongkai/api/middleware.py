"""开放接口的入口 — what is refused before the address is read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gongkai.api import contract, errors, push
from gongkai.ui.middleware import has_nul

Handler = Callable[[HttpRequest], HttpResponse]


def addresses_of_text(get_response: Handler) -> Handler:
    """Refuse an address below those of the APIs with a NUL in it: in the shape of every refusal there, not as a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith((contract.PREFIX, push.PREFIX)) and has_nul(request):
            return errors.bad_address(request)
        return get_response(request)

    return middleware
