"""我的申请 — whoever reads at the address that they gave sees every application made with it, without a password."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.requests import Request, posted
from gongkai.core.permissions import ANYONE
from gongkai.core.rates import seconds_to_wait, seconds_to_wait_for
from gongkai.foi import signed_in
from gongkai.foi.actions.sign_in import enter_code, link_is_valid, open_link, send_link, valid_minutes
from gongkai.foi.contacts import Address, address_of, cases_at, shown_address
from gongkai.foi.models import Case
from gongkai.foi.pages import state_in_words
from gongkai.foi.private_pages import private_form
from gongkai.foi.views_public_form import COOKIE, COOKIE_PATH
from gongkai.rules.catalogue import Section
from gongkai.rules.process import RuleViolation
from gongkai.ui.access import requires
from gongkai.ui.wording import refused

LINKS_AN_HOUR, LINKS_TO_ONE = 10, 5
CODES_AN_HOUR = 20
PAGE = 30
_HOUR = 3600
_LONGEST_NAME = 200
_SECTION = Section.APPLICATION.value
_ASKED = "applicant_asked"


class AddressForm(forms.Form):
    """联系方式 — the e-mail address or mobile number of an application."""

    address = forms.CharField(
        label=_l("电子邮箱或者手机号"),
        max_length=254,
        error_messages={
            "required": _l("请填写申请时留下的电子邮箱或者手机号"),
            "max_length": _l("太长了，请核对"),
        },
    )

    def clean_address(self) -> Address:
        """It is one of the two, whether we know it or not."""
        found = address_of(self.cleaned_data["address"])
        if found is None:
            raise forms.ValidationError(_("写法不对，请填写像 name@example.cn 的邮箱，或者 11 位手机号"))
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def mine(request: Request) -> HttpResponse:
    """我的申请 — the list for whoever is signed in; for others the question where to send the link."""
    if request.method != "POST" and (address := signed_in.signed_in_at(request, timezone.now())):
        return _list(request, address)
    form = AddressForm(posted(request))
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        if wait := _wait_for_link(request, address):
            return _too_often(request, wait)
        asked = send_link(address, language=request.preferences.locale, now=timezone.now())
        request.session[_ASKED] = asked.pk
        return HttpResponseRedirect(reverse("application-mine-code"))
    context = {"form": form, "section": _SECTION}
    return render(request, "foi/public/mine_ask.html", context, status=422 if form.errors else 200)


def _wait_for_link(request: Request, address: Address) -> int:
    """Count for the visitor and for the address alike: nobody's telephone is made to ring all day."""
    return seconds_to_wait(
        request, "application-mine", limit=LINKS_AN_HOUR, window=_HOUR
    ) or seconds_to_wait_for(address.fingerprint, "application-mine-to", limit=LINKS_TO_ONE, window=_HOUR)


def _list(request: Request, address: Address) -> HttpResponse:
    pages = Paginator(cases_at(address), PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "numbers": list(pages.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "rows": [_row(case) for case in page],
        "address": shown_address(address),
        "section": _SECTION,
    }
    return render(request, "foi/public/mine.html", context)


def _row(case: Case) -> dict[str, object]:
    return {"case": case, "state": state_in_words(case), "key": case.access_token}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def code(request: Request) -> HttpResponse:
    """输入验证码 — in the browser that asked for it; the same page whether anything was sent or not."""
    asked = request.session.get(_ASKED)
    if asked is None:
        return HttpResponseRedirect(reverse("application-mine"))
    error, field = "", "code"
    typed = "".join(request.POST.get("code", "")[:20].split())
    name = request.POST.get("name", "")[:_LONGEST_NAME]
    if request.method == "POST":
        if wait := seconds_to_wait(request, "application-mine-code", limit=CODES_AN_HOUR, window=_HOUR):
            return _too_often(request, wait)
        try:
            return _enter(request, enter_code(asked, typed, name, now=timezone.now()))
        except RuleViolation as violation:
            error, field = refused(violation), violation.field
    context = {
        "error": error,
        "field": field,
        "code": typed if field == "name" else "",
        "error_at": f"id_{field}",
        "name": name,
        "minutes": valid_minutes(timezone.now()),
        "section": _SECTION,
    }
    return render(request, "foi/public/mine_code.html", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def opened(request: Request, link: str) -> HttpResponse:
    """打开链接 — a name and a button use it up, since mail programs open links on their own."""
    now, error = timezone.now(), ""
    name = request.POST.get("name", "")[:_LONGEST_NAME]
    if request.method == "POST":
        try:
            return _enter(request, open_link(link, name, now=now))
        except RuleViolation as violation:
            error = refused(violation)
    if not link_is_valid(link, now=now):
        return _spent(request)
    context = {
        "link": link,
        "error": error,
        "field": "name",
        "error_at": "id_name",
        "name": name,
        "section": _SECTION,
    }
    return render(request, "foi/public/mine_open.html", context, status=422 if error else 200)


def _spent(request: Request) -> HttpResponse:
    return render(request, "foi/public/mine_spent.html", {"section": _SECTION}, status=410)


@require_POST
@requires(ANYONE)
@private_form
def leave(request: Request) -> HttpResponse:
    """退出 — this browser shows nothing of the applicant any more, nor what they were filling in."""
    request.session.pop(_ASKED, None)
    signed_in.leave(request)
    response = HttpResponseRedirect(reverse("application"))
    response.delete_cookie(COOKIE, path=COOKIE_PATH)
    return response


def _enter(request: Request, address: Address) -> HttpResponse:
    request.session.pop(_ASKED, None)
    signed_in.enter(request, address, timezone.now())
    return HttpResponseRedirect(reverse("application-mine"))


def _too_often(request: Request, wait: int) -> HttpResponse:
    context = {"minutes": -(-wait // 60), "section": _SECTION}
    response = render(request, "foi/public/too_often.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response
