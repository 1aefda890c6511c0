"""导入文件 — dropped files are kept, read by the worker, and shown one by one as they become drafts."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.queries import agencies_for, by_name
from gongkai.agencies.requests import Request
from gongkai.disclosure import desk, gates, policies, told
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.views_desk_tools import REFUSALS, Problem, once, problem, problems_of, status_of
from gongkai.imports.actions.drop import MOST_FILES, add_dropped, close_drop, open_drop
from gongkai.imports.actions.reassign import reassign
from gongkai.imports.forms import ImportForm
from gongkai.imports.models import Batch, Item
from gongkai.rules.disclosure import VersionState
from gongkai.ui.access import requires

MOST_IN_A_FORM = 50
PLACE = "/desk/documents/import/"
CERTAINTIES = {"certain": _l("肯定"), "likely": _l("很可能"), "guess": _l("推测")}
FIELDS = {
    "title": _l("标题"),
    "agency": _l("发布机关"),
    "joint_agencies": _l("联合发文机关"),
    "document_number": _l("文号"),
    "index_number": _l("索引号"),
    "addressee": _l("主送机关"),
    "formed_on": _l("成文日期"),
    "published_on": _l("原公开日期"),
    "in_force_from": _l("施行日期"),
    "in_force_until": _l("有效期至"),
    "report_year": _l("报告年度"),
    "genre": _l("体裁"),
    "column": _l("栏目"),
    "subject": _l("主题分类"),
    "keywords": _l("关键词"),
    "summary": _l("内容概述"),
    "cites": _l("引用的文件"),
    "attachments": _l("附件"),
}
# What an officer looks for first beside the title.
AT_A_GLANCE = ("agency", "document_number", "formed_on", "report_year", "genre")


def _own(request: Request, batch_id: int) -> Batch:
    """Return the files that the reader of this page dropped; raises Http404 for others."""
    return get_object_or_404(Batch, pk=batch_id, kind=Batch.Kind.FILES, made_by=request.actor.user)


def _agencies(request: Request) -> Any:
    return agencies_for(request.actor, policies.DRAFT).filter(status="active")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.DRAFT)
@once
def import_files(request: Request) -> HttpResponse:
    """Show the drop zone and the last drops; a POST keeps all files at once and lets the worker read them."""
    if request.method != "POST":
        return _page(request, ImportForm(agencies=_agencies(request)), [])
    form = ImportForm(request.POST, agencies=_agencies(request))
    files = request.FILES.getlist("files")
    problems = problems_of(form) + _too_many(files)
    if problems:
        return _page(request, form, problems)
    try:
        batch = _keep(request, form, files)
    except REFUSALS as refusal:
        return _page(request, form, [problem(refusal)])
    return HttpResponseRedirect(f"{PLACE}{batch.pk}/")


def _too_many(files: "list[UploadedFile[Any]]") -> list[Problem]:
    if not files:
        return [Problem(_("请先选择文件"), "files")]
    if len(files) > MOST_IN_A_FORM:
        return [Problem(_("一次最多 %(n)d 个文件，请分几次") % {"n": MOST_IN_A_FORM}, "files")]
    return []


def _keep(request: Request, form: ImportForm, files: "list[UploadedFile[Any]]") -> Batch:
    now = timezone.now()
    batch = open_drop(actor=request.actor, now=now, **form.cleaned_data)
    for file in files:
        add_dropped(batch.pk, file.name or "", file.read(), actor=request.actor, now=now)
    return close_drop(batch.pk, actor=request.actor, now=now)


def _page(request: Request, form: ImportForm, problems: list[Problem]) -> HttpResponse:
    mine = Batch.objects.filter(kind=Batch.Kind.FILES, made_by=request.actor.user)
    context = {
        "form": form,
        "problems": problems,
        "last": mine.exclude(state=Batch.State.OPEN)[:5],
        "unfinished": mine.filter(state=Batch.State.OPEN, total__gt=0),
        "megabytes": settings.UPLOAD_BYTES // 1024 // 1024,
        "most": MOST_IN_A_FORM,
        "many": MOST_FILES,
    }
    return render(request, "imports/desk/import.html", context, status=status_of(problems))


@require_POST
@requires(policies.DRAFT)
def begin_drop(request: Request) -> HttpResponse:
    """Open an empty batch for a browser that sends file by file."""
    form = ImportForm(request.POST, agencies=_agencies(request))
    if not form.is_valid():
        return JsonResponse({"message": problems_of(form)[0].message}, status=422)
    try:
        batch = open_drop(actor=request.actor, now=timezone.now(), **form.cleaned_data)
    except REFUSALS as refusal:
        return JsonResponse({"message": problem(refusal).message}, status=problem(refusal).status)
    return JsonResponse({"files": f"{PLACE}{batch.pk}/files/", "close": f"{PLACE}{batch.pk}/close/"})


@require_POST
@requires(policies.DRAFT)
def drop_file(request: Request, batch_id: int) -> HttpResponse:
    """Keep one file of a drop; `path` is its place in a dropped folder."""
    _own(request, batch_id)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > settings.UPLOAD_BYTES:
        most = settings.UPLOAD_BYTES // 1024 // 1024
        words = _("文件超过 %(n)d MB") % {"n": most} if file else _("请先选择文件")
        return JsonResponse({"message": words}, status=422)
    name = request.POST.get("path") or file.name or ""
    try:
        add_dropped(batch_id, name, file.read(), actor=request.actor, now=timezone.now())
    except REFUSALS as refusal:
        return JsonResponse({"message": problem(refusal).message}, status=problem(refusal).status)
    return HttpResponse(status=204)


@require_POST
@requires(policies.DRAFT)
def end_of_drop(request: Request, batch_id: int) -> HttpResponse:
    """Let the worker read what was dropped, and lead to where that is shown: a script, or the reader of the page."""
    try:
        close_drop(batch_id, actor=request.actor, now=timezone.now())
    except REFUSALS as refusal:
        return JsonResponse({"message": problem(refusal).message}, status=problem(refusal).status)
    place = f"{PLACE}{batch_id}/"
    return HttpResponseRedirect(place) if "page" in request.POST else JsonResponse({"url": place})


@require_safe
@requires(policies.DRAFT)
def dropped(request: Request, batch_id: int) -> HttpResponse:
    """Show what became of each file of a drop, as far as the worker has come."""
    batch = _own(request, batch_id)
    items = list(
        batch.items.select_related("version__document__agency", "version__document__column")
        .defer("version__body_html", "version__body_text")
        .order_by("row")
    )
    for item in items:
        item.shown = _shown(item)  # type: ignore[attr-defined]
    read = sum(item.outcome != Item.Outcome.WAITING for item in items)
    context = {
        "batch": batch,
        "items": items,
        "read": read,
        "opened": sum(item.document_id is not None for item in items),
        "under_way": batch.state == Batch.State.LOADING,
        "agencies": _agencies(request),
    }
    part = "imports/desk/_dropped.html" if request.htmx else "imports/desk/dropped.html"
    return render(request, part, context)


def _shown(item: Item) -> dict[str, Any]:
    """Return what the page shows of one file: the fields with certainty and evidence, and what holds it back."""
    version = item.version
    warnings = item.note.splitlines()
    if version is None:
        return {"warnings": warnings}
    filled = [_told(name, version.evidence[name]) for name in FIELDS if name in version.evidence]
    glance = [version.evidence.get(name, {}).get("value", "") for name in AT_A_GLANCE]
    draft = version.state == VersionState.DRAFT
    return {
        "glance": [value for value in glance if value],
        "filled": [fact for fact in filled if fact["value"] or fact["others"]],
        "warnings": warnings,
        "holds": gates.holds(version) if draft else [],
        "draft": draft,
        "movable": draft and version.document.public_id is None,
    }


def _told(name: str, fact: dict[str, Any]) -> dict[str, Any]:
    """Return one field with its evidence and what else it may be; of an organ, those that there are here."""
    others = [{**other, "place": place} for place, other in enumerate(fact.get("others", ()), start=1)]
    if name == "agency":
        found = [{**other, "organ": by_name(other["value"])} for other in others]
        others = [other for other in found if other["organ"]]
    certainty = _l("已核对") if fact.get("settled") else CERTAINTIES[fact["certainty"]]
    return {**fact, "name": name, "label": FIELDS[name], "words": certainty, "others": others}


@require_POST
@requires(policies.DRAFT)
def put_right(request: Request, batch_id: int, version_id: int) -> HttpResponse:
    """改用这个 — let a field say what else the file tells, in one click."""
    _own(request, batch_id)
    version = desk.version_at_desk(request.actor, version_id)
    field = request.POST.get("field", "")
    try:
        correction = told.correction(version, field, request.POST.get("place", ""))
        save_draft(version_id, actor=request.actor, now=timezone.now(), settled=[field], **correction)
    except REFUSALS as refusal:
        messages.error(request, problem(refusal).message)
    else:
        messages.success(request, _("“%(field)s”已改。") % {"field": FIELDS[field]})
    return HttpResponseRedirect(f"{PLACE}{batch_id}/#version-{version_id}")


@require_POST
@requires(policies.DRAFT)
def move(request: Request, batch_id: int, version_id: int) -> HttpResponse:
    """改机关 — and what the file called it is known from now on."""
    place = HttpResponseRedirect(f"{PLACE}{batch_id}/")
    asked = request.POST.get("agency", "")
    agency = _agencies(request).filter(pk=asked if asked.isdecimal() else 0).first()
    if agency is None:
        messages.error(request, _("请选择机关"))
        return place
    try:
        version = reassign(version_id, agency, actor=request.actor, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, problem(refusal).message)
        return place
    words = _("已改到%(organ)s；以后这样署名的文件直接归到这里。") % {
        "organ": version.document.agency.short_name
    }
    messages.success(request, words)
    return place
