"""申请人能做的 — supplement, withdraw, urge once when late, ask that a record about oneself be corrected."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from gongkai.agencies.policies import PUBLIC
from gongkai.agencies.requests import Request, posted
from gongkai.core.permissions import ANYONE
from gongkai.core.rates import seconds_to_wait
from gongkai.foi.actions.consent import set_consent
from gongkai.foi.actions.correct import request_correction
from gongkai.foi.actions.reasons import give_reasons
from gongkai.foi.actions.supplement import receive_supplement
from gongkai.foi.actions.urge import urge_by_applicant
from gongkai.foi.actions.withdraw import withdraw
from gongkai.foi.filing import LONGEST, IncomingFile
from gongkai.foi.forms_application import FILE_BYTES
from gongkai.foi.handed_in import handed_in
from gongkai.foi.models import Case, CaseFile
from gongkai.foi.pages import can_be_urged, can_correct, reasons_wanted
from gongkai.foi.private_pages import private_form
from gongkai.foi.queries import case_by_key
from gongkai.rules.application_process import CaseState
from gongkai.rules.catalogue import Section
from gongkai.rules.process import RuleViolation, StepNotAllowed
from gongkai.ui.access import requires
from gongkai.ui.wording import refused

DEEDS_AN_HOUR = 30
_SECTION = Section.APPLICATION.value


class SupplementForm(forms.Form):
    """补正 — what was asked for."""

    answer = forms.CharField(
        label=_l("补正的内容"),
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": _l("写得太长了，请放进附件")},
    )


class ReasonsForm(forms.Form):
    """说明理由 — why so much is asked for (2019 Art. 35)."""

    words = forms.CharField(
        label=_l("您的理由"),
        max_length=LONGEST,
        error_messages={"required": _l("请说明理由"), "max_length": _l("写得太长了，请放进附件")},
    )


class CorrectionForm(forms.Form):
    """申请更正 — which record about the applicant is wrong, and what shows it (2019 Art. 41)."""

    information = forms.CharField(
        label=_l("哪条记录不准确"),
        max_length=LONGEST,
        error_messages={"required": _l("请写明哪条记录不准确"), "max_length": _l("写得太长了，请放进附件")},
    )
    evidence = forms.CharField(
        label=_l("有什么证据"),
        max_length=LONGEST,
        error_messages={"required": _l("请写明有什么证据"), "max_length": _l("写得太长了，请放进附件")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def supplement(request: Request, key: str) -> HttpResponse:
    """补正 — the applicant makes clear what was asked for."""
    found = case_by_key(key)
    asked = found.supplements.filter(received_on=None).last()
    if asked is None or found.state != CaseState.AWAITING_SUPPLEMENT:
        return _back(key)
    form = SupplementForm(posted(request))

    def done(answers: dict[str, str], files: tuple[IncomingFile, ...]) -> None:
        answer = answers["answer"]
        receive_supplement(key=key, answer=answer, files=files, actor=PUBLIC, now=timezone.now())

    if request.method == "POST" and _taken(request, form, CaseFile.Kind.SUPPLEMENT, done):
        return _back(key)
    return _form(request, "foi/public/supplement.html", found, key, form, asked=asked)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def giving_reasons(request: Request, key: str) -> HttpResponse:
    """说明理由 — the applicant says why they ask for so much."""
    found = case_by_key(key)
    asked = reasons_wanted(found)
    if asked is None:
        return _back(key)
    form = ReasonsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            give_reasons(key=key, words=form.cleaned_data["words"], actor=PUBLIC, now=timezone.now())
            return _back(key)
        except RuleViolation as error:
            form.add_error("words", refused(error))
    letter = found.letters.filter(kind="reasons-notice", round=found.round).last()
    return _form(request, "foi/public/reasons.html", found, key, form, by=asked, letter=letter)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def correction(request: Request, key: str) -> HttpResponse:
    """申请更正 — the record that was given says something wrong about the applicant."""
    found = case_by_key(key)
    if not can_correct(found):
        return _back(key)
    form = CorrectionForm(posted(request))

    def done(answers: dict[str, str], files: tuple[IncomingFile, ...]) -> None:
        request_correction(
            key=key,
            information=answers["information"],
            evidence=answers["evidence"],
            files=files,
            actor=PUBLIC,
            now=timezone.now(),
        )

    if request.method == "POST" and _taken(request, form, CaseFile.Kind.APPLICATION, done):
        return _back(key)
    return _form(request, "foi/public/correct.html", found, key, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def withdrawal(request: Request, key: str) -> HttpResponse:
    """撤回申请 — asked once more before it is done; no reason is asked for."""
    found = case_by_key(key)
    if not found.open:
        return _back(key)
    return _confirmed(
        request,
        "foi/public/withdraw.html",
        found,
        key,
        lambda: withdraw(key=key, actor=PUBLIC, now=timezone.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def urging(request: Request, key: str) -> HttpResponse:
    """催办 — once, when the answer is late."""
    found = case_by_key(key)
    if not can_be_urged(found, timezone.localdate()):
        return _back(key)
    return _confirmed(
        request,
        "foi/public/urge.html",
        found,
        key,
        lambda: urge_by_applicant(key, actor=PUBLIC, now=timezone.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
@private_form
def showing(request: Request, key: str) -> HttpResponse:
    """公开展示 — whether the answered case may stand in the public register; what was agreed to can be taken back."""
    found = case_by_key(key)
    agreed = request.POST.get("agreed") == "yes"
    return _confirmed(
        request,
        "foi/public/showing.html",
        found,
        key,
        lambda: set_consent(key, agreed, actor=PUBLIC, now=timezone.now()),
    )


def _back(key: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("case", args=[key]))


def _confirmed(
    request: Request, template: str, found: Case, key: str, deed: Callable[[], object]
) -> HttpResponse:
    """Ask once more; done, lead back to the case, and refused, say why."""
    refusal = ""
    if request.method == "POST":
        try:
            deed()
            return _back(key)
        except (RuleViolation, StepNotAllowed) as error:
            refusal = refused(error)
    context = {"case": found, "key": key, "refusal": refusal, "section": _SECTION}
    return render(request, template, context, status=422 if refusal else 200)


def _taken(
    request: Request,
    form: forms.Form,
    kind: str,
    done: Callable[[dict[str, str], tuple[IncomingFile, ...]], None],
) -> bool:
    """Hand in what was written, with its files; False with the refusal in the form."""
    if not form.is_valid():
        return False
    if wait := seconds_to_wait(request, "case-deed", limit=DEEDS_AN_HOUR, window=3600):
        form.add_error(None, _("交得太频繁，请过 %(minutes)s 分钟再试") % {"minutes": -(-wait // 60)})
        return False
    try:
        files = tuple(IncomingFile(kind, name, data) for name, data in handed_in(request))
        done(form.cleaned_data, files)
    except ValidationError as error:
        form.add_error(None, error)
    except (RuleViolation, StepNotAllowed) as error:
        field = error.field if isinstance(error, RuleViolation) and error.field in form.fields else None
        form.add_error(field, refused(error))
    return not form.errors


def _form(
    request: Request, template: str, found: Case, key: str, form: forms.Form, **more: object
) -> HttpResponse:
    context = {
        "case": found,
        "key": key,
        "form": form,
        "file_mb": FILE_BYTES // 1024 // 1024,
        "section": _SECTION,
        **more,
    }
    return render(request, template, context, status=422 if form.errors else 200)
