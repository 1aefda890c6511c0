"""查询与登记 — progress by number and code, the public register of answered applications, the blank form."""

from functools import lru_cache

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.requests import Request
from gongkai.core.permissions import ANYONE
from gongkai.core.rates import seconds_to_wait, seconds_to_wait_for
from gongkai.foi.blank_form import blank_form
from gongkai.foi.models import Case
from gongkai.foi.private_pages import private_form
from gongkai.foi.queries import key_of_number, shown_to_all
from gongkai.rules.catalogue import Section
from gongkai.rules.citations import regulations_on
from gongkai.rules.reply_kinds import RESULT_LABELS, Result
from gongkai.typesetting.html import fragment
from gongkai.typesetting.pdf import PdfUnavailable, pdf
from gongkai.typesetting.word import MEDIA_TYPE, docx
from gongkai.ui.access import requires

GUESSES, GUESSES_WINDOW = 10, 15 * 60
GUESSES_A_NUMBER = 50
"""From all visitors together: so many that nobody shuts an applicant out by accident."""
PAGE = 30
_SECTION = Section.APPLICATION.value


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def progress(request: Request) -> HttpResponse:
    """查进度 — by number and query code; a wrong number and a wrong code are answered alike."""
    number, code = request.POST.get("number", "")[:60], request.POST.get("code", "")[:40]
    error, wait = "", 0
    if request.method == "POST":
        wait = _wait(request, number)
        if not wait and (key := key_of_number(number, code)):
            return HttpResponseRedirect(reverse("case", args=[key]))
        error = (
            _("查得太频繁，请过 %(minutes)s 分钟再试") % {"minutes": -(-wait // 60)}
            if wait
            else _("没有找到。请核对申请编号和查询码，两样都在回执上")
        )
    context = {"number": number, "error": error, "section": _SECTION}
    status = 429 if wait else 422 if error else 200
    response = render(request, "foi/public/progress.html", context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _wait(request: Request, number: str) -> int:
    """Count a guess for the visitor and for the number: whoever has many addresses gets no further either."""
    name = "application-progress"
    return seconds_to_wait(request, name, limit=GUESSES, window=GUESSES_WINDOW) or seconds_to_wait_for(
        number.strip(), f"{name}-number", limit=GUESSES_A_NUMBER, window=GUESSES_WINDOW
    )


@require_safe
@requires(ANYONE)
def answered(request: Request) -> HttpResponse:
    """已答复的申请 — what others asked for and what came of it, without any person."""
    cases = shown_to_all().select_related("agency", "made_public").order_by("-answered_on", "-id")
    years = sorted({day.year for day in shown_to_all().dates("answered_on", "year")}, reverse=True)
    q, wanted = request.GET.get("q", "").strip()[:100], request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and len(wanted) == 4 else None
    for word in q.split():
        cases = cases.filter(title__icontains=word)
    if year:
        cases = cases.filter(answered_on__year=year)
    pages = Paginator(cases, PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "numbers": list(pages.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "rows": [_row(case) for case in page],
        "q": q,
        "year": year,
        "years": years,
        "section": _SECTION,
    }
    return render(request, "foi/public/answered.html", context)


def _row(case: Case) -> dict[str, object]:
    """What may be shown of an answered application, with the document that was made of it while that is public."""
    made = case.made_public
    return {
        "case": case,
        "document": made if made and made.public_id else None,
        "result": RESULT_LABELS[Result(case.result)] if case.result else "",
    }


@require_safe
@requires(ANYONE)
def form(request: Request) -> HttpResponse:
    """空白申请表 — to look at, to download, to print."""
    paper = SafeString(fragment(blank_form(regulations_on(timezone.localdate())), heading=1))
    return render(request, "foi/public/form.html", {"paper": paper, "section": _SECTION})


@require_safe
@requires(ANYONE)
def form_file(request: Request, ending: str) -> HttpResponse:
    """空白申请表下载 — as Word or PDF."""
    if ending not in ("docx", "pdf"):
        raise Http404
    try:
        data = _form_file(ending, timezone.localdate().year)
    except PdfUnavailable:
        return HttpResponseRedirect(reverse("application-form"))
    response = HttpResponse(data, content_type=MEDIA_TYPE if ending == "docx" else "application/pdf")
    response["Content-Disposition"] = f'attachment; filename="application-form.{ending}"'
    return response


@lru_cache(maxsize=4)
def _form_file(ending: str, year: int) -> bytes:
    """The same for everybody until another text of the Regulations holds."""
    paper = blank_form(regulations_on(timezone.localdate().replace(year=year)))
    return docx(paper) if ending == "docx" else pdf(paper)
