"""提供的信息 — what was found in a file that is to be given out, and what becomes of it: covered, justified, taken off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.requests import Request
from gongkai.core.files import FileDamaged
from gongkai.disclosure.views_desk_tools import REFUSALS, Problem, once, problem, status_of
from gongkai.foi import policies, releases
from gongkai.foi.actions.release import justify_release, redact_release, remove_release
from gongkai.foi.files import FileRemoved, read_file
from gongkai.foi.models import Case, CaseFile
from gongkai.foi.views_desk_tools import case_context, who
from gongkai.intake.reading import FileRefused
from gongkai.privacy.region import Region
from gongkai.rules.privacy import KIND_LABELS, Kind
from gongkai.rules.process import RuleViolation
from gongkai.screening.parsing import drawn_apart, pages_apart
from gongkai.ui.access import requires
from gongkai.ui.wording import told

REGION_ROWS = 4
"""区域几行 — rectangles for which a page has fields; who draws them gets a row for each."""
MOST_REGIONS = 200
PAGES_AT_ONCE = 20
"""一次显示几页 — pictures of pages on one page; those that follow are a click away."""
_SIDES = ("page", "left", "top", "right", "bottom")
_DRAWN_ON = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.HANDLE)
@once
def release(request: Request, case_id: int, file_id: int) -> HttpResponse:
    """Show a file that is to be given out with its findings; a POST covers, justifies or takes it off."""
    context = case_context(request, case_id)
    case: Case = context["case"]
    file = case.files.filter(pk=file_id, removed_at=None).first()
    if file is None or not request.actor.may(policies.HANDLE, case.agency):
        raise Http404
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_do(request, case, file))
        except REFUSALS as refusal:
            problems = [problem(refusal)]
    context |= _shown(request, file) | {"problems": problems}
    return render(request, "foi/desk/release.html", context, status=status_of(problems))


def _do(request: Request, case: Case, file: CaseFile) -> str:
    data, by = request.POST, who(request)
    do = data.get("do", "")
    back = f"/desk/cases/{case.pk}/release/"
    if do == "kinds":
        kinds = [Kind(kind) for kind in data.getlist("kinds") if kind in set(Kind)]
        made = redact_release(file.pk, kinds=kinds, **by)
        messages.success(request, _("已遮盖，并且查过遮盖后读不出来；原件另外留存。"))
        return f"{back}{made.pk}/"
    if do == "regions":
        made = redact_release(file.pk, regions=_regions(data), **by)
        messages.success(request, _("已遮盖，并且查过遮盖后读不出来；原件另外留存。"))
        return f"{back}{made.pk}/"
    if do == "justify":
        justify_release(
            file.pk, keys=data.getlist("keys"), reason=data.get("reason", "").replace("\0", ""), **by
        )
        messages.success(request, _("理由已记下。"))
        return f"{back}{file.pk}/"
    if do == "remove":
        remove_release(file.pk, **by)
        messages.success(request, _("已移除，不再提供。"))
        return f"/desk/cases/{case.pk}/decision/#release"
    raise RuleViolation("请选择怎样处理")


def _regions(data: Any) -> list[Region]:
    """Return the rectangles that were filled in, in percent of the page from its upper left corner."""
    found = []
    for row in range(_rows_in(data)):
        said = [data.get(f"{side}_{row}", "").strip() for side in _SIDES]
        if not any(said):
            continue
        try:
            page, *corners = (float(each) for each in said)
            found.append(Region(int(page) - 1, *(corner / 100 for corner in corners)))
        except ValueError as wrong:
            raise RuleViolation("区域请填页码和四边的百分比，左小于右、上小于下", field="page_0") from wrong
    return found


def _rows_in(data: Any) -> int:
    """Return how many rows of regions were sent, at least as many as a page has."""
    sent = [int(name[5:]) for name in data if name.startswith("page_") and name[5:].isdecimal()]
    return min(max([REGION_ROWS, *(number + 1 for number in sent)]), MOST_REGIONS)


@require_safe
@requires(policies.HANDLE)
def release_page(request: Request, case_id: int, file_id: int, number: int) -> HttpResponse:
    """Send a picture of a page (from 1) of a file that is to be given out, to draw regions on."""
    case: Case = case_context(request, case_id)["case"]
    file = case.files.filter(pk=file_id, kind=CaseFile.Kind.RELEASE, removed_at=None).first()
    if (
        file is None
        or not request.actor.may(policies.HANDLE, case.agency)
        or file.media_type not in _DRAWN_ON
    ):
        raise Http404
    try:
        picture = drawn_apart(read_file(file), number - 1)
    except (FileRefused, FileRemoved, FileDamaged) as gone:
        raise Http404 from gone
    return HttpResponse(picture, content_type="image/jpeg")


def _pages_shown(request: Request, file: CaseFile) -> dict[str, Any]:
    """Return which pages are shown to draw on, and where the others are; none for what cannot be drawn."""
    try:
        count = pages_apart(read_file(file))
    except (FileRefused, FileRemoved, FileDamaged):
        return {"pages": []}
    asked = request.GET.get("page", "")
    first = min(int(asked), count) if asked.isdecimal() and asked != "0" else 1
    first -= (first - 1) % PAGES_AT_ONCE
    last = min(first + PAGES_AT_ONCE - 1, count)
    return {
        "pages": range(first, last + 1),
        "page_count": count,
        "earlier": first - PAGES_AT_ONCE if first > 1 else 0,
        "later": last + 1 if last < count else 0,
    }


def _shown(request: Request, file: CaseFile) -> dict[str, Any]:
    found = releases.findings_of(file)
    kinds = dict.fromkeys(one.kind for one in found if one.kind)
    labels = (_("第几页"), _("左 %"), _("上 %"), _("右 %"), _("下 %"))
    rows = [
        [
            (f"{side}_{row}", label, request.POST.get(f"{side}_{row}", ""))
            for side, label in zip(_SIDES, labels, strict=True)
        ]
        for row in range(_rows_in(request.POST))
    ]
    drawn_on = file.kind == CaseFile.Kind.RELEASE and file.media_type in _DRAWN_ON
    return {
        "file": file,
        "found": found,
        "kinds": [(kind, told(KIND_LABELS[Kind(kind)])) for kind in kinds],
        "open": file.kind == CaseFile.Kind.RELEASE,
        "obstacles": releases.obstacles(file) if file.kind == CaseFile.Kind.RELEASE else [],
        "drawn_on": drawn_on,
        "rows": rows,
        "sides": labels,
        "reason": request.POST.get("reason", ""),
        "chosen": request.POST.getlist("keys"),
        **(_pages_shown(request, file) if drawn_on else {}),
    }
