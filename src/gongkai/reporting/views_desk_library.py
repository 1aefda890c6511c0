"""资料库 — at the desk: a report is checked, kept, shown to everyone or not, and taken out again."""

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.forms import DeskForm
from gongkai.agencies.forms_page import form_page
from gongkai.agencies.requests import Request, posted
from gongkai.core import files
from gongkai.core.files import SANDBOX
from gongkai.disclosure.views_desk_tools import page_number
from gongkai.intake.pieces import Piece
from gongkai.intake.reading import FileRefused
from gongkai.reporting import policies
from gongkai.reporting.actions.change_library_report import remove_library_report, show_library_report
from gongkai.reporting.actions.keep_library_report import (
    Handed,
    keep_document,
    keep_library_report,
    require_address,
)
from gongkai.reporting.forms_links import link
from gongkai.reporting.held_uploads import held, let_go
from gongkai.reporting.library import documents_to_keep, library_of, light
from gongkai.reporting.library_lists import filtered
from gongkai.reporting.library_page import MOST_IN_TABLE
from gongkai.reporting.library_shown import shown_report
from gongkai.reporting.models import LibraryReport
from gongkai.reporting.views_public_check import CheckForm, offered, results_of
from gongkai.rules.process import RuleViolation
from gongkai.ui.access import requires
from gongkai.ui.fields import filled
from gongkai.ui.wording import refused

_PAGE_SIZE = 30


class WhoseForm(DeskForm):
    """谁的年报 — whose it is on which year, where its words do not say."""

    organ = forms.CharField(
        label=_l("机关"), required=False, max_length=100, help_text=_l("文件里写明了的不用填")
    )
    year = forms.IntegerField(
        label=_l("年度"),
        required=False,
        help_text=_l("文件里写明了的不用填"),
        error_messages={"invalid": filled(_l("“%(name)s”请填整数"), {"name": _l("年度")})},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input w-year"}),
    )


class HeldForm(WhoseForm):
    """收存刚核对的年报 — by the key that came with the findings."""

    held = forms.CharField(widget=forms.HiddenInput)


class KeepForm(WhoseForm, CheckForm):
    """核对或收存 — a report, and what the library is to know of it."""

    keep = forms.BooleanField(label=_l("收入资料库"), required=False)
    source_url = link(_l("公布网址"))
    public = forms.BooleanField(
        label=_l("公众可见"), required=False, help_text=_l("只限已经公布的年报，须填公布网址")
    )

    def clean(self) -> dict[str, Any]:
        """Ask once for the address without which every report of a ZIP would be refused."""
        told = self.cleaned_data
        if told.get("keep") and "source_url" in told:
            with self.refusals():
                require_address(public=told["public"], source_url=told["source_url"])
        return told

    def handed(self, piece: Piece) -> Handed:
        """Return one of the reports with what was said of it; raises RuleViolation for one that cannot be opened."""
        told = self.cleaned_data
        try:
            data = piece.data()
        except FileRefused as refusal:
            raise RuleViolation(refusal.message, field="file") from refusal
        return Handed(
            piece.name,
            data,
            told["organ"],
            told["year"],
            told["source_url"],
            told["public"],
        )


class ShowForm(DeskForm):
    """公众可见."""

    source_url = link(_l("公布网址"))
    public = forms.BooleanField(label=_l("公众可见"), required=False)


