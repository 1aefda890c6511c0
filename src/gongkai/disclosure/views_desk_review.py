"""保密审查与签发 — the text as readers will see it, what changed, and the decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.calendar import calendar
from gongkai.agencies.requests import Request
from gongkai.disclosure import desk, policies, queries
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.return_draft import return_draft
from gongkai.disclosure.actions.sign import sign as sign_version
from gongkai.disclosure.differences import compare
from gongkai.disclosure.forms import PassForm, ReturnForm, SignForm
from gongkai.disclosure.models import Document, Version
from gongkai.disclosure.progress import progress_of
from gongkai.disclosure.steps import review_verdict, sign_verdict
from gongkai.disclosure.views_desk import times_left
from gongkai.disclosure.views_desk_document import body_for_desk
from gongkai.disclosure.views_desk_tools import (
    REFUSALS,
    Problem,
    once,
    problem,
    problems_of,
    show_at,
    status_of,
)
from gongkai.rules.disclosure import VersionState
from gongkai.ui.access import requires

_SIGNING = (VersionState.IN_SIGNING, VersionState.SCHEDULED)


@require_safe
@requires(policies.REVIEW)
def to_review(request: Request) -> HttpResponse:
    """List what waits for the actor's review."""
    return _list(request, queries.to_review(request.actor), "review")


@require_safe
@requires(policies.SIGN)
def to_sign(request: Request) -> HttpResponse:
    """List what waits for the actor's signature."""
    return _list(request, queries.to_sign(request.actor), "sign")


def _list(request: Request, waiting: QuerySet[Version], kind: str) -> HttpResponse:
    versions = list(waiting)
    for version in versions:
        version.document.working = version
    left = times_left([version.document for version in versions])
    context = {"versions": versions, "kind": kind, "left": left}
    return render(request, "disclosure/desk/waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.REVIEW)
@once
def review(request: Request, document_id: int) -> HttpResponse:
    """Show what is to be reviewed; a POST passes or returns it."""
    document = desk.document_at_desk(request.actor, document_id)
    version = document.working
    if version is None or (version.state != VersionState.IN_REVIEW and request.method != "POST"):
        return _not_here(request, document)
    verdict = review_verdict(version, request.actor)
    decide, back = PassForm(_posted(request, "pass")), ReturnForm(_posted(request, "return"))

    def act() -> str:
        if back.is_bound:
            return _send_back(request, version, back)
        pass_review(
            version.pk, actor=request.actor, now=timezone.now(), remark=decide.cleaned_data["remark"].strip()
        )
        return _("已通过，送分管领导签发。")

    context = {"kind": "review", "verdict": verdict, "decide": decide, "back": back}
    return _decide(request, version, context, act, queries.to_review(request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.SIGN)
@once
def sign(request: Request, document_id: int) -> HttpResponse:
    """Show what is to be signed; a POST signs it, now or for an hour, or returns it."""
    document = desk.document_at_desk(request.actor, document_id)
    version = document.working
    if version is None or (version.state not in _SIGNING and request.method != "POST"):
        return _not_here(request, document)
    verdict = sign_verdict(version, request.actor)
    decide, back = SignForm(_posted(request, "sign")), ReturnForm(_posted(request, "return"))

    def act() -> str:
        if back.is_bound:
            return _send_back(request, version, back)
        hour = decide.cleaned_data["publish_at"]
        sign_version(version.pk, actor=request.actor, now=timezone.now(), publish_at=hour)
        return _("已签发，到时自动公开。") if hour else _("已签发，已经公开。")

    context = {"kind": "sign", "verdict": verdict, "decide": decide, "back": back}
    return _decide(request, version, context, act, queries.to_sign(request.actor))


def _posted(request: Request, wish: str) -> Any:
    return request.POST if request.method == "POST" and request.POST.get("do") == wish else None


def _not_here(request: Request, document: Document) -> HttpResponse:
    messages.info(request, _("这件信息现在不在这一步，下面是它现在的情况。"))
    return HttpResponseRedirect(f"/desk/documents/{document.pk}/")


def _send_back(request: Request, version: Version, form: ReturnForm) -> str:
    return_draft(
        version.pk,
        actor=request.actor,
        now=timezone.now(),
        reason=form.cleaned_data["reason"],
        passages=form.cleaned_data["passages"].splitlines(),
    )
    return _("已退回给起草人修改。")


def _decide(
    request: Request,
    version: Version,
    context: dict[str, Any],
    act: Callable[[], str],
    waiting: QuerySet[Version],
) -> HttpResponse:
    """Do what was decided and go on to the next, or show the page, with what is wrong if anything is."""
    queue = list(waiting.values_list("document_id", flat=True))
    problems: list[Problem] = []
    if request.method == "POST":
        problems = problems_of(context["decide"]) + problems_of(context["back"]) + _changed(request, version)
        if not problems:
            try:
                words = act()
            except REFUSALS as refusal:
                problems = [problem(refusal)]
                show_at(context["decide"], problems)
                show_at(context["back"], problems)
            else:
                messages.success(request, words)
                return HttpResponseRedirect(_next_after(queue, version.document_id, context["kind"]))
    page = _reading(version) | context | _neighbours(queue, version.document_id) | {"problems": problems}
    return render(request, "disclosure/desk/review.html", page, status=status_of(problems))


def _changed(request: Request, version: Version) -> list[Problem]:
    """What is decided on must be what was read."""
    if request.POST.get("do") not in ("pass", "sign", "return"):
        return [Problem(_("请选择通过还是退回"))]
    if request.POST.get("read") != f"{version.pk}.{version.revision}":
        return [Problem(_("您读的不是现在这一稿，请重新读过再办"), status=409)]
    return []


def _next_after(queue: list[int], document_id: int, kind: str) -> str:
    rest = [pk for pk in queue if pk != document_id]
    at = queue.index(document_id) if document_id in queue else 0
    if not rest:
        return f"/desk/{kind}/"
    return f"/desk/documents/{rest[at % len(rest)]}/{kind}/"


def _neighbours(queue: list[int], document_id: int) -> dict[str, int | None]:
    if document_id not in queue:
        return {"place": None}
    at = queue.index(document_id)
    return {
        "place": at + 1,
        "total": len(queue),
        "before": queue[at - 1] if at else None,
        "after": queue[at + 1] if at + 1 < len(queue) else None,
    }


def _reading(version: Version) -> dict[str, Any]:
    """Return what a reviewer reads: the text, the facts, and what differs from the public version."""
    document, public = version.document, version.document.public
    return {
        "document": document,
        "version": version,
        "body": body_for_desk(version),
        "progress": progress_of(version),
        "left": desk.time_left(version, timezone.localdate(), calendar()),
        "attachments": version.attachments.select_related("file"),
        "relations": document.relations.select_related("to", "to__public", "to__working"),
        "decisions": version.reviews.select_related("by").order_by("-id"),
        "public": public,
        "title": compare(public.title, version.title) if public else None,
        "text": compare(public.body_text, version.body_text) if public else None,
    }
