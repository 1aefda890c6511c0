"""导入文件 — dropped files become drafts; one that is refused does not keep the others back."""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request
from gongkai.disclosure import policies
from gongkai.disclosure.views_desk_tools import REFUSALS, Problem, once, problem, problems_of, status_of
from gongkai.imports.actions.import_file import Imported, import_file
from gongkai.imports.forms import ImportForm
from gongkai.intake import FileRefused, read
from gongkai.ui.access import requires

MOST_FILES = 50
_KEPT_FOR = 3600
CERTAINTIES = {"certain": _l("肯定"), "likely": _l("很可能"), "guess": _l("推测")}
FIELDS = {
    "title": _l("标题"),
    "agency": _l("发布机关"),
    "document_number": _l("文号"),
    "formed_on": _l("成文日期"),
    "published_on": _l("原发布日期"),
    "report_year": _l("报告年度"),
    "genre": _l("体裁"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """一个文件的结果 — the draft with what was filled in, or why there is none."""

    name: str
    document_id: int | None = None
    title: str = ""
    filled: tuple[tuple[str, str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    refusal: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.DRAFT)
@once
def import_files(request: Request) -> HttpResponse:
    """Show the drop zone with the results of the last import; a POST imports file by file."""
    agencies = agencies_for(request.actor, policies.DRAFT).filter(status="active")
    if request.method != "POST":
        return _page(request, ImportForm(agencies=agencies), [], _kept(request))
    form = ImportForm(request.POST, agencies=agencies)
    files = request.FILES.getlist("files")
    problems = problems_of(form) + _too_many(files)
    if problems:
        return _page(request, form, problems, [])
    outcomes = [asdict(_import_one(request, file, form.cleaned_data["agency"])) for file in files]
    name = get_random_string(16)
    cache.set(f"import:{request.actor.user_id}:{name}", outcomes, _KEPT_FOR)
    return HttpResponseRedirect(f"/desk/documents/import/?done={name}#results")


def _kept(request: Request) -> list[dict[str, Any]]:
    """Return the results of the import that the address names, while they are kept."""
    name = request.GET.get("done", "")
    if not (name.isascii() and name.isalnum() and len(name) <= 32):
        return []
    kept: list[dict[str, Any]] = cache.get(f"import:{request.actor.user_id}:{name}") or []
    return kept


def _too_many(files: "list[UploadedFile[Any]]") -> list[Problem]:
    if not files:
        return [Problem(_("请先选择文件"), "files")]
    if len(files) > MOST_FILES:
        return [Problem(_("一次最多 %(n)d 个文件，请分几次") % {"n": MOST_FILES}, "files")]
    return []


def _import_one(request: Request, file: "UploadedFile[Any]", agency: Agency | None) -> Outcome:
    name = (file.name or "")[:150]
    if (file.size or 0) > settings.UPLOAD_BYTES:
        most = settings.UPLOAD_BYTES // 1024 // 1024
        return Outcome(name, refusal=_("文件超过 %(n)d MB") % {"n": most})
    try:
        reading = read(file.read(), name)
        imported = import_file(reading, actor=request.actor, now=timezone.now(), agency=agency)
    except FileRefused as refusal:
        return Outcome(name, refusal=refusal.message)
    except REFUSALS as refusal:
        return Outcome(name, refusal=problem(refusal).message)
    return _outcome(name, imported)


def _outcome(name: str, imported: Imported) -> Outcome:
    version = imported.version
    filled = tuple(
        (str(FIELDS[field]), fact["value"], str(CERTAINTIES[fact["certainty"]]))
        for field, fact in version.evidence.items()
        if field in FIELDS and fact["value"]
    )
    return Outcome(name, version.document_id, version.title, filled, imported.warnings)


def _page(
    request: Request, form: ImportForm, problems: list[Problem], outcomes: list[dict[str, Any]]
) -> HttpResponse:
    context = {
        "form": form,
        "problems": problems,
        "outcomes": outcomes,
        "opened": sum(1 for outcome in outcomes if outcome["document_id"]),
        "megabytes": settings.UPLOAD_BYTES // 1024 // 1024,
        "most": MOST_FILES,
    }
    return render(request, "imports/desk/import.html", context, status=status_of(problems))
