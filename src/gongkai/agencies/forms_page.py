"""表单页 — one page for one form: what will happen, the fields, the button."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongkai.agencies.forms import DeskForm
from gongkai.agencies.requests import Request

Crumbs = Sequence[tuple[Any, str]]


def form_page(
    request: Request,
    form: DeskForm,
    *,
    title: Any,
    button: Any,
    crumbs: Crumbs = (),
    consequences: Sequence[Any] = (),
    danger: bool = False,
) -> HttpResponse:
    """Show a form by itself, with the status that its refusal asks for."""
    context = {
        "form": form,
        "title": title,
        "button": button,
        "crumbs": crumbs,
        "back": crumbs[-1][1] if crumbs else "",
        "consequences": consequences,
        "style": "btn-danger" if danger else "btn-do",
    }
    return render(request, "agencies/desk/form.html", context, status=form.http_status)
