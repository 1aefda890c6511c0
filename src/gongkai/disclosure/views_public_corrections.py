"""纠错页 — a reader tells us what is wrong on a page."""

import re

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import PUBLIC
from gongkai.agencies.queries import active_agencies, jurisdiction
from gongkai.agencies.requests import Request
from gongkai.core.permissions import ANYONE
from gongkai.core.rates import seconds_to_wait
from gongkai.disclosure.actions.corrections import report_correction
from gongkai.disclosure.models import Document
from gongkai.disclosure.queries import visible_to
from gongkai.rules.process import RuleViolation
from gongkai.ui.access import requires
from gongkai.ui.wording import refused

REPORTS_AN_HOUR = 10
ANSWER_WORKDAYS = 3  # 纠错留言答复时限，3 个工作日

_ON_DOCUMENT = re.compile(r"/documents/(\d{1,12})/")
_ON_ORGAN = re.compile(r"/organs/([-\w]{1,40})/")


class CorrectionForm(forms.Form):
    """纠错 — which page, what is wrong, and how to reach the reader, if they wish."""

    page = forms.CharField(label=gettext_lazy("哪一页"), max_length=300, required=False)
    words = forms.CharField(
        label=gettext_lazy("哪里不对"),
        max_length=2000,
        error_messages={
            "required": gettext_lazy("请写明哪里不对"),
            "max_length": gettext_lazy("内容最多 2000 字"),
        },
    )
    contact = forms.CharField(
        label=gettext_lazy("怎么联系您"),
        max_length=100,
        required=False,
        error_messages={"max_length": gettext_lazy("联系方式最多 100 字")},
    )
    # People do not see this field; programs that fill in whatever they find do.
    website = forms.CharField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
def report(request: Request) -> HttpResponse:
    """我要纠错."""
    if request.method != "POST":
        return _shown(request, CorrectionForm(initial={"page": request.GET.get("page", "")[:300]}))
    form = CorrectionForm(request.POST)
    if wait := seconds_to_wait(request, "correction", limit=REPORTS_AN_HOUR, window=3600):
        minutes = -(-wait // 60)
        form.add_error(
            None,
            _("一小时内最多提交 %(limit)s 条，请过 %(minutes)s 分钟再提交")
            % {"limit": REPORTS_AN_HOUR, "minutes": minutes},
        )
        response = _shown(request, form, status=429)
        response["Retry-After"] = str(wait)
        return response
    if form.is_valid() and (form.cleaned_data["website"] or _reported(form)):
        return HttpResponseRedirect(reverse("correction-received"))
    return _shown(request, form, status=422)


def _reported(form: CorrectionForm) -> bool:
    """Hand the report to the organ of the page; False with the refusal in the form."""
    page = form.cleaned_data["page"]
    document = _document_on(page)
    agency = document.agency if document else _organ_on(page)
    if agency is None:
        form.add_error(None, _("网站还没有设置主办单位，暂时不能接收纠错"))
        return False
    try:
        report_correction(
            agency=agency,
            document=document,
            page=page,
            words=form.cleaned_data["words"],
            contact=form.cleaned_data["contact"],
            now=timezone.now(),
        )
    except RuleViolation as violation:
        form.add_error(violation.field or None, refused(violation))
        return False
    return True


def _document_on(page: str) -> Document | None:
    found = _ON_DOCUMENT.search(page)
    if found is None:
        return None
    return visible_to(PUBLIC).select_related("agency", "public").filter(pk=int(found[1])).first()


def _organ_on(page: str) -> Agency | None:
    """The organ whose page it is; for every other page the one that runs the site."""
    found = _ON_ORGAN.search(page)
    agency = active_agencies().filter(code=found[1]).first() if found else None
    site = jurisdiction()
    return agency or (site.host_agency if site else None)


def _shown(request: Request, form: CorrectionForm, status: int = 200) -> HttpResponse:
    page = str(form["page"].value() or "")
    document = _document_on(page)
    context = {
        "form": form,
        "document": document,
        "agency": document.agency if document else _organ_on(page),
        "workdays": ANSWER_WORKDAYS,
    }
    return render(request, "disclosure/public/correction.html", context, status=status)


@require_safe
@requires(ANYONE)
def received(request: Request) -> HttpResponse:
    """纠错已收到 — what happens next, and by when."""
    answer_by = calendar().add_workdays(timezone.localdate(), ANSWER_WORKDAYS)
    context = {"answer_by": answer_by, "workdays": ANSWER_WORKDAYS}
    return render(request, "disclosure/public/correction_received.html", context)
