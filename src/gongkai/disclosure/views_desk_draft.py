"""起稿的配套 — beginning a draft, and what the editor asks for while someone types."""

import logging
from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.calendar import calendar
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request
from gongkai.catalogue.models import Column
from gongkai.core import files
from gongkai.disclosure import desk, policies
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.create_draft import create_draft
from gongkai.disclosure.actions.presence import keep_presence
from gongkai.disclosure.forms import NewForm
from gongkai.disclosure.queries import same_document_number
from gongkai.disclosure.uploads import IMAGES
from gongkai.disclosure.views_desk_tools import REFUSALS, once, problem, problems_of, status_of
from gongkai.search.analysis import number_key
from gongkai.ui.access import requires

logger = logging.getLogger(__name__)
_PDF = "application/pdf"
_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", _PDF)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.DRAFT)
@once
def new(request: Request) -> HttpResponse:
    """Begin a draft at one of the organs for which the actor drafts."""
    agencies = agencies_for(request.actor, policies.DRAFT).filter(status="active")
    column = _column_asked(request)
    if request.method != "POST":
        form = NewForm(agencies=agencies, initial={"agency": column.agency_id if column else None})
        return _new_page(request, form, column)
    form = NewForm(request.POST, agencies=agencies)
    if not form.is_valid():
        return _new_page(request, form, column)
    agency = form.cleaned_data["agency"]
    try:
        version = create_draft(
            agency,
            actor=request.actor,
            now=timezone.now(),
            column=column if column and column.agency_id == agency.pk else None,
            values={"title": form.cleaned_data["title"], "source": agency.name},
        )
    except REFUSALS as refusal:
        form.add_error(None, problem(refusal).message)
        return _new_page(request, form, column)
    return HttpResponseRedirect(f"/desk/documents/{version.document_id}/edit/")


def _new_page(request: Request, form: NewForm, column: Column | None) -> HttpResponse:
    problems = problems_of(form) if form.is_bound else []
    context = {"form": form, "column": column, "problems": problems}
    return render(request, "disclosure/desk/new.html", context, status=status_of(problems))


def _column_asked(request: Request) -> Column | None:
    asked: Any = request.GET.get("column") or request.POST.get("column") or ""
    drafts_at = agencies_for(request.actor, policies.DRAFT)
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return Column.objects.filter(pk=int(asked), agency__in=drafts_at).select_related("agency").first()


@require_POST
@requires(policies.DRAFT)
def presence(request: Request, version_id: int) -> HttpResponse:
    """Note that the actor has the draft open, and name who else has."""
    version = desk.version_at_desk(request.actor, version_id)
    others = keep_presence(version, actor=request.actor, now=timezone.now())
    return render(request, "disclosure/desk/_presence.html", {"others": others})


@require_safe
@requires(policies.DRAFT)
def hints(request: Request, version_id: int) -> HttpResponse:
    """Say what follows from the date and the number as they are typed: the last day, and the number's other bearers."""
    version = desk.version_at_desk(request.actor, version_id)
    if "document_number" in request.GET:
        version.number_key = number_key(request.GET["document_number"][:200])[:100]
        return render(request, "disclosure/desk/_same_number.html", {"same": same_number(request, version)})
    try:
        version.formed_on = date.fromisoformat(request.GET.get("formed_on", ""))
    except ValueError:
        version.formed_on = None
    left = desk.time_left(version, timezone.localdate(), calendar())
    return render(request, "disclosure/desk/_due.html", {"left": left})


def same_number(request: Request, version: Any) -> list[Any]:
    """Return the documents of the same organ with the same number that the actor sees, at most five."""
    seen = desk.at_desk(request.actor).filter(pk__in=same_document_number(version))
    return list(seen[:5])


@require_POST
@requires(policies.DRAFT)
def add_picture(request: Request, version_id: int) -> HttpResponse:
    """Keep a picture for the body and answer with its address, for the editor."""
    desk.version_at_desk(request.actor, version_id)
    upload = request.FILES.get("file")
    if upload is None or (upload.name or "").rsplit(".", 1)[-1].lower() not in IMAGES:
        return JsonResponse({"message": _("请选择 PNG、JPG、GIF 或者 WEBP 图片")}, status=422)
    try:
        kept = attach(
            version_id,
            actor=request.actor,
            now=timezone.now(),
            name=upload.name or "",
            data=upload.read(),
            embedded=True,
        )
    except REFUSALS as refusal:
        why = problem(refusal)
        return JsonResponse({"message": why.message}, status=why.status)
    return JsonResponse({"url": f"/desk/versions/{version_id}/files/{kept.pk}/"})


@require_safe
@requires(policies.SEE_UNPUBLISHED)
def file(request: Request, version_id: int, attachment_id: int) -> HttpResponseBase:
    """Send a file of a version to an official of its organ."""
    version = desk.version_at_desk(request.actor, version_id)
    attachment = version.attachments.filter(pk=attachment_id).select_related("file").first()
    if attachment is None:
        raise Http404
    try:
        content = files.opened(attachment.file_id)
    except files.FileDamaged:
        logger.exception("a file of version %d is damaged", version_id)
        return HttpResponse(
            _("这个附件在服务器上损坏了，请联系系统管理员"),
            status=500,
            content_type="text/plain; charset=utf-8",
        )
    kind = attachment.file.media_type
    response = FileResponse(
        content, as_attachment=kind not in _INLINE, filename=attachment.name, content_type=kind
    )
    if kind != _PDF:  # browsers do not show a PDF in a sandbox; its own reader is one
        response["Content-Security-Policy"] = files.SANDBOX
    return response
