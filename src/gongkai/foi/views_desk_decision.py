"""拟决定与签发 — the officer ticks, writes, attaches and checks; the leader signs with the whole before them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.agencies.requests import Request
from gongkai.disclosure.views_desk_tools import REFUSALS, Problem, once, problem, status_of
from gongkai.foi import decision_page, decisions, grounds, policies
from gongkai.foi.actions import decide
from gongkai.foi.actions.decide import PartFacts
from gongkai.foi.actions.release import attach_release
from gongkai.foi.checks import Problem as Wrong
from gongkai.foi.checks import check_decision
from gongkai.foi.desk_page import masked_applicant
from gongkai.foi.models import Case, CaseFile, Decision, Letter
from gongkai.foi.shown_papers import on_screen
from gongkai.foi.step_rules import KNOWN
from gongkai.foi.steps import verdict
from gongkai.foi.views_desk_tools import case_context, who
from gongkai.rules.process import RuleViolation
from gongkai.typesetting.html import fragment
from gongkai.ui.access import requires

_Paper = tuple[Letter, SafeString]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.HANDLE)
@once
def edit(request: Request, case_id: int) -> HttpResponse:
    """Show the decision of a case to write; every button saves what was typed first."""
    context = case_context(request, case_id)
    case: Case = context["case"]
    if not request.actor.may(policies.HANDLE, case.agency):
        raise Http404
    may = verdict(KNOWN["decision"], case, request.actor, timezone.localdate())
    if not may and request.method != "POST":
        context |= {"title": _("拟决定"), "barred": may.reason}
        return render(request, "foi/desk/deed.html", context)
    problems: list[Problem] = []
    parts: Sequence[PartFacts] | None = None
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_save(request, case))
        except REFUSALS as refusal:
            problems = [problem(refusal)]
            if case.clock_since is not None:
                parts = decision_page.sent(request.POST, decisions.statute_of(case))
    if case.clock_since is None:
        return _barred(request, context, problems)
    context |= _editing(request, case, parts)
    context["problems"] = problems
    return render(request, "foi/desk/decision.html", context, status=status_of(problems))


def _barred(request: Request, context: dict[str, Any], problems: list[Problem]) -> HttpResponse:
    context |= {"title": _("拟决定"), "problems": problems, "barred": _("还没有确认收到申请之日，不能拟决定")}
    return render(request, "foi/desk/deed.html", context, status=status_of(problems))


def _save(request: Request, case: Case) -> str:
    """Save what was sent, do what was pressed, and return where to go on; refusals leave what was saved."""
    data, by = request.POST, who(request)
    do, ticked = data.get("do", "save"), decision_page.ticked_in(data)
    decision = Decision.objects.filter(case=case, round=case.round).first()
    if decision is None:
        decision = decide.draft_decision(case.pk, ticked=ticked, **by)
    else:
        _write(request, case, decision, do, ticked)
    back = f"/desk/cases/{case.pk}/decision/"
    if do == "attach":
        _attach(request, decision)
        messages.success(request, _("已附上，并检查了个人信息和隐藏内容。"))
        return f"{back}#release"
    if do == "letters":
        decide.draft_letters(decision.pk, **by)
        return f"{back}#letters"
    if do == "submit":
        decide.submit_decision(decision.pk, **by)
        messages.success(request, _("已送签。"))
        return f"/desk/cases/{case.pk}/"
    messages.success(request, _("已保存。"))
    return f"{back}#parts"


def _attach(request: Request, decision: Decision) -> None:
    """Keep and check the files that were sent; where one part alone gives anything, they are given with it."""
    by, sent = who(request), request.FILES.getlist("release")
    kept = [attach_release(decision.case_id, name=str(file.name), data=file.read(), **by).pk for file in sent]
    decision.refresh_from_db()
    parts = decision_page.written(decision)
    giving = decision_page.giving(parts, decisions.statute_of(decision.case), kept)
    if giving != parts:
        decide.save_decision(
            decision.pk, parts=giving, ticked=decision.ticked, revision=decision.revision, **by
        )


def _write(request: Request, case: Case, decision: Decision, do: str, ticked: list[str]) -> None:
    """Save the parts where they differ from what stands, so that edited letters are not dropped for nothing."""
    data = request.POST
    parts = decision_page.sent(data, decisions.statute_of(case))
    if do == "propose":
        parts = decision_page.with_proposals(case, parts, decision.ticked, ticked)
    if do == "add":
        parts = decision_page.added(case, parts, data.get("add", ""))
    places = {"review_body": data.get("review_body", "").strip(), "court": data.get("court", "").strip()}
    same = parts == decision_page.written(decision) and ticked == decision.ticked
    if same and all(getattr(decision, name) == words for name, words in places.items()):
        return
    revision = data.get("revision", "")
    decide.save_decision(
        decision.pk,
        parts=parts,
        ticked=ticked,
        revision=int(revision) if revision.isdecimal() else -1,
        **places,
        actor=request.actor,
        now=timezone.now(),
    )


def _editing(request: Request, case: Case, sent: Sequence[PartFacts] | None) -> dict[str, Any]:
    """Return what the page shows: what was sent and refused, else what stands."""
    decision = Decision.objects.filter(case=case, round=case.round).first()
    statute = decisions.statute_of(case)
    ticked = (
        decision_page.ticked_in(request.POST) if sent is not None else decision.ticked if decision else []
    )
    cases = decisions.cases_of(decision) if decision else [case]
    released = decision_page.releases_of(cases)
    files = [each.file for each in released]
    parts = sent if sent is not None else decision_page.written(decision) if decision else []
    typed = request.POST if sent is not None else {}
    papers = papers_of(decision)
    asks = grounds.asks_of(statute, ticked, grounds.spoken_for(case, timezone.localdate()))
    return {
        "decision": decision,
        "statute": statute,
        "asks": asks,
        "ticked": grounds.labels_of(asks),
        "rows": decision_page.rows_of(parts, statute, files),
        "choices": decision_page.replies_to_choose(statute),
        "releases": released,
        "papers": papers,
        "wrong": check_decision(decision) if decision and papers else [],
        "cases": cases,
        "review_body": typed.get("review_body", decision.review_body if decision else ""),
        "court": typed.get("court", decision.court if decision else ""),
        "revision": decision.revision if decision else 0,
        "standing": _standing(decision, parts, files),
    }


def _standing(
    decision: Decision | None, shown: Sequence[PartFacts], files: Sequence[CaseFile]
) -> list[decision_page.PartRow]:
    """Return the parts as they stand, where the page shows others that were refused: somebody may have saved those."""
    written = decision_page.written(decision) if decision else []
    if decision is None or written == shown:
        return []
    return decision_page.rows_of(written, decisions.statute_of(decision.case), files)


def papers_of(decision: Decision | None) -> list[_Paper]:
    """Return the letters of a decision with how each will look."""
    if decision is None:
        return []
    letters = decision.letters.select_related("case__agency", "case__applicant").order_by("pk")
    return [(letter, SafeString(fragment(on_screen(letter)))) for letter in letters]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.SIGN_DECISION)
@once
def sign(request: Request, case_id: int) -> HttpResponse:
    """Show everything that is to be signed; a POST signs it, or gives it back with a reason."""
    context = case_context(request, case_id)
    case: Case = context["case"]
    decision = Decision.objects.filter(case=case.merged_into or case, round=_round(case)).first()
    if decision is None or not request.actor.may(policies.SIGN_DECISION, case.agency):
        raise Http404
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            return _sign(request, case, decision)
        except REFUSALS as refusal:
            problems = [problem(refusal)]
    decision.case = case
    may = verdict(KNOWN["sign"], case, request.actor, timezone.localdate())
    context |= _signing(decision, problems)
    context |= {"barred": "" if may else may.reason, "reason": request.POST.get("reason", "")}
    return render(request, "foi/desk/sign.html", context, status=status_of(problems))


def _round(case: Case) -> int:
    return case.merged_into.round if case.merged_into else case.round


def _sign(request: Request, case: Case, decision: Decision) -> HttpResponse:
    by = who(request)
    if request.POST.get("do") == "return":
        decide.return_decision(decision.pk, reason=request.POST.get("reason", "").replace("\0", ""), **by)
        messages.success(request, _("已退回修改。"))
    elif request.POST.get("do") == "sign":
        decide.sign_decision(decision.pk, **by)
        messages.success(request, _("已签发，答复书已编号定稿，由经办人送达。"))
    else:
        raise RuleViolation("请选择签发还是退回")
    return HttpResponseRedirect(f"/desk/cases/{case.pk}/")


def _signing(decision: Decision, problems: list[Problem]) -> dict[str, Any]:
    statute = decisions.statute_of(decision.case)
    cases = decisions.cases_of(decision)
    released = decision_page.releases_of(cases)
    wrong: list[Wrong] = check_decision(decision)
    return {
        "decision": decision,
        "rows": decision_page.rows_of(
            decision_page.written(decision), statute, [each.file for each in released]
        ),
        "releases": released,
        "papers": papers_of(decision),
        "wrong": wrong,
        "cases": cases,
        "applicant": masked_applicant(decision.case),
        "consultations": decision.case.consultations.all(),
        "assignments": decision.case.assignments.exclude(answer=""),
        "problems": problems,
    }
