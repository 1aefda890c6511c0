"""导入批次的页面 — a table is brought, its columns are settled, it is tried, loaded and goes on as a batch."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.queries import agencies_for
from gongkai.agencies.requests import Request
from gongkai.core import files
from gongkai.disclosure import policies
from gongkai.disclosure.uploads import scan
from gongkai.disclosure.views_desk_tools import (
    REFUSALS,
    Problem,
    once,
    page_number,
    problem,
    problems_of,
    status_of,
)
from gongkai.imports.actions.jobs import begin_job
from gongkai.imports.actions.open_batch import open_batch
from gongkai.imports.actions.settle_layout import settle_layout
from gongkai.imports.forms_table import LayoutForm, TableForm
from gongkai.imports.layout import Layout
from gongkai.imports.models import Batch, Item, RowProblem
from gongkai.imports.queries import batches_for
from gongkai.imports.report import problem_lines, report_of
from gongkai.imports.report import problems_of as problems_of_batch
from gongkai.imports.steps import steps_of
from gongkai.imports.tables import opened
from gongkai.intake import FileRefused
from gongkai.ui.access import requires
from gongkai.ui.wording import told

PAGE_SIZE = 50
_SAMPLES = 3
_PROBLEMS_SHOWN = 30
_JOBS = frozenset(job.value for job in Batch.Job if job.value)


@require_safe
@requires(policies.SEE_UNPUBLISHED)
def batches(request: Request) -> HttpResponse:
    """Show the batches that someone sees, newest first."""
    being_sent = Q(kind=Batch.Kind.FILES, state=Batch.State.OPEN)
    found = batches_for(request.actor).exclude(being_sent).select_related("agency", "made_by")
    page = Paginator(found, PAGE_SIZE).get_page(page_number(request))
    context = {"page": page, "drafts": bool(request.actor.may(policies.DRAFT))}
    return render(request, "imports/desk/batches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.DRAFT)
@once
def new_table(request: Request) -> HttpResponse:
    """Take in a table; its columns come next."""
    agencies = agencies_for(request.actor, policies.DRAFT).filter(status="active")
    posted = request.method == "POST"
    form = TableForm(request.POST if posted else None, request.FILES if posted else None, agencies=agencies)
    if not posted and agencies.count() == 1:
        form.fields["agency"].initial = agencies[0]
    problems = problems_of(form) if posted else []
    if posted and not problems:
        batch, problems = _taken_in(request, form)
        if batch is not None:
            return HttpResponseRedirect(f"/desk/imports/{batch.pk}/columns/")
    context = {"form": form, "problems": problems, "megabytes": settings.UPLOAD_BYTES // 1024 // 1024}
    return render(request, "imports/desk/new_table.html", context, status=status_of(problems))


def _taken_in(request: Request, form: TableForm) -> tuple[Batch | None, list[Problem]]:
    table, beside = form.cleaned_data["table"], form.cleaned_data["beside"]
    name = (table.name or "")[:150]
    try:
        for field, file in (("table", table), ("beside", beside)):
            if file and file.size > settings.UPLOAD_BYTES:
                most = settings.UPLOAD_BYTES // 1024 // 1024
                return None, [Problem(_("文件超过 %(n)d MB") % {"n": most}, field)]
        zipped = beside.read() if beside else b""
        with _on_disk(table) as path:
            scan(name, path.read_bytes())
            if zipped:
                scan(beside.name, zipped)
            batch = open_batch(
                path,
                name,
                actor=request.actor,
                now=timezone.now(),
                agency=form.cleaned_data["agency"],
                keep=True,
                beside=zipped,
            )
    except FileRefused as refusal:
        return None, [Problem(told(refusal.message), "table")]
    except REFUSALS as refusal:
        return None, [problem(refusal)]
    return batch, []


@contextmanager
def _on_disk(file: "UploadedFile[Any]") -> Iterator[Path]:
    """Give an upload a place in the file system for a while."""
    with NamedTemporaryFile(prefix="gongkai-table-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def _batch(request: Request, batch_id: int) -> Batch:
    batch = batches_for(request.actor).select_related("agency", "made_by").filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    return batch


def _to_settle(request: Request, batch: Batch) -> bool:
    """Whether someone may say what the columns of a batch mean: until it is loaded, and not while it is tried."""
    waiting = batch.state in (Batch.State.OPEN, Batch.State.CHECKED) and not batch.job
    here = batch.kind == Batch.Kind.TABLE and batch.file_id is not None
    return waiting and here and bool(request.actor.may(policies.DRAFT, batch.agency))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(policies.DRAFT)
@once
def columns(request: Request, batch_id: int) -> HttpResponse:
    """Settle which column says what; then the table is tried."""
    batch = _batch(request, batch_id)
    if not _to_settle(request, batch):
        return HttpResponseRedirect(f"/desk/imports/{batch.pk}/")
    layout, samples = _table_of(batch)
    form = LayoutForm(request.POST if request.method == "POST" else None, layout=layout)
    problems = problems_of(form) if request.method == "POST" else []
    if request.method == "POST" and not problems:
        try:
            now = timezone.now()
            settle_layout(batch.pk, form.layout, actor=request.actor, now=now)
            begin_job(batch.pk, Batch.Job.CHECK, actor=request.actor, now=now)
        except REFUSALS as refusal:
            problems = [problem(refusal)]
        else:
            return HttpResponseRedirect(f"/desk/imports/{batch.pk}/")
    context = {
        "batch": batch,
        "form": form,
        "columns": list(zip(form.choices, samples, strict=True)),
        "problems": problems,
    }
    return render(request, "imports/desk/columns.html", context, status=status_of(problems))


def _table_of(batch: Batch) -> tuple[Layout, list[list[str]]]:
    """Return a batch's layout, and the first cells of each of its columns."""
    assert batch.file_id is not None
    with opened(files.path_of(batch.file_id), batch.file_name) as table:
        layout = Layout.from_facts(batch.mapping, table.header).named(agency=batch.agency.code)
        rows = [cells for _number, cells in islice(table.rows, _SAMPLES)]
    return layout, [[row[place] for row in rows if row[place]] for place in range(len(layout.columns))]


