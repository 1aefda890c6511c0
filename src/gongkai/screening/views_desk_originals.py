"""留存的原件 — what was kept apart, opened only with a trace: the text as it was beside the text as it is."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.requests import Request
from gongkai.core import files
from gongkai.core.models import StoredFile
from gongkai.disclosure.differences import Comparison, compare
from gongkai.disclosure.views_desk_tools import page_number
from gongkai.intake import text_of
from gongkai.intake.reading import FileRefused
from gongkai.privacy.finding import NOTHING_KNOWN
from gongkai.screening import policies
from gongkai.screening.actions.open_original import open_original
from gongkai.screening.models import Original, Part
from gongkai.screening.parsing import scanned_apart
from gongkai.screening.queries import originals_for
from gongkai.screening.shown import label_of
from gongkai.ui.access import requires

PAGE_SIZE = 50


@require_safe
@requires(policies.OPEN_ORIGINALS)
def originals(request: Request) -> HttpResponse:
    """List what was kept apart, without any of its words."""
    page = Paginator(originals_for(request.actor), PAGE_SIZE).get_page(page_number(request))
    for original in page:
        original.why = [label_of(kind) for kind in original.why]
    return render(request, "screening/desk/originals.html", {"page": page})


@require_POST
@requires(policies.REVEAL)
def original(request: Request, original_id: int) -> HttpResponseBase:
    """Open one original: beside what became of it, or as the file that it was."""
    kept = open_original(original_id, actor=request.actor, now=timezone.now())
    if request.POST.get("do") == "download" and kept.file is not None:
        return _file(kept, kept.file)
    comparison, problem = _difference(kept)
    context = {
        "original": kept,
        "document": kept.version.document,
        "comparison": comparison,
        "problem": problem,
        "why": [label_of(kind) for kind in kept.why],
    }
    return render(request, "screening/desk/original.html", context)


def _file(kept: Original, file: StoredFile) -> HttpResponseBase:
    try:
        content = files.opened(file.pk)
    except files.FileDamaged:
        words = _("这份原件在服务器上损坏了，请联系系统管理员")
        return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")
    return FileResponse(
        content, as_attachment=True, filename=kept.name, content_type="application/octet-stream"
    )


def _difference(kept: Original) -> tuple[Comparison | None, str]:
    """Compare the words before and after; for a file those that are taken from it."""
    if kept.part == Part.BODY:
        return compare(text_of(kept.text), text_of(kept.after_text)), ""
    if kept.file is None or kept.after_file is None:
        return compare(kept.text, kept.after_text), ""
    try:
        before, after = (
            scanned_apart(files.read(file.pk), kept.name, NOTHING_KNOWN).text
            for file in (kept.file, kept.after_file)
        )
    except (FileRefused, files.FileDamaged):
        return None, _("这份原件读不出文字，请下载查看。")
    return compare(before, after), ""
