"""登记申请 — a letter at the counter in under a minute: channel, days and their rule, who, what, a scan, the receipt."""

import base64
import secrets
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request, posted
from gongkai.disclosure.views_desk_tools import (
    REFUSALS,
    Problem,
    once,
    problem,
    problems_of,
    show_at,
    status_of,
)
from gongkai.foi import applying, policies
from gongkai.foi.actions.file_case import applicant_fingerprint, file_case
from gongkai.foi.actions.reveal import reveal
from gongkai.foi.actions.save_application import drop_application, saved_application
from gongkai.foi.addresses import applicant_address, progress_address
from gongkai.foi.beforehand import already_public, answered_before
from gongkai.foi.desk_page import masked_applicant
from gongkai.foi.filing import IncomingFile
from gongkai.foi.forms_desk_new import FACTS, NewCaseForm
from gongkai.foi.likeness import likely
from gongkai.foi.models import CaseFile
from gongkai.foi.queries import visible_to
from gongkai.foi.views_desk_tools import case_context
from gongkai.typesetting.html import qr_lines
from gongkai.ui.access import requires

_UPLOADS = {"application": CaseFile.Kind.APPLICATION, "identity": CaseFile.Kind.IDENTITY}
_KNOWN_SHOWN = 5
_PRINTED = "打开给申请人的回执"
"""Whoever has the receipt can do what the applicant can."""


def _organs(request: Request) -> QuerySet[Agency]:
    found = agencies_for(request.actor, policies.HANDLE).filter(status=AgencyStatus.ACTIVE)
    return found.order_by("level", "position", "pk")


def _form(request: Request) -> NewCaseForm:
    roles = policies.HANDLE.roles
    at = {post.agency_id for post in request.actor.posts if post.role in roles}
    before = request.GET.get("agency", "")
    own = int(before) if before.isdecimal() else at.pop() if len(at) == 1 else None
    return NewCaseForm(
        posted(request), request.FILES or None, organs=_organs(request), own=own, today=timezone.localdate()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.HANDLE)
@once
def new(request: Request) -> HttpResponse:
    """Show the form; a POST registers the application, or with `do=known` fills in a known applicant."""
    form = _form(request)
    held, problems = _held(request, form)
    if request.method == "POST" and not problems:
        if request.POST.get("do") == "known":
            return _filled_in(request, form, held)
        if request.POST.get("do") != "look":
            problems, done = _register(request, form, held)
            if done is not None:
                return done
    return _page(request, form, held, problems)


def _page(
    request: Request, form: NewCaseForm, held: list[dict[str, Any]], problems: list[Problem]
) -> HttpResponse:
    form.mark()
    context = {
        "form": form,
        "held": held,
        "several_organs": len(form.fields["agency"].choices) > 2,  # type: ignore[attr-defined]
        "problems": problems,
        "submission": request.POST.get("submission") or secrets.token_urlsafe(24),
        **(_hints(request, form) if form.is_bound else {}),
    }
    return render(request, "foi/desk/new.html", context, status=status_of(problems))


def _register(
    request: Request, form: NewCaseForm, held: list[dict[str, Any]]
) -> tuple[list[Problem], HttpResponse | None]:
    said, now = form.cleaned_data, timezone.now()
    missing = [Problem(_("请选择怎样来的"), "channel")] if not said["channel"] else []
    missing += [Problem(_("请选择受理机关"), "agency")] if not said["agency"] else []
    missing += [Problem(_("请填到达的日期"), "arrived_on")] if not said["arrived_on"] else []
    if missing:
        show_at(form, missing)
        return missing, None
    try:
        files = tuple(_brought(held))
        filed = file_case(
            form.filing(request.POST.get("submission", ""), files), actor=request.actor, now=now
        )
    except REFUSALS as refusal:
        refused = [problem(refusal)]
        show_at(form, refused)
        return refused, None
    drop_application(*(file["key"] for file in held))
    messages.success(request, _("已登记，编号 %(number)s。") % {"number": filed.case.number})
    return [], HttpResponseRedirect(f"/desk/cases/{filed.case.pk}/receipt/")


