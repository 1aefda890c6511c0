"""纠错 — what readers found wrong, and the answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request, posted
from gongkai.disclosure import policies
from gongkai.disclosure.actions.corrections import answer_correction
from gongkai.disclosure.forms import AnswerForm
from gongkai.disclosure.models import CorrectionReport
from gongkai.disclosure.queries import open_corrections
from gongkai.disclosure.views_desk_tools import (
    REFUSALS,
    once,
    page_number,
    problem,
    problems_of,
    show_at,
    status_of,
)
from gongkai.ui.access import requires

PAGE_SIZE = 50


def _mine(request: Request) -> QuerySet[CorrectionReport]:
    return CorrectionReport.objects.filter(
        agency__in=agencies_for(request.actor, policies.ANSWER_CORRECTION)
    ).select_related("agency", "document", "document__public", "document__working", "answered_by")


@require_safe
@requires(policies.ANSWER_CORRECTION)
def corrections(request: Request) -> HttpResponse:
    """List the reports to answer, oldest first, or those answered, newest first."""
    answered = request.GET.get("tab") == "answered"
    done = _mine(request).exclude(answered_at=None).order_by("-answered_at")
    reports = done if answered else open_corrections(request.actor)
    context = {
        "page": Paginator(reports, PAGE_SIZE).get_page(page_number(request)),
        "answered": answered,
        "open_count": open_corrections(request.actor).count(),
        "answered_count": done.count(),
    }
    return render(request, "disclosure/desk/corrections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.ANSWER_CORRECTION)
@once
def answer(request: Request, report_id: int) -> HttpResponse:
    """Show a report; a POST answers it."""
    report = get_object_or_404(_mine(request), pk=report_id)
    form = AnswerForm(posted(request))
    problems = problems_of(form)
    if request.method == "POST" and not problems:
        try:
            answer_correction(
                report_id, actor=request.actor, now=timezone.now(), answer=form.cleaned_data["answer"]
            )
        except REFUSALS as refusal:
            problems = [problem(refusal)]
            show_at(form, problems)
        else:
            messages.success(request, _("处理结果已记下。"))
            return HttpResponseRedirect("/desk/corrections/")
    context = {"report": report, "form": form, "problems": problems}
    return render(request, "disclosure/desk/correction.html", context, status=status_of(problems))