@require_safe
@requires(policies.SEE_UNPUBLISHED)
def batch(request: Request, batch_id: int) -> HttpResponse:
    """Show how far a batch has come, what came of it, and what may be done next."""
    return _page(request, _batch(request, batch_id), [])


def _page(request: Request, batch: Batch, problems: list[Problem]) -> HttpResponse:
    """Only how far it has come, where a script asks for that; the whole page anew once a job is done."""
    context: dict[str, Any] = {"batch": batch, "problems": problems, "counts": batch.counts}
    if request.headers.get("HX-Request"):
        if batch.job:
            return render(request, "imports/desk/_batch_now.html", context)
        return HttpResponse(headers={"HX-Refresh": "true"})
    items = (
        Item.objects.filter(Q(document__isnull=False) | Q(outcome=Item.Outcome.REFUSED), batch=batch)
        .select_related("document__agency", "version")
        .defer("version__body_html", "version__body_text", "version__evidence")
        .order_by("row")
    )
    held = request.GET.get("held") == "1"
    context |= {
        "steps": steps_of(batch, request.actor),
        "report": report_of(batch),
        "rows": RowProblem.objects.filter(batch=batch).order_by("weight", "row", "pk")[:_PROBLEMS_SHOWN],
        "held": held,
        "page": Paginator(items.exclude(note="") if held else items, PAGE_SIZE).get_page(
            page_number(request)
        ),
        "to_settle": _to_settle(request, batch),
        "dropped_by_me": batch.kind == Batch.Kind.FILES and batch.made_by == request.actor.user,
    }
    return render(request, "imports/desk/batch.html", context, status=status_of(problems))


@require_POST
@requires(policies.SEE_UNPUBLISHED)
@once
def give_job(request: Request, batch_id: int) -> HttpResponse:
    """Give a batch to the worker for its next step."""
    batch = _batch(request, batch_id)
    job = request.POST.get("job", "")
    try:
        if job not in _JOBS:
            return _page(request, batch, [Problem(_("请选择要办的一步"))])
        words = request.POST.get("reason", "")
        begin_job(batch.pk, job, actor=request.actor, now=timezone.now(), reason=words)
    except REFUSALS as refusal:
        return _page(request, batch, [problem(refusal)])
    messages.success(request, _("已经交办，这一页会显示办到哪里。"))
    return HttpResponseRedirect(f"/desk/imports/{batch.pk}/")


@require_safe
@requires(policies.SEE_UNPUBLISHED)
def problems_file(request: Request, batch_id: int) -> StreamingHttpResponse:
    """The problems of every row as a CSV file."""
    batch = _batch(request, batch_id)
    response = StreamingHttpResponse(
        problem_lines(problems_of_batch(batch)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="problems-{batch.pk}.csv"'
    return response
