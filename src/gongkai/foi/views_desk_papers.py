"""案卷用纸 — the sheets of a case and of its letters, to be printed; that they tell who applied is on record."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.requests import Request
from gongkai.foi import papers, policies
from gongkai.foi.actions.reveal import reveal
from gongkai.foi.models import Case, Letter
from gongkai.foi.queries import sees_whole, visible_to
from gongkai.foi.views_desk_tools import download
from gongkai.rules.process import RuleViolation
from gongkai.typesetting.paper import Paper
from gongkai.typesetting.word import MEDIA_TYPE, docx
from gongkai.ui.access import requires

_PRINTED = "打印写有申请人的案卷用纸"
"""What the applicant reads of it, in the language in which officials write their reasons."""


@require_safe
@requires(policies.SEE_CASES)
def case_paper(request: Request, case_id: int, kind: str) -> HttpResponse:
    """Send the register sheet or the approval sheet of a case, to be filled in and printed."""
    case = visible_to(request.actor).select_related("agency", "applicant").filter(pk=case_id).first()
    if case is None or not sees_whole(request.actor, case):
        raise Http404
    return _sent(request, case, _of_case(case, kind))


@require_safe
@requires(policies.SEE_CASES)
def letter_paper(request: Request, letter_id: int, kind: str) -> HttpResponse:
    """Send the record of delivery of a letter, or the slip that goes with a consultation."""
    letter = (
        Letter.objects.filter(pk=letter_id, case__in=visible_to(request.actor), frozen_at__isnull=False)
        .select_related("case__agency", "case__applicant", "consultation")
        .first()
    )
    if letter is None or not sees_whole(request.actor, letter.case):
        raise Http404
    if kind == "delivery":
        return _sent(request, letter.case, papers.delivery_record(letter))
    if kind == "confirmation" and letter.consultation is not None:
        return _sent(request, letter.case, papers.confirmation_slip(letter))
    raise Http404


def _of_case(case: Case, kind: str) -> Paper:
    if kind == "registration":
        return papers.registration_sheet(case)
    decision = case.decisions.filter(round=case.round).first()
    if kind != "approval" or decision is None:
        raise Http404
    decision.case = case
    try:
        return papers.approval_sheet(decision)
    except RuleViolation as lacking:
        raise Http404 from lacking


def _sent(request: Request, case: Case, paper: Paper) -> HttpResponse:
    reveal(case.pk, reason=_PRINTED, actor=request.actor, now=timezone.now())
    return download(docx(paper), MEDIA_TYPE, f"{paper.title} {case.number}.docx")