@require_safe
@requires(policies.SEE_REPORTS)
def library(request: Request) -> HttpResponse:
    """年报资料库."""
    found = filtered(light(library_of(request.actor)), request.GET)
    context = {
        "page": Paginator(found, _PAGE_SIZE).get_page(page_number(request)),
        "asked": request.GET,
        "most": MOST_IN_TABLE,
        "may_keep": request.actor.may(policies.KEEP_LIBRARY),
        "to_keep": documents_to_keep(request.actor).count()
        if request.actor.holds(policies.KEEP_LIBRARY)
        else 0,
    }
    return render(request, "reporting/desk/library.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.SEE_REPORTS)
def check(request: Request) -> HttpResponse:
    """核对年报 — the answer is the page, or the report joins the library."""
    form = KeepForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            pieces = form.reports()
            if form.cleaned_data["keep"]:
                return _kept(request, form, pieces)
            read, unread = results_of(pieces)
            told = {"results": [one for _piece, one in read], "held": offered(request.actor, read)}
            return render(request, "reporting/desk/library_checked.html", {**told, "unread": unread})
    context = {"form": form, "may_keep": request.actor.may(policies.KEEP_LIBRARY)}
    return render(request, "reporting/desk/library_check.html", context, status=form.http_status)


@require_POST
@requires(policies.KEEP_LIBRARY)
def keep(request: Request) -> HttpResponse:
    """收存刚核对的年报 — as it was sent, as long as it is held for who sent it."""
    form = HeldForm(request.POST)
    key, now = request.POST.get("held", ""), timezone.now()
    found = held(key, user_id=request.actor.user_id or 0, now=now)
    if found is None:
        messages.info(request, _("暂存的文件已经删除，请重新上传。"))
        return redirect("desk_library_check")
    if form.is_valid():
        with form.refusals():
            handed = Handed(*found, form.cleaned_data["organ"], form.cleaned_data["year"])
            kept = keep_library_report(handed, actor=request.actor, now=now)
            let_go(key)
            messages.success(request, _("已收存“%(title)s”") % {"title": kept.title})
            return redirect("desk_library_report", kept.pk)
    crumbs = [(_("年报资料库"), "/desk/library/"), (_("核对年报"), "/desk/library/check/")]
    return form_page(request, form, title=_("收入资料库"), button=_("收存"), crumbs=crumbs)


def _kept(request: Request, form: KeepForm, pieces: list[Piece]) -> HttpResponse:
    """Keep each report; one that is refused among several is named, and alone it is the form's error."""
    kept: list[LibraryReport] = []
    for piece in pieces:
        try:
            report = keep_library_report(form.handed(piece), actor=request.actor, now=timezone.now())
        except RuleViolation as refusal:
            if len(pieces) == 1:
                raise
            messages.warning(request, f"{piece.name}：{refused(refusal)}")
            continue
        kept.append(report)
    if kept:
        messages.success(request, _("已收存 %(n)s 份年报") % {"n": len(kept)})
    return redirect("desk_library_report", kept[0].pk) if len(kept) == 1 else redirect("desk_library")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.KEEP_LIBRARY)
def documents(request: Request) -> HttpResponse:
    """收存已公开的年报 — those in the 年报 columns that are not kept."""
    form = DeskForm(posted(request))
    if request.method == "POST":
        with form.refusals():
            chosen = request.POST.get("document", "")
            kept = keep_document(
                int(chosen) if chosen.isdecimal() else 0, actor=request.actor, now=timezone.now()
            )
            messages.success(request, _("已收存“%(title)s”") % {"title": kept.title})
            return redirect("desk_library_documents")
    page = Paginator(documents_to_keep(request.actor), _PAGE_SIZE).get_page(page_number(request))
    context = {"form": form, "page": page}
    return render(request, "reporting/desk/library_documents.html", context, status=form.http_status)


@require_safe
@requires(policies.SEE_REPORTS)
def report(request: Request, library_id: int) -> HttpResponse:
    """资料库年报."""
    return _page(request, _found(request, library_id))


def _page(request: Request, kept: LibraryReport, form: ShowForm | None = None) -> HttpResponse:
    own = request.actor.holds(policies.KEEP_LIBRARY, kept.keeper)
    asked = form or ShowForm(initial={"source_url": kept.source_url, "public": kept.public})
    context: dict[str, Any] = {"report": kept, "one": shown_report(kept), "may_change": own, "form": asked}
    return render(request, "reporting/desk/library_report.html", context, status=asked.http_status)


@require_safe
@requires(policies.SEE_REPORTS)
def file(request: Request, library_id: int) -> HttpResponse:
    """资料库年报的文件 — as it was kept, to be saved."""
    kept = _found(request, library_id)
    answer = HttpResponse(files.read(kept.file_id), content_type="application/octet-stream")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(kept.file_name)}"
    return answer


@require_POST
@requires(policies.KEEP_LIBRARY)
def show(request: Request, library_id: int) -> HttpResponse:
    """公众可见."""
    form = ShowForm(request.POST)
    if form.is_valid():
        with form.refusals():
            told = form.cleaned_data
            show_library_report(
                library_id,
                public=told["public"],
                source_url=told["source_url"],
                actor=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("已保存"))
            return redirect("desk_library_report", library_id)
    return _page(request, _found(request, library_id), form)


@require_POST
@requires(policies.KEEP_LIBRARY)
def remove(request: Request, library_id: int) -> HttpResponse:
    """移出资料库."""
    form = DeskForm(request.POST)
    with form.refusals():
        remove_library_report(library_id, actor=request.actor, now=timezone.now())
        messages.success(request, _("已移出资料库"))
        return redirect("desk_library")
    messages.error(request, str(form.non_field_errors()[0]))
    return redirect("desk_library_report", library_id)


def _found(request: Request, library_id: int) -> LibraryReport:
    return get_object_or_404(library_of(request.actor).select_related("kept_by"), pk=library_id)
