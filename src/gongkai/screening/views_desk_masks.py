"""脱敏设置的页面 — how many characters of each kind stay."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.agencies.queries import jurisdiction
from gongkai.agencies.requests import Request
from gongkai.disclosure.views_desk_tools import REFUSALS, once, problem, problems_of, show_at, status_of
from gongkai.screening import policies
from gongkai.screening.actions.set_masks import set_masks
from gongkai.screening.forms import MasksForm
from gongkai.screening.masks import masks
from gongkai.ui.access import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.SET_MASKS)
@once
def mask_settings(request: Request) -> HttpResponse:
    """Show how each kind is masked; a POST sets it."""
    here = jurisdiction()
    if here is None or not request.actor.may(policies.SET_MASKS, here.root):
        raise Http404
    form = MasksForm(request.POST if request.method == "POST" else None, rules=masks())
    problems = problems_of(form) if form.is_bound else []
    if form.is_bound and not problems:
        try:
            set_masks(form.rules, actor=request.actor, now=timezone.now())
        except REFUSALS as refusal:
            problems = [problem(refusal)]
            show_at(form, problems)
        else:
            messages.success(request, _("脱敏设置已保存，以后的遮盖按新的来。"))
            return HttpResponseRedirect("/desk/privacy/masks/")
    context = {"form": form, "problems": problems}
    return render(request, "screening/desk/masks.html", context, status=status_of(problems))
