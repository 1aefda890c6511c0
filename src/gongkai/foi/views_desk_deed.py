"""办理一件事 — one page for every deed on a case: its form, the preview of its letter, the reason why not."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.agencies.requests import Request, posted
from gongkai.disclosure.views_desk_tools import (
    REFUSALS,
    Problem,
    once,
    problem,
    problems_of,
    show_at,
    status_of,
)
from gongkai.foi import policies
from gongkai.foi.deeds_after import ALL
from gongkai.foi.doing import Deed, Doing
from gongkai.foi.forms_desk import DeedForm, Setting
from gongkai.foi.letters import drafted
from gongkai.foi.models import Assignment, Case, Consultation, Service
from gongkai.foi.queries import is_part_of
from gongkai.foi.step_rules import KNOWN
from gongkai.foi.steps import verdict
from gongkai.foi.views_desk_tools import case_context
from gongkai.rules.process import RuleViolation
from gongkai.ui.access import requires

_LINES_MORE = 4


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.SEE_CASES)
@once
def deed(request: Request, case_id: int, name: str, target_id: int = 0) -> HttpResponse:
    """Show the form of a deed; a POST does it, or with `do=preview` drafts its letter first."""
    if name not in ALL:
        raise Http404
    wanted, context = ALL[name], case_context(request, case_id)
    case: Case = context["case"]
    target = _target(wanted, case, target_id)
    part = _must_be_theirs(request, wanted, case, target)
    today = timezone.localdate()
    setting = Setting(case, request.actor, today, target)
    form = wanted.form(posted(request), request.FILES or None, setting=setting)
    context |= {
        "title": wanted.title,
        "button": wanted.button,
        "danger": wanted.danger,
        "form": form,
        "can_preview": wanted.letter is not None,
        "facts": wanted.facts(setting),
    }
    problems: list[Problem] = []
    if request.method == "POST":
        answer = _do(request, wanted, form, context)
        if isinstance(answer, HttpResponse):
            return answer
        problems = answer
    elif not part and name in KNOWN and not (may := verdict(KNOWN[name], case, request.actor, today)):
        context["barred"] = may.reason
    form.mark()
    return render(
        request, "foi/desk/deed.html", {**context, "problems": problems}, status=status_of(problems)
    )


def _must_be_theirs(request: Request, wanted: Deed, case: Case, target: Model | None) -> bool:
    """Hide what somebody's post never allows; True for a part of the case that is theirs at another organ."""
    if request.actor.may(wanted.permission, case.agency):
        return False
    if wanted.permission is not policies.CO_HANDLE or not isinstance(target, Assignment | Consultation):
        raise Http404
    if not is_part_of(request.actor, target):
        raise Http404
    return True


def _target(wanted: Deed, case: Case, target_id: int) -> Model | None:
    if not wanted.things:
        if target_id:
            raise Http404
        return None
    things: QuerySet[Any] = (
        Service.objects.filter(letter__case=case)
        if wanted.things == "services"
        else getattr(case, wanted.things)
    )
    found: Model | None = things.filter(pk=target_id).first()
    if found is None:
        raise Http404
    return found


def _do(
    request: Request, wanted: Deed, form: DeedForm, context: dict[str, Any]
) -> HttpResponse | list[Problem]:
    """Do a deed, or return why not; a preview is put into the context."""
    if problems := problems_of(form):
        context["preview"] = _typed(request)
        return problems
    doing = Doing(form, timezone.now(), _paragraphs(request))
    try:
        if request.POST.get("do") == "preview" and wanted.letter is not None:
            title, paragraphs = drafted(
                doing.case,
                wanted.letter.kind,
                {"dated_on": timezone.localdate(doing.now), **wanted.letter.places(doing)},
            )
            context["preview"] = _preview(title, "\n".join(paragraphs))
            return []
        done = wanted.do(doing)
    except REFUSALS as refusal:
        context["preview"] = _typed(request)
        problems = [problem(refusal)]
        show_at(form, problems)
        return problems
    messages.success(request, done.words)
    return HttpResponseRedirect(done.address or f"/desk/cases/{doing.case.pk}/")


def _paragraphs(request: Request) -> Sequence[str] | None:
    lines = [line.strip() for line in request.POST.get("letter", "").splitlines()]
    said = [line for line in lines if line]
    return said or None


def _typed(request: Request) -> dict[str, Any] | None:
    text = request.POST.get("letter", "")
    return _preview(_("草稿"), text) if text.strip() else None


def _preview(title: str, text: str) -> dict[str, Any]:
    if "\0" in text:
        raise RuleViolation("文字里有看不见的控制字符，请重新输入", field="letter")
    rows = sum(len(line) // 40 + 1 for line in text.splitlines()) + _LINES_MORE
    return {"title": title, "text": text, "rows": rows}
