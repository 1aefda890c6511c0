"""申请人的案件页 — receipt, page, letters and files of a case, for whoever has its address; and what they can do."""

import io
from urllib.parse import quote

import segno
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from gongkai.agencies.requests import Request
from gongkai.core.files import SANDBOX
from gongkai.core.permissions import ANYONE
from gongkai.foi import applying, letters
from gongkai.foi.addresses import applicant_address
from gongkai.foi.files import FileRemoved, read_file
from gongkai.foi.models import Case, CaseFile, Letter
from gongkai.foi.pages import case_page, given_out, letters_of
from gongkai.foi.private_pages import private
from gongkai.foi.queries import case_by_key
from gongkai.foi.views_public_form import kept_application
from gongkai.rules.catalogue import Section
from gongkai.typesetting.html import fragment
from gongkai.typesetting.pdf import PdfUnavailable
from gongkai.typesetting.word import MEDIA_TYPE
from gongkai.ui.access import requires

_SECTION = Section.APPLICATION.value


@require_safe
@requires(ANYONE)
@private
def case(request: Request, key: str) -> HttpResponse:
    """我的申请."""
    page = case_page(case_by_key(key), key, timezone.localdate())
    return render(request, "foi/public/case.html", {"page": page, "case": page.case, "section": _SECTION})


@require_safe
@requires(ANYONE)
@private
def receipt(request: Request, key: str) -> HttpResponse:
    """回执 — number, query code and the address of the case, to print or to photograph."""
    found = case_by_key(key)
    following = applying.title_of(kept_application(request) or {})
    context = {
        "case": found,
        "key": key,
        "address": applicant_address(key),
        "following": following,
        "section": _SECTION,
    }
    return render(request, "foi/public/receipt.html", context)


@require_safe
@requires(ANYONE)
@private
def qr_code(request: Request, key: str) -> HttpResponse:
    """二维码 — the address of the case's page."""
    case_by_key(key)
    drawing = io.BytesIO()
    segno.make(applicant_address(key), error="m", micro=False).save(
        drawing, kind="svg", scale=4, border=2, svgclass=None, lineclass=None
    )
    return _file(drawing.getvalue(), "image/svg+xml")


@require_safe
@requires(ANYONE)
@private
def letter(request: Request, key: str, letter_id: int) -> HttpResponse:
    """文书 — a letter to read on the screen."""
    found, sent = _letter(key, letter_id)
    context = {
        "case": found,
        "key": key,
        "letter": sent,
        "paper": SafeString(fragment(letters.paper_of(sent), heading=1)),
        "section": _SECTION,
    }
    return render(request, "foi/public/letter.html", context)


@require_safe
@requires(ANYONE)
@private
def letter_file(request: Request, key: str, letter_id: int, ending: str) -> HttpResponse:
    """文书下载 — a letter as PDF or DOCX."""
    _case, sent = _letter(key, letter_id)
    name = f"{sent.title}.{ending}"
    if ending == "docx":
        return _file(letters.docx_of(sent), MEDIA_TYPE, name)
    if ending != "pdf":
        raise Http404
    try:
        return _file(letters.pdf_of(sent), "application/pdf", name)
    except PdfUnavailable:
        return HttpResponseRedirect(reverse("case-letter", args=[key, letter_id]))


def _letter(key: str, letter_id: int) -> tuple[Case, Letter]:
    found = case_by_key(key)
    sent = next((sent.letter for sent in letters_of(found) if sent.letter.pk == letter_id), None)
    if sent is None:
        raise Http404
    return found, sent


@require_safe
@requires(ANYONE)
@private
def file(request: Request, key: str, case_file_id: int) -> HttpResponse:
    """提供的信息 — a file that was given with the answer."""
    found: CaseFile | None = next(
        (file for file in given_out(case_by_key(key)) if file.pk == case_file_id), None
    )
    if found is None:
        raise Http404
    try:
        return _file(read_file(found), found.media_type, found.name)
    except FileRemoved as removed:
        raise Http404 from removed


def _file(data: bytes, media_type: str, name: str = "") -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    if name:
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
