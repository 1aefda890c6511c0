"""文书 — a letter of a case to read, to write otherwise before it is signed, and as PDF and Word."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.requests import Request
from gongkai.disclosure.views_desk_tools import REFUSALS, Problem, once, problem, status_of
from gongkai.foi import letters, policies
from gongkai.foi.actions.letters import edit_letter
from gongkai.foi.actions.reveal import reveal
from gongkai.foi.checks import check_letter
from gongkai.foi.models import Decision, Letter
from gongkai.foi.queries import is_part_of, sees_whole, visible_to
from gongkai.foi.shown_papers import names_applicant, on_screen
from gongkai.foi.views_desk_tools import case_context, download
from gongkai.typesetting.html import fragment
from gongkai.typesetting.pdf import PdfUnavailable
from gongkai.typesetting.word import MEDIA_TYPE
from gongkai.ui.access import requires

_OPENED = "打开写有申请人的文书"
"""What the applicant reads of it, in the language in which officials write their reasons."""


def _letter(request: Request, letter_id: int) -> Letter:
    found = (
        Letter.objects.filter(pk=letter_id, case__in=visible_to(request.actor))
        .select_related(
            "case__agency", "case__applicant", "decision", "consultation__agency", "signed_by", "made_by"
        )
        .first()
    )
    if found is None or not (sees_whole(request.actor, found.case) or _asks(request, found)):
        raise Http404
    return found


def _asks(request: Request, found: Letter) -> bool:
    """Whether a letter asks the actor's organ for its opinion."""
    return found.consultation is not None and is_part_of(request.actor, found.consultation)


def _paper(letter: Letter) -> tuple[SafeString, str]:
    """Return how a letter looks, or why it is not shown."""
    try:
        return SafeString(fragment(on_screen(letter))), ""
    except letters.LetterChanged:
        return SafeString(""), _("这份文书和定稿时不一样了，请联系系统管理员核对。")


@require_safe
@requires(policies.SEE_CASES)
def letter(request: Request, letter_id: int) -> HttpResponse:
    """Show a letter as it will go out, or went out, with how it was served."""
    found = _letter(request, letter_id)
    paper, broken = _paper(found)
    context = case_context(request, found.case_id)
    context |= {
        "letter": found,
        "paper": paper,
        "broken": broken,
        "services": found.services.select_related("proof"),
        "may_handle": request.actor.may(policies.HANDLE, found.case.agency),
        "may_edit": found.frozen_at is None and _may_edit(request, found),
        "wrong": check_letter(found) if found.frozen_at is None else [],
    }
    return render(request, "foi/desk/letter.html", context)


def _may_edit(request: Request, found: Letter) -> bool:
    signing = found.decision is not None and found.decision.state == Decision.State.IN_SIGNING
    wanted = policies.SIGN_DECISION if signing else policies.HANDLE
    return bool(request.actor.may(wanted, found.case.agency))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.SEE_CASES)
@once
def edit(request: Request, letter_id: int) -> HttpResponse:
    """Write a drafted letter otherwise; nothing that was typed is lost when it is refused."""
    found = _letter(request, letter_id)
    if not _may_edit(request, found):
        raise Http404
    if found.frozen_at is not None and request.method != "POST":
        return HttpResponseRedirect(f"/desk/letters/{letter_id}/")
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            _write(request, found)
        except REFUSALS as refusal:
            problems = [problem(refusal)]
        else:
            messages.success(request, _("已保存。"))
            return HttpResponseRedirect(f"/desk/letters/{letter_id}/")
    context = case_context(request, found.case_id) | _typed(request, found)
    context |= {"letter": found, "problems": problems, "paper": _paper(found)[0]}
    return render(request, "foi/desk/letter_edit.html", context, status=status_of(problems))


def _write(request: Request, found: Letter) -> None:
    revision = request.POST.get("revision", "")
    edit_letter(
        found.pk,
        title=request.POST.get("title", "").replace("\0", ""),
        paragraphs=request.POST.get("paragraphs", "").replace("\0", "").splitlines(),
        revision=int(revision) if revision.isdecimal() else -1,
        actor=request.actor,
        now=timezone.now(),
    )


def _typed(request: Request, found: Letter) -> dict[str, Any]:
    text = "\n".join(found.paragraphs)
    if request.method == "POST":
        text = request.POST.get("paragraphs", text)
    return {
        "title": request.POST.get("title", found.title),
        "text": text,
        "rows": sum(len(line) // 40 + 1 for line in text.splitlines()) + 4,
    }


@require_safe
@requires(policies.SEE_CASES)
def letter_file(request: Request, letter_id: int, ending: str) -> HttpResponse:
    """Send a letter as PDF or DOCX, drafts marked as such; that it tells who applied is on record."""
    found = _letter(request, letter_id)
    if names_applicant(found):
        reveal(found.case_id, reason=_OPENED, actor=request.actor, now=timezone.now())
    name = f"{found.title} {found.number or found.case.number}.{ending}"
    try:
        if ending == "docx":
            return download(letters.docx_of(found), MEDIA_TYPE, name)
        if ending == "pdf":
            return download(letters.pdf_of(found), "application/pdf", name)
    except (PdfUnavailable, letters.LetterChanged):
        return HttpResponseRedirect(f"/desk/letters/{letter_id}/")
    raise Http404