def _held(request: Request, form: NewCaseForm) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Keep every upload at once, sealed, so that a form that is refused does not lose it; and list what is kept."""
    if request.method != "POST":
        return [], []
    problems = problems_of(form)
    keys = request.POST.getlist("held")
    content: dict[str, Any] = {"files": list(_listed(keys))}
    for name, kind in _UPLOADS.items():
        try:
            sent = form.cleaned_data.get(name) or []
            content = applying.add_files(content, kind, sent, timezone.now())
        except ValidationError as refused:
            problems.append(Problem(str(refused.messages[0]), name))
    return content["files"], problems


def _listed(lines: list[str]) -> Iterator[dict[str, Any]]:
    """Read the list of what is kept, as the page carried it: its key, kind, size and name."""
    for line in lines:
        key, _sep, rest = line.partition("|")
        kind, _sep, rest = rest.partition("|")
        size, _sep, name = rest.partition("|")
        if kind in set(_UPLOADS.values()) and size.isdecimal():
            yield {"key": key, "kind": kind, "size": int(size), "name": name}


def _brought(held: list[dict[str, Any]]) -> Iterator[IncomingFile]:
    for file in held:
        kept = saved_application(file["key"], now=timezone.now())
        if kept is not None and "data" in kept:
            yield IncomingFile(file["kind"], file["name"], base64.b64decode(kept["data"]))


def _filled_in(request: Request, form: NewCaseForm, held: list[dict[str, Any]]) -> HttpResponse:
    """Fill what is empty from an earlier application of the same person; the look is on record."""
    case = _earlier(request, form).first()
    if case is None:
        raise Http404
    reason = _("登记同一申请人新的申请，核对身份")
    try:
        facts = reveal(case.pk, reason=reason, actor=request.actor, now=timezone.now())
    except REFUSALS as refusal:
        return _page(request, form, held, [problem(refusal)])
    data = request.POST.copy()
    for name in FACTS:
        if not data.get(name, "").strip() or name == "kind":
            data[name] = getattr(facts, name)
    form.data = data
    return _page(request, form, held, [])


@require_POST
@requires(policies.HANDLE)
def hints(request: Request) -> HttpResponse:
    """Say what follows from what is typed so far: the day of receipt, who it may be, what is alike."""
    form = _form(request)
    form.is_valid()
    return render(request, "foi/desk/_new_hints.html", _hints(request, form))


def _earlier(request: Request, form: NewCaseForm) -> QuerySet[Any]:
    organs = agencies_for(request.actor, policies.REVEAL_APPLICANT).values("pk")
    found = visible_to(request.actor).filter(agency__in=organs, applicant__anonymised_at=None)
    fingerprint = applicant_fingerprint(form.facts)
    return found.filter(applicant__fingerprint=fingerprint).order_by("-pk") if fingerprint else found.none()


def _hints(request: Request, form: NewCaseForm) -> dict[str, Any]:
    title = (form.cleaned_data.get("title") or form.cleaned_data.get("description") or "")[:200]
    earlier = _earlier(request, form).select_related("agency", "applicant")
    known = list(earlier[:_KNOWN_SHOWN])
    return {
        "receipt": form.receipt,
        "known": known,
        "known_count": earlier.count() if known else 0,
        "known_as": masked_applicant(known[0]) if known else None,
        "alike": likely(title, visible_to(request.actor)) if title else [],
        "answered": answered_before(title) if title else [],
        "public": already_public(title) if title else [],
    }


@require_safe
@requires(policies.HANDLE)
def receipt(request: Request, case_id: int) -> HttpResponse:
    """Show what is printed for the applicant: number, query code, the address of their page with its QR code."""
    context = case_context(request, case_id)
    case = context["case"]
    if not request.actor.may(policies.HANDLE, case.agency) or not case.access_token:
        raise Http404
    if case.entered_by_id != request.actor.user_id:
        reveal(case_id, reason=_PRINTED, actor=request.actor, now=timezone.now())
    side, path = qr_lines(applicant_address(case.access_token))
    context |= {"side": side, "path": path, "progress": progress_address()}
    return render(request, "foi/desk/receipt.html", context)
