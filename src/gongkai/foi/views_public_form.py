"""在线申请 — the form, one question a page; what was typed waits on the server under a code in a cookie."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import PUBLIC
from gongkai.agencies.queries import active_agencies
from gongkai.agencies.requests import Request
from gongkai.core.permissions import ANYONE
from gongkai.core.rates import seconds_to_wait
from gongkai.foi import applying
from gongkai.foi.actions.file_case import file_case
from gongkai.foi.actions.save_application import (
    KEPT_DAYS,
    drop_application,
    save_application,
    saved_application,
)
from gongkai.foi.beforehand import already_public, answered_before, durations
from gongkai.foi.forms_application import FILE_BYTES, Content, StepForm
from gongkai.foi.handed_in import handed_in
from gongkai.foi.matters import matters
from gongkai.foi.private_pages import private_form
from gongkai.foi.queries import key_of_submission
from gongkai.foi.signed_in import known_applicant, signed_in_at
from gongkai.foi.summary import lines_of
from gongkai.rules.applications import other_doors
from gongkai.rules.catalogue import Section
from gongkai.rules.process import RuleViolation
from gongkai.ui.access import requires
from gongkai.ui.wording import refused

COOKIE = "application"
COOKIE_PATH = "/application/"
SAVES_AN_HOUR = 300
FILINGS_AN_HOUR = 20
CODES_AN_HOUR = 20


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def new(request: Request) -> HttpResponse:
    """开始申请 — begin, or go on with what is there already."""
    kept = kept_application(request)
    organ = active_agencies().filter(code=request.GET.get("organ", "")[:40]).first()
    asked = request.GET.get("q", "")[:200]
    if request.method != "POST":
        context = {
            "kept": kept,
            "title": applying.title_of(kept or {}),
            "organ": organ,
            "q": asked,
            "known": known_applicant(request),
            "signed_in": signed_in_at(request, timezone.now()) is not None,
            "durations": durations(timezone.localdate(), organ),
            "section": _SECTION,
        }
        return render(request, "foi/public/begin.html", context)
    if kept:
        drop_application(request.COOKIES[COOKIE], *applying.keys_of(kept))
    content = applying.begun(
        agency_id=organ.pk if organ else None, description=asked, applicant=known_applicant(request)
    )
    return _keep(request, content, _to(applying.STEPS[1 if organ else 0]), begun=True)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def step(request: Request, step: str) -> HttpResponse:
    """一步 — one question of the form."""
    this = applying.BY_CODE.get(step)
    if this is None:
        raise Http404
    content = kept_application(request)
    if request.method != "POST":
        content = content if content is not None else applying.begun()
        return _shown(request, this, this.form(content=content), content)
    return _sent(request, this, content if content is not None else applying.begun())


def _sent(request: Request, this: applying.Step, content: Content) -> HttpResponse:
    """Keep what was sent, right or wrong, and go on when it is right."""
    if wait := seconds_to_wait(request, "application", limit=SAVES_AN_HOUR, window=3600):
        return _too_often(request, wait)
    deed, now = request.POST.get("do", ""), timezone.now()
    content = applying.answered(content, this, request.POST)
    form = this.form(request.POST, content=content)
    if this.files:
        content = _with_files(request, this, form, content, now)
    if deed == "save":
        return _keep(request, content, reverse("application-saved"))
    if deed == "split" and (parts := matters(content.get("description", ""))):
        return _keep(request, applying.split(content, parts), _to(this))
    if deed.startswith("remove:") or (deed == "add" and form.is_valid()):
        return _keep(request, content, _to(this))
    if not form.is_valid() or form.errors:
        return _kept_with(request, content, _shown(request, this, form, content, status=422))
    if this.code == "what" and deed != "as_one" and _worth_a_word(content):
        return _kept_with(request, content, _shown(request, this, form, content, asked=True))
    following = applying.step_after(this)
    if request.POST.get("back") == "check" or following is None:
        return _keep(request, content, reverse("application-check"))
    return _keep(request, content, _to(following))


def _with_files(
    request: Request, this: applying.Step, form: StepForm, content: Content, now: datetime
) -> Content:
    """Add and take away files; what is wrong with one is said in the form."""
    deed = request.POST.get("do", "")
    if deed.startswith("remove:"):
        key = deed.removeprefix("remove:")
        if key in applying.keys_of(content):
            drop_application(key)
        return applying.without_file(content, key)
    try:
        return applying.add_files(content, this.files, handed_in(request), now)
    except ValidationError as error:
        form.add_error(None, error)
        return content


def _worth_a_word(content: Content) -> bool:
    """Whether the description asks for several things, or for something that another door is for."""
    words = content.get("description", "")
    return bool(matters(words) or other_doors(words))


def _shown(
    request: Request,
    this: applying.Step,
    form: StepForm,
    content: Content,
    *,
    status: int = 200,
    asked: bool = False,
) -> HttpResponse:
    words = content.get("description", "")
    wanted = content.get("title") or words
    before = applying.step_before(this)
    context = {
        "step": this,
        "form": form,
        "number": applying.place_of(this),
        "count": len(applying.STEPS),
        "bars": range(1, len(applying.STEPS) + 1),
        "before": _to(before) if before else reverse("application"),
        "back": request.GET.get("back") or request.POST.get("back", ""),
        "files": [file for file in content.get("files", []) if file["kind"] == this.files],
        "file_mb": FILE_BYTES // 1024 // 1024,
        "citizen": applying.is_citizen(content),
        "organ": _organ(content),
        "later": content.get("later", []),
        "parts": matters(words) if asked else (),
        "doors": other_doors(words) if asked else (),
        "hits": already_public(wanted) if this.code in _BESIDE else (),
        "answered": answered_before(wanted) if this.code in _BESIDE else (),
        "section": _SECTION,
    }
    return render(request, "foi/public/step.html", context, status=status)


_BESIDE = frozenset({"what", "manner"})
"""The pages beside which stands what is public already."""
_SECTION = Section.APPLICATION.value


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def check(request: Request) -> HttpResponse:
    """核对并提交 — everything once more, each with a way to change it; sent twice it is one case."""
    content = kept_application(request)
    if content is None:
        filed = key_of_submission(request.POST.get("submission", "")) if request.method == "POST" else None
        return HttpResponseRedirect(
            reverse("case-receipt", args=[filed]) if filed else reverse("application-new")
        )
    missing = applying.unanswered(content)
    if request.method == "POST" and missing is None:
        return _file(request, content)
    return _to_check(request, content, status=422 if request.method == "POST" else 200)


def _to_check(request: Request, content: Content, *, status: int, refusal: str = "") -> HttpResponse:
    context = {
        "lines": lines_of(content),
        "missing": applying.unanswered(content),
        "refusal": refusal,
        "submission": content["submission"],
        "organ": _organ(content),
        "later": content.get("later", []),
        "section": _SECTION,
    }
    return render(request, "foi/public/check.html", context, status=status)


def _file(request: Request, content: Content) -> HttpResponse:
    if wait := seconds_to_wait(request, "application-file", limit=FILINGS_AN_HOUR, window=3600):
        return _too_often(request, wait)
    now = timezone.now()
    language = request.preferences.locale
    try:
        filing = applying.filing_of(content, today=timezone.localdate(now), language=language, now=now)
        filed = file_case(filing, actor=PUBLIC, now=now)
    except RuleViolation as violation:
        return _to_check(request, content, status=422, refusal=refused(violation))
    drop_application(request.COOKIES[COOKIE], *applying.keys_of(content))
    response = HttpResponseRedirect(reverse("case-receipt", args=[filed.key]))
    if following := applying.follow_up(content):
        _set_cookie(response, request, save_application(following, now=now))
    else:
        response.delete_cookie(COOKIE, path=COOKIE_PATH)
    return response


@require_safe
@requires(ANYONE)
@private_form
def saved(request: Request) -> HttpResponse:
    """已保存 — the code that brings the application back, on this or another device."""
    content = kept_application(request)
    if content is None:
        return HttpResponseRedirect(reverse("application-new"))
    missing = applying.unanswered(content)
    context = {
        "code": request.COOKIES[COOKIE],
        "days": KEPT_DAYS,
        "go_on": _to(missing) if missing else reverse("application-check"),
        "section": _SECTION,
    }
    return render(request, "foi/public/saved.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def resume(request: Request) -> HttpResponse:
    """接着填 — with the code of an application that was saved."""
    code, error = request.POST.get("code", "")[:60].strip(), ""
    if request.method == "POST":
        if wait := seconds_to_wait(request, "application-resume", limit=CODES_AN_HOUR, window=3600):
            return _too_often(request, wait)
        content = saved_application(code, now=timezone.now())
        if content is not None and "submission" in content:
            missing = applying.unanswered(content)
            return _keep(
                request, content, _to(missing) if missing else reverse("application-check"), code=code
            )
        error = _("没有找到。请核对取回码；保存超过 %(days)s 天的已经清除") % {"days": KEPT_DAYS}
    context = {"code": code, "error": error, "section": _SECTION}
    return render(request, "foi/public/resume.html", context, status=422 if error else 200)


@require_POST
@requires(ANYONE)
@private_form
def discard(request: Request) -> HttpResponse:
    """不填了 — what was typed is forgotten at once."""
    if kept := kept_application(request):
        drop_application(request.COOKIES[COOKIE], *applying.keys_of(kept))
    response = HttpResponseRedirect(reverse("application"))
    response.delete_cookie(COOKIE, path=COOKIE_PATH)
    return response


def kept_application(request: Request) -> Content | None:
    """What this visitor typed before; files are kept under codes of their own and are no application."""
    content = saved_application(request.COOKIES.get(COOKIE, ""), now=timezone.now())
    return content if content and "submission" in content else None


def _keep(
    request: Request, content: Content, address: str, *, begun: bool = False, code: str = ""
) -> HttpResponse:
    return _kept_with(request, content, HttpResponseRedirect(address), begun=begun, code=code)


def _kept_with(
    request: Request, content: Content, response: HttpResponse, *, begun: bool = False, code: str = ""
) -> HttpResponse:
    key = "" if begun else code or request.COOKIES.get(COOKIE, "")
    _set_cookie(response, request, save_application(content, key=key, now=timezone.now()))
    return response


def _set_cookie(response: HttpResponse, request: Request, key: str) -> None:
    """Until the browser closes: whoever wants to come back later has the code."""
    response.set_cookie(
        COOKIE, key, path=COOKIE_PATH, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def _to(step: applying.Step) -> str:
    return reverse("application-step", args=[step.code])


def _organ(content: Content) -> Agency | None:
    chosen = str(content.get("agency", ""))
    return active_agencies().filter(pk=int(chosen)).first() if chosen.isdecimal() else None


def _too_often(request: Request, wait: int) -> HttpResponse:
    context = {"minutes": -(-wait // 60), "section": _SECTION}
    response = render(request, "foi/public/too_often.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response
