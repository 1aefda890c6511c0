"""核对年报页 — anybody's report is read and checked for whoever asks; the page is the answer, and nothing is kept."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.forms import DeskForm
from gongkai.agencies.policies import Actor
from gongkai.agencies.requests import Request
from gongkai.auditing.model import FindingKind, Severity
from gongkai.auditing.telling import KIND_LABELS, SEVERITY_LABELS
from gongkai.core.permissions import ANYONE
from gongkai.core.rates import seconds_to_wait
from gongkai.intake.pieces import Piece
from gongkai.intake.reading import FileRefused
from gongkai.reporting import policies
from gongkai.reporting.data_files import data_file, json_file
from gongkai.reporting.held_uploads import hold
from gongkai.reporting.library import read_beside_year_before
from gongkai.reporting.library_checking import handed_in, pasted
from gongkai.reporting.library_shown import Shown, shown
from gongkai.rules.catalogue import Section
from gongkai.rules.process import RuleViolation
from gongkai.ui.access import requires
from gongkai.ui.wording import told

REPORTS_AN_HOUR = 60
"""How many reports are checked for one visitor in an hour."""
_SALT = "gongkai.reporting.check"
_A_DAY = 24 * 3600
_HOUR = 3600
_ACCEPTED = ".txt,.html,.htm,.docx,.pdf,.ofd,.doc,.wps,.rtf,.xlsx,.xls,.et,.zip"


class CheckForm(DeskForm):
    """核对年报 — a file, or the words themselves; who hands in both has both checked."""

    file = forms.FileField(
        label=_l("年报文件"),
        required=False,
        help_text=_l("HTML、DOCX、PDF、OFD、TXT，或者装有几份年报的 ZIP，不超过 20 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPTED, "class": "input"}),
    )
    text = forms.CharField(
        label=_l("或者粘贴年报全文"),
        required=False,
        max_length=500_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "input"}),
        error_messages={"max_length": _l("文字最多 50 万字，请改为上传文件")},
    )

    def reports(self) -> list[Piece]:
        """Return what was handed in; raises RuleViolation where it cannot be taken, or there is nothing."""
        file, text = self.cleaned_data["file"], self.cleaned_data["text"]
        pieces = handed_in(file.name, file.read()) if file else []
        if text.strip():
            pieces.append(pasted(text))
        if not pieces:
            raise RuleViolation("请选择年报文件，或者粘贴年报全文", field="file")
        return pieces


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANYONE)
def check(request: Request) -> HttpResponse:
    """核对年报."""
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    status, wait = HTTPStatus.OK, 0
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            pieces = form.reports()
            wait = seconds_to_wait(
                request, "check-report", limit=REPORTS_AN_HOUR, window=_HOUR, uses=len(pieces)
            )
            if not wait:
                return _answered(request, pieces)
            form.add_error(None, _too_often(wait))
            status = HTTPStatus.TOO_MANY_REQUESTS
    context = {"form": form, "section": Section.REPORT.value, "limit": REPORTS_AN_HOUR}
    code = status if wait else form.http_status
    answer = render(request, "reporting/public/check.html", context, status=code)
    if wait:
        answer["Retry-After"] = str(wait)
    return answer


def _too_often(wait: int) -> str:
    return _("一小时内最多核对 %(limit)s 份，请过 %(minutes)s 分钟再试") % {
        "limit": REPORTS_AN_HOUR,
        "minutes": -(-wait // 60),
    }


def _answered(request: Request, pieces: Sequence[Piece]) -> HttpResponse:
    """The page with what each report says; raises RuleViolation where nothing could be read."""
    read, unread = results_of(pieces)
    if not read:
        raise RuleViolation(unread[0][1], field="file")
    done = [one for _piece, one in read]
    context = {
        "results": done,
        "held": offered(request.actor, read),
        "unread": unread,
        "packed": signing.dumps([one.told for one in done], salt=_SALT, compress=True),
        "section": Section.REPORT.value,
    }
    answer = render(request, "reporting/public/checked.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def offered(actor: Actor, read: Sequence[tuple[Piece, Shown]]) -> dict[int, str]:
    """Return for who may keep reports by which key each of them, from 1, may join the library for a while."""
    if actor.user_id is None or not actor.holds(policies.KEEP_LIBRARY):
        return {}
    now = timezone.now()
    keys = (hold(piece.name, piece.data(), user_id=actor.user_id, now=now) for piece, _one in read)
    return {number: key for number, key in enumerate(keys, 1) if key}


def results_of(
    pieces: Sequence[Piece],
) -> tuple[list[tuple[Piece, Shown]], list[tuple[str, str]]]:
    """Return each report with what it says, and the names of those that cannot be read with the reason; raises Busy."""
    done: list[tuple[Piece, Shown]] = []
    unread: list[tuple[str, str]] = []
    for piece in pieces:
        try:
            reading = read_beside_year_before(piece.data(), piece.path)
        except FileRefused as refusal:
            unread.append((piece.name, refusal.message))
            continue
        first = 1 + sum(len(one.findings) for _piece, one in done)
        done.append((piece, shown(reading.told, reading.said, reading.text, first=first)))
    return done, unread


@require_POST
@requires(ANYONE)
def download(request: Request) -> HttpResponse:
    """下载核对结果 — what a page of ours has just answered, as JSON or CSV; it comes signed, since nothing was kept."""
    try:
        results = signing.loads(request.POST.get("packed", ""), salt=_SALT, max_age=_A_DAY)
    except signing.BadSignature as error:
        raise Http404 from error
    if "csv" in request.POST:
        headings = (
            *(_("文件"), _("机关"), _("年度"), _("程度"), _("类别"), _("原文"), _("起"), _("止")),
            *(_("所述"), _("应为"), _("说明")),
        )
        return data_file(_("年报核对结果"), headings, _rows(results), "csv")
    return json_file(_("年报核对结果"), results)


def _rows(results: Sequence[dict[str, Any]]) -> Iterator[Sequence[object]]:
    """The findings line by line."""
    for one in results:
        for finding in one["findings"]:
            yield (
                *(one["file"], one["agency"], one["year"]),
                told(SEVERITY_LABELS[Severity(finding["severity"])]),
                told(KIND_LABELS[FindingKind(finding["kind"])]),
                *(finding["quote"], finding["start"], finding["end"]),
                *(finding["stated"], finding["computed"], finding["explanation"]),
            )
