"""一件信息 — where it stands, what can be done next and by whom, and everything that happened to it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.calendar import calendar
from gongkai.agencies.requests import Request, posted
from gongkai.disclosure import desk, policies
from gongkai.disclosure.actions import discard as discarding
from gongkai.disclosure.actions import revise as revising
from gongkai.disclosure.actions import submit as submitting
from gongkai.disclosure.actions.set_validity import set_validity
from gongkai.disclosure.differences import compare
from gongkai.disclosure.forms import ValidityForm
from gongkai.disclosure.models import Document, Version
from gongkai.disclosure.presentation import Body, body_of, standing_of
from gongkai.disclosure.progress import progress_of
from gongkai.disclosure.queries import last_return
from gongkai.disclosure.sentences import story_of
from gongkai.disclosure.steps import primary, steps_for
from gongkai.disclosure.views_desk_tools import (
    REFUSALS,
    Problem,
    once,
    problem,
    problems_of,
    show_at,
    status_of,
)
from gongkai.rules.disclosure import Validity
from gongkai.rules.process import RuleViolation
from gongkai.ui.access import requires


@require_safe
@requires(policies.SEE_UNPUBLISHED)
def document(request: Request, document_id: int) -> HttpResponse:
    """Show a document as its officials see it."""
    return _page(request, desk.document_at_desk(request.actor, document_id), [])


def _page(request: Request, document: Document, problems: list[Problem]) -> HttpResponse:
    steps = steps_for(document, request.actor)
    first = primary(steps)
    version = document.working or document.public or document.versions.order_by("-number").first()
    today = timezone.localdate()
    context = {
        "document": document,
        "version": version,
        "steps": [step for step in steps if step is not first],
        "first": first,
        "problems": problems,
        "progress": progress_of(version) if version else [],
        "left": desk.time_left(version, today, calendar()) if version else None,
        "standing": standing_of(document.public, today) if document.public else None,
        "returned": last_return(document.working) if document.working else None,
        "story": story_of(document.pk),
        "versions": document.versions.select_related("author", "reviewed_by", "signed_by").order_by(
            "-number"
        ),
        "corrections": document.corrections.filter(answered_at=None),
    }
    return render(request, "disclosure/desk/document.html", context, status=status_of(problems))


def _do(request: Request, document_id: int, work: Callable[[Document], str], done: str) -> HttpResponse:
    """Do one step on a document, or show its page again with the reason why not."""
    document = desk.document_at_desk(request.actor, document_id)
    try:
        address = work(document)
    except REFUSALS as refusal:
        return _page(request, desk.document_at_desk(request.actor, document_id), [problem(refusal)])
    messages.success(request, done)
    return HttpResponseRedirect(address)


def _working(document: Document) -> Version:
    if document.working is None:
        raise RuleViolation("这件信息现在没有在办的稿件")
    return document.working


@require_POST
@requires(policies.DRAFT)
@once
def submit(request: Request, document_id: int) -> HttpResponse:
    """Send the draft to confidentiality review."""

    def work(document: Document) -> str:
        submitting.submit(_working(document).pk, actor=request.actor, now=timezone.now())
        return f"/desk/documents/{document_id}/"

    return _do(request, document_id, work, _("已送保密审查。"))


@require_POST
@requires(policies.DRAFT)
@once
def discard(request: Request, document_id: int) -> HttpResponse:
    """Give the draft up."""

    def work(document: Document) -> str:
        discarding.discard(_working(document).pk, actor=request.actor, now=timezone.now())
        return f"/desk/documents/{document_id}/"

    return _do(request, document_id, work, _("这一稿已作废。"))


@require_POST
@requires(policies.DRAFT)
@once
def revise(request: Request, document_id: int) -> HttpResponse:
    """Begin the next version of what is public."""

    def work(document: Document) -> str:
        revising.revise(document_id, actor=request.actor, now=timezone.now())
        return f"/desk/documents/{document_id}/edit/"

    return _do(request, document_id, work, _("已建立修订稿。公开的页面在新版签发前不变。"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.DRAFT)
@once
def validity(request: Request, document_id: int) -> HttpResponse:
    """State whether a published document is in force."""
    document = desk.document_at_desk(request.actor, document_id)
    form = ValidityForm(posted(request), document=document, actor=request.actor)
    problems = problems_of(form)
    if request.method == "POST" and not problems:
        try:
            set_validity(
                document_id,
                actor=request.actor,
                now=timezone.now(),
                validity=Validity(form.cleaned_data["validity"]),
                replaced_by=form.cleaned_data["replaced_by"],
                until=form.cleaned_data["until"],
            )
        except REFUSALS as refusal:
            problems = [problem(refusal)]
            show_at(form, problems)
        else:
            messages.success(request, _("有效性已标注，公开页面已更新。"))
            return HttpResponseRedirect(f"/desk/documents/{document_id}/")
    context = {"document": document, "version": document.public, "form": form, "problems": problems}
    return render(request, "disclosure/desk/validity.html", context, status=status_of(problems))


@require_safe
@requires(policies.SEE_UNPUBLISHED)
def version(request: Request, version_id: int) -> HttpResponse:
    """Show one version as readers see or would see it."""
    version = desk.version_at_desk(request.actor, version_id)
    context = {"document": version.document, "version": version, "body": body_for_desk(version)}
    return render(request, "disclosure/desk/version.html", context)


@require_safe
@requires(policies.SEE_UNPUBLISHED)
def differences(request: Request, document_id: int) -> HttpResponse:
    """Compare two versions of a document; the newest two unless asked otherwise."""
    document = desk.document_at_desk(request.actor, document_id)
    versions = {version.number: version for version in document.versions.order_by("-number")}
    new = versions.get(_whole(request.GET.get("to"))) or next(iter(versions.values()))
    old = versions.get(_whole(request.GET.get("from"))) or versions.get(new.number - 1) or new
    context = {
        "document": document,
        "versions": list(versions.values()),
        "old": old,
        "new": new,
        "title": compare(old.title, new.title),
        "text": compare(old.body_text, new.body_text),
    }
    return render(request, "disclosure/desk/differences.html", context)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 0


def body_for_desk(version: Version) -> Body:
    """Return a version's body with its pictures at their desk addresses."""
    return body_of(version, lambda attachment: f"/desk/versions/{version.pk}/files/{attachment.pk}/")
