"""工作台的共同做法 — refusals become words on the same page, and a double click does nothing twice."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from gongkai.agencies.requests import Request
from gongkai.core.permissions import Denied
from gongkai.disclosure.actions.save_draft import SavedMeanwhile
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.ui.wording import refused

F = TypeVar("F", bound=Callable[..., HttpResponse])
_KEPT_FOR = 12 * 3600

REFUSALS = (RuleViolation, StepNotAllowed, Denied, SavedMeanwhile)


@dataclass(frozen=True, slots=True)
class Problem:
    """不能办的原因 — a sentence, the field that it is about ("" for none), and the HTTP status."""

    message: str
    field: str = ""
    status: int = 422


def problem(error: Exception) -> Problem:
    """Return a refusal of an action as words for the page."""
    if isinstance(error, RuleViolation):
        return Problem(refused(error), error.field)
    return Problem(refused(error), status=403 if isinstance(error, Denied) else 409)


def problems_of(form: forms.BaseForm) -> list[Problem]:
    """Return what is wrong with a form, a sentence for each."""
    return [
        Problem(str(message), "" if name == "__all__" else name)
        for name, sentences in form.errors.items()
        for message in sentences
    ]


def show_at(form: forms.BaseForm, problems: Iterable[Problem]) -> None:
    """Put each refusal of an action at its field as well, where the form has that field."""
    for each in problems:
        if form.is_bound and each.field in form.fields and not form.has_error(each.field):
            form.add_error(each.field, each.message)


def status_of(problems: Iterable[Problem]) -> int:
    """Return the status of a page with these problems; 200 for none."""
    return max((each.status for each in problems), default=200)


def once(view: F) -> F:
    """Let a form (with `{% once %}` in it) be done once: its second arrival leads to where the first one led."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.POST.get("once", "") if request.method == "POST" else ""
        if not token:
            return view(request, *args, **kwargs)
        digest = hashlib.sha256(f"{request.path} {token}".encode()).hexdigest()
        key = f"once:{request.actor.user_id}:{digest}"
        if not cache.add(key, "", _KEPT_FOR):
            messages.info(request, _("这一步刚才已经办好了，没有重复办理。"))
            return HttpResponseRedirect(cache.get(key) or "/desk/")
        response = _done(key, lambda: view(request, *args, **kwargs))
        if response.status_code == 302:
            cache.set(key, response["Location"], _KEPT_FOR)
        else:
            cache.delete(key)
        return response

    return guarded  # type: ignore[return-value]  # same call as the view


def _done(key: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return work()
    except BaseException:
        cache.delete(key)
        raise


def page_number(request: Request) -> int:
    """Return the page of a list that was asked for; 1 for anything else."""
    asked: Any = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1
