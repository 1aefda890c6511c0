"""提供的信息 — what was found in a file that is to be given out, and what becomes of it: covered, justified, taken off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.agencies.requests import Request
from gongkai.disclosure.views_desk_tools import REFUSALS, Problem, once, problem, status_of
from gongkai.foi import policies, releases
from gongkai.foi.actions.release import justify_release, redact_release, remove_release
from gongkai.foi.models import Case, CaseFile
from gongkai.foi.views_desk_tools import case_context, who
from gongkai.privacy.regions import Region
from gongkai.rules.privacy import KIND_LABELS, Kind
from gongkai.rules.process import RuleViolation
from gongkai.ui.access import requires
from gongkai.ui.wording import told

REGION_ROWS = 4
"""区域几行 — rectangles that can be named at once; more are done by another go."""
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
    for row in range(REGION_ROWS):
        said = [data.get(f"{side}_{row}", "").strip() for side in _SIDES]
        if not any(said):
            continue
        try:
            page, *corners = (float(each) for each in said)
            found.append(Region(int(page) - 1, *(corner / 100 for corner in corners)))
        except ValueError as wrong:
            raise RuleViolation("区域请填页码和四边的百分比，左小于右、上小于下", field="page_0") from wrong
    return found


def _shown(request: Request, file: CaseFile) -> dict[str, Any]:
    found = releases.findings_of(file)
    kinds = dict.fromkeys(one.kind for one in found if one.kind)
    rows = [
        [(f"{side}_{row}", request.POST.get(f"{side}_{row}", "")) for side in _SIDES]
        for row in range(REGION_ROWS)
    ]
    return {
        "file": file,
        "found": found,
        "kinds": [(kind, told(KIND_LABELS[Kind(kind)])) for kind in kinds],
        "open": file.kind == CaseFile.Kind.RELEASE,
        "obstacles": releases.obstacles(file) if file.kind == CaseFile.Kind.RELEASE else [],
        "drawn_on": file.media_type in _DRAWN_ON,
        "rows": rows,
        "sides": (_("第几页"), _("左 %"), _("上 %"), _("右 %"), _("下 %")),
        "reason": request.POST.get("reason", ""),
        "chosen": request.POST.getlist("keys"),
    }
