"""修改稿件 — the editor, and keeping what is typed while it is typed.

One form holds everything, so that each of its buttons keeps what was typed before it does its own work: without
scripts nothing is lost between adding a file and saving.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.calendar import calendar
from gongkai.agencies.requests import Request
from gongkai.disclosure import desk, policies, told
from gongkai.disclosure.actions.save_draft import SavedMeanwhile, save_draft
from gongkai.disclosure.editing import EXTRAS
from gongkai.disclosure.editor_words import words
from gongkai.disclosure.forms import DraftForm
from gongkai.disclosure.models import Version
from gongkai.disclosure.queries import last_return, same_document_number
from gongkai.disclosure.views_desk_tools import (
    REFUSALS,
    Problem,
    once,
    problem,
    problems_of,
    show_at,
    status_of,
)
from gongkai.rules.disclosure import RELATION_LABELS, VersionState
from gongkai.ui.access import requires

# By which button an officer decides what a field says that was read in a file.
DECISIONS = ("accept", "use", "clear")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.DRAFT)
@once
def edit(request: Request, document_id: int) -> HttpResponse:
    """Show the draft of a document; a POST saves it and then does what its button says."""
    document = desk.document_at_desk(request.actor, document_id)
    version, may = document.working, request.actor.may(policies.DRAFT, document.agency)
    page = f"/desk/documents/{document.pk}/"
    if version is None:
        messages.info(request, _("这件信息现在没有在办的稿件。"))
        return HttpResponseRedirect(page)
    if request.method != "POST":
        if not may or version.state != VersionState.DRAFT:
            messages.info(request, may.reason or _("稿件已经送出，退回之前不能修改。"))
            return HttpResponseRedirect(page)
        return _editor(request, version, DraftForm(version=version, actor=request.actor), [])
    wish, __, key = request.POST.get("do", "save").partition(":")
    form = DraftForm(_with_evidence(request.POST, version, wish, key), version=version, actor=request.actor)
    try:
        version = _save(request, version, form, key.partition(":")[0] if wish in DECISIONS else "")
    except REFUSALS as refusal:
        return _editor(request, version, form, [problem(refusal)], meanwhile=refusal)
    if form.errors:
        return _editor(request, version, form, problems_of(form))
    return _after_saving(request, version, form, wish, key)


def _save(request: Request, version: Version, form: DraftForm, settled: str = "") -> Version:
    """Save a form, of which one field may be settled; returns the version as it was when the form is wrong. Raises what the action raises."""
    asked = request.POST.get("revision", "")
    if not form.is_valid():
        return version
    return save_draft(
        version.pk,
        actor=request.actor,
        now=timezone.now(),
        values=form.values,
        column=form.cleaned_data["column"],
        joint_agencies=form.cleaned_data["joint_agencies"],
        revision=int(asked) if asked.isdecimal() and len(asked) < 10 else -1,
        elsewhere=form.elsewhere,
        settled=[settled] if settled else [],
    )


def _after_saving(request: Request, version: Version, form: DraftForm, wish: str, key: str) -> HttpResponse:
    problems = []
    for extra in EXTRAS:
        try:
            extra(request, version, wish, key)
        except REFUSALS as refusal:
            problems.append(problem(refusal))
    if problems:
        return _editor(request, version, form, problems, kept=True)
    base = f"/desk/documents/{version.document_id}/"
    if wish == "submit":
        messages.success(request, _("已送保密审查。"))
        return HttpResponseRedirect(f"{base}?saved={version.pk}")
    if wish == "save":
        messages.success(request, _("已保存。"))
    part = {"attach": "#files", "detach": "#files", "relate": "#relations", "unrelate": "#relations"}
    return HttpResponseRedirect(f"{base}edit/?saved={version.pk}{part.get(wish, '')}")


def _with_evidence(posted: QueryDict, version: Version, wish: str, key: str) -> QueryDict:
    """Put what the file told into a field, or a runner-up, or empty it, where that is what the button says."""
    field, _colon, place = key.partition(":")
    if wish not in DECISIONS or field not in version.evidence:
        return posted
    words = "" if wish == "clear" else told.said(version, field, place or "0")
    if words is None:
        return posted
    data = posted.copy()
    data[field] = told.typed(version, field, words) if words else ""
    return data


def _editor(
    request: Request,
    version: Version,
    form: DraftForm,
    problems: list[Problem],
    meanwhile: Exception | None = None,
    *,
    kept: bool = False,
) -> HttpResponse:
    standing = meanwhile.version if isinstance(meanwhile, SavedMeanwhile) else None
    if standing is not None:
        version.revision = standing.revision
    show_at(form, problems)
    context = {
        "version": version,
        "document": version.document,
        "form": form,
        "problems": problems,
        "standing": standing,
        "saved_by": desk.last_saved_by(version) if standing else None,
        "unsaved": bool(problems) and not kept,
        "returned": last_return(version),
        "left": desk.time_left(version, timezone.localdate(), calendar()),
        "same": list(desk.at_desk(request.actor).filter(pk__in=same_document_number(version))[:5]),
        "attachments": version.attachments.select_related("file"),
        "relations": version.document.relations.select_related("to", "to__public", "to__working"),
        "kinds": [(kind.value, pgettext("relation", labels[0])) for kind, labels in RELATION_LABELS.items()],
        "candidates": getattr(request, "candidates", []),
        "typed": request.POST,
        "words": words(),
        "at": {each.field: each.message for each in problems if each.field},
    }
    return render(request, "disclosure/desk/edit.html", context, status=status_of(problems))


@require_POST
@requires(policies.DRAFT)
def autosave(request: Request, version_id: int) -> JsonResponse:
    """Keep what is typed; answers 409 with what stands when someone else saved meanwhile."""
    version = desk.version_at_desk(request.actor, version_id)
    form = DraftForm(request.POST, version=version, actor=request.actor)
    try:
        saved = _save(request, version, form)
    except SavedMeanwhile as meanwhile:
        return _meanwhile(request, meanwhile.version)
    except REFUSALS as refusal:
        why = problem(refusal)
        return JsonResponse({"message": why.message}, status=why.status)
    if form.errors:
        return JsonResponse({"message": "，".join(each.message for each in problems_of(form))}, status=422)
    return JsonResponse({"revision": saved.revision, "message": _saved_words(saved.saved_at)})


def _saved_words(at: datetime) -> str:
    return _("已保存，%(time)s") % {"time": timezone.localtime(at).strftime("%H:%M")}


def _meanwhile(request: Request, version: Version) -> JsonResponse:
    context: dict[str, Any] = {"standing": version, "saved_by": desk.last_saved_by(version)}
    html = render_to_string("disclosure/desk/_meanwhile.html", context, request)
    return JsonResponse(
        {"revision": version.revision, "html": html, "message": _("没有保存：别人刚保存过这份稿件")},
        status=409,
    )
