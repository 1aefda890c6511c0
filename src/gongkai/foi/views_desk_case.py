"""一件申请 — where it stands, why, what is next and by whom; its applicant behind a reason; its files."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.requests import Request, posted
from gongkai.disclosure.policies import SEE_UNPUBLISHED
from gongkai.disclosure.views_desk_tools import (
    REFUSALS,
    Problem,
    once,
    problem,
    problems_of,
    show_at,
    status_of,
)
from gongkai.foi import desk_page, policies
from gongkai.foi.actions.make_evidence import make_evidence
from gongkai.foi.actions.reveal import reveal
from gongkai.foi.forms_desk import Setting
from gongkai.foi.forms_desk_after import EvidenceForm, RevealForm
from gongkai.foi.letters import LetterChanged
from gongkai.foi.models import Case, CaseFile
from gongkai.foi.queries import sees_whole
from gongkai.foi.views_desk_tools import case_context, case_file, download
from gongkai.rules.applications import IDENTITY_KIND_LABELS, IdentityKind
from gongkai.rules.receiving import CHANNEL_LABELS, Channel
from gongkai.rules.serving import (
    INFORMATION_FORM_LABELS,
    OBTAINING_WAY_LABELS,
    InformationForm,
    ObtainingWay,
)
from gongkai.typesetting.pdf import PdfUnavailable
from gongkai.ui.access import requires
from gongkai.ui.wording import told

_NO_PDF = _("服务器上没有装生成 PDF 的组件，请联系系统管理员")
_OURS = frozenset({CaseFile.Kind.RELEASE, CaseFile.Kind.ORIGINAL})
"""What the organ itself gives out; everything else may tell who applied, or who was asked."""
_OPENED = "打开案卷里的材料"
_CHANGED = _("有一份文书和定稿时不一样了，不能作为证据；请联系系统管理员核对")


@require_safe
@requires(policies.SEE_CASES)
def case(request: Request, case_id: int) -> HttpResponse:
    """Show a case as its officials see it, with one of its tabs."""
    context = case_context(request, case_id)
    found, today = context["case"], timezone.localdate()
    tab, tabs = request.GET.get("tab", ""), desk_page.tabs_for(request.actor, found)
    tab = tab if tab in tabs else next(iter(tabs))
    whole = sees_whole(request.actor, found)
    page, events = desk_page.page_of(found, request.actor, today, context["known"])
    context |= {
        "page": page,
        "tab": tab,
        "tabs": tabs,
        "whole": whole,
        "counts": desk_page.counts_of(found) if whole else {},
        "channel": told(CHANNEL_LABELS[Channel(found.channel)]),
        "may_reveal": request.actor.may(policies.REVEAL_APPLICANT, found.agency),
        "may_open_draft": request.actor.may(SEE_UNPUBLISHED, found.agency),
        "template": f"foi/desk/_tab_{tab}.html",
        "wants": _wants(found),
        **desk_page.tab_of(found, tab, request.actor, events),
    }
    return render(request, "foi/desk/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.REVEAL_APPLICANT)
def applicant(request: Request, case_id: int) -> HttpResponse:
    """Ask why, then show who applied; what is shown stands on this one answer only."""
    context = _revealing(request, case_id)
    form = RevealForm(posted(request), setting=_setting(request, context))
    problems: list[Problem] = problems_of(form)
    if request.method == "POST" and not problems:
        try:
            facts = reveal(
                case_id, reason=form.cleaned_data["reason"], actor=request.actor, now=timezone.now()
            )
        except REFUSALS as refusal:
            problems = [problem(refusal)]
            show_at(form, problems)
        else:
            kind = IDENTITY_KIND_LABELS[IdentityKind(facts.id_kind)] if facts.id_kind else ""
            proofs = _proofs(context["case"])
            context |= {"facts": facts, "id_kind": told(kind), "proofs": proofs}
    form.mark()
    context |= {"form": form, "problems": problems}
    return render(request, "foi/desk/applicant.html", context, status=status_of(problems))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.REVEAL_APPLICANT)
@once
def evidence(request: Request, case_id: int) -> HttpResponse:
    """Ask what for, then send the evidence file."""
    context = _revealing(request, case_id)
    form = EvidenceForm(posted(request), setting=_setting(request, context))
    problems: list[Problem] = problems_of(form)
    if request.method == "POST" and not problems:
        said = form.cleaned_data
        try:
            made = make_evidence(case_id, reason=said["reason"], actor=request.actor, now=timezone.now())
            if said["form"] == "pdf":
                return download(made.pdf, "application/pdf", f"{made.name}.pdf")
            return download(made.archive, "application/zip", f"{made.name}.zip")
        except REFUSALS as refusal:
            problems = [problem(refusal)]
            show_at(form, problems)
        except PdfUnavailable:
            problems = [Problem(str(_NO_PDF), status=409)]
        except LetterChanged:
            problems = [Problem(str(_CHANGED), status=409)]
    form.mark()
    return render(
        request,
        "foi/desk/evidence.html",
        {**context, "form": form, "problems": problems},
        status=status_of(problems),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.SEE_CASES)
def file(request: Request, case_id: int, file_id: int) -> HttpResponse:
    """Send a file of a case; opening what may tell of the applicant is on record, proof of identity needs a reason."""
    found = case_context(request, case_id)["case"]
    if not sees_whole(request.actor, found):
        raise Http404
    kinds = CaseFile.objects.filter(pk=file_id, case=found).values_list("kind", flat=True)
    if kinds.exclude(kind__in=_OURS).exists():
        said = request.POST.get("reason", "") if CaseFile.Kind.IDENTITY in kinds else _OPENED
        try:
            reveal(case_id, reason=said, actor=request.actor, now=timezone.now())
        except REFUSALS:
            return HttpResponseRedirect(f"/desk/cases/{case_id}/applicant/")
    return case_file(found, file_id)


def _wants(case: Case) -> str:
    """Say in what form and by which way the applicant wants it."""
    form = INFORMATION_FORM_LABELS.get(InformationForm(case.form_wanted)) if case.form_wanted else ""
    way = OBTAINING_WAY_LABELS.get(ObtainingWay(case.way_wanted)) if case.way_wanted else ""
    return gettext("，").join(told(words) for words in (form, way) if words)


def _proofs(case: Case) -> list[CaseFile]:
    """Return the proofs of identity that came with a case."""
    return list(case.files.filter(kind=CaseFile.Kind.IDENTITY, removed_at=None))


def _revealing(request: Request, case_id: int) -> dict[str, Any]:
    """Return the context of a page that shows who applied: another organ that is asked never gets to it."""
    context = case_context(request, case_id)
    if not request.actor.may(policies.REVEAL_APPLICANT, context["case"].agency):
        raise Http404
    return context


def _setting(request: Request, context: dict[str, Any]) -> Setting:
    return Setting(context["case"], request.actor, timezone.localdate())
