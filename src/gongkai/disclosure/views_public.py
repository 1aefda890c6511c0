"""文件页 — a document, its versions and its files, as the public sees them."""

import io
import logging

import segno
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.policies import PUBLIC
from gongkai.agencies.queries import jurisdiction
from gongkai.agencies.requests import Request
from gongkai.core import files
from gongkai.core.page_cache import cacheable
from gongkai.core.pages import LISTS, SITE, document_tag
from gongkai.core.permissions import ANYONE
from gongkai.disclosure import pages, queries
from gongkai.disclosure.differences import compare, words
from gongkai.disclosure.models import Attachment, Document, Version
from gongkai.ui.access import requires

logger = logging.getLogger(__name__)
_SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@require_safe
@requires(ANYONE)
def document(request: Request, pk: int) -> HttpResponse:
    """文件页."""
    found = pages.public_document(pk)
    if found is None or found.public is None:
        return _gone(request, pk)
    page = pages.page_of(found, found.public, timezone.localdate())
    context = {
        "page": page,
        "similar": pages.similar_to(page),
        "columns": pages.columns_above(found),
        "tags": pages.page_tags(page),
        "data": pages.structured_data(page, jurisdiction()),
        "section": found.column.section if found.column else "",
    }
    response = render(request, "disclosure/public/document.html", context)
    return cacheable(response, [SITE, LISTS, document_tag(pk)])


@require_safe
@requires(ANYONE)
def beside(request: Request, pk: int, other_pk: int) -> HttpResponse:
    """原文和解读对着看 — a document and what makes it understandable, next to each other."""
    found, other = pages.public_document(pk), pages.public_document(other_pk)
    if found is None or found.public is None:
        return _gone(request, pk)
    if other is None or other.public is None:
        return _gone(request, other_pk)
    if not pages.is_explained_by(found, other):
        raise Http404
    today = timezone.localdate()
    texts = [
        pages.text_of(found, found.public, today, "a-"),
        pages.text_of(other, other.public, today, "b-"),
    ]
    context = {"texts": texts, "section": found.column.section if found.column else ""}
    response = render(request, "disclosure/public/beside.html", context)
    return cacheable(response, [SITE, document_tag(pk), document_tag(other_pk)])


@require_safe
@requires(ANYONE)
def version(request: Request, pk: int, number: int) -> HttpResponse:
    """版本页 — one version that the public may read, and what it changed."""
    found = pages.public_document(pk)
    if found is None or found.public is None:
        return _gone(request, pk)
    readable, withdrawn = queries.version_history(found)
    if any(version.number == number for version in withdrawn):
        return _notice(request, found, next(v for v in withdrawn if v.withdrawn_at))
    place = next((place for place, version in enumerate(readable) if version.number == number), None)
    if place is None:
        raise Http404
    this = Version.objects.select_related("genre", "subject").get(pk=readable[place].pk)
    before = Version.objects.get(pk=readable[place + 1].pk) if place + 1 < len(readable) else None
    page = pages.page_of(found, this, timezone.localdate(), (readable, withdrawn))
    context = {"page": page, "before": before, "current": found.public, **_differences(this, before)}
    response = render(request, "disclosure/public/version.html", context)
    return cacheable(response, [SITE, document_tag(pk)])


def _differences(this: Version, before: Version | None) -> dict[str, object]:
    if before is None:
        return {}
    new = {file.file_id: file for file in this.attachments.all() if not file.embedded}
    old = {file.file_id: file for file in before.attachments.all() if not file.embedded}
    return {
        "title_words": words(before.title, this.title) if before.title != this.title else (),
        "body": compare(before.body_text, this.body_text),
        "files_added": [file for digest, file in new.items() if digest not in old],
        "files_removed": [file for digest, file in old.items() if digest not in new],
    }


@require_safe
@requires(ANYONE)
def qr_code(request: Request, pk: int) -> HttpResponse:
    """二维码 — the permanent address of a document, for a printed page."""
    found = queries.visible_to(PUBLIC).filter(pk=pk).first()
    if found is None:
        raise Http404
    address = pages.address_of(found)
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", scale=4, border=2, svgclass=None, lineclass=None
    )
    response = HttpResponse(drawing.getvalue(), content_type="image/svg+xml")
    response["Content-Security-Policy"] = files.SANDBOX
    return cacheable(response, [document_tag(pk)])


@require_safe
@requires(ANYONE)
def document_file(request: Request, pk: int, attachment_pk: int, name: str) -> HttpResponseBase:
    """附件下载 — visible exactly where its version is; it can execute nothing."""
    attachment = (
        Attachment.objects.select_related("file", "version")
        .filter(pk=attachment_pk, version__document_id=pk, name=name)
        .first()
    )
    found = queries.visible_to(PUBLIC).filter(pk=pk).first()
    if attachment is None or found is None:
        return _gone(request, pk)
    readable, withdrawn = queries.version_history(found)
    if attachment.version in withdrawn:
        return _notice(request, found, next(v for v in withdrawn if v.withdrawn_at))
    if attachment.version not in readable:
        raise Http404
    return _sent(request, attachment)


def _sent(request: Request, attachment: Attachment) -> HttpResponseBase:
    etag = f'"{attachment.file_id}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match", "") in (etag, f"W/{etag}"):
        response = HttpResponseNotModified()
    else:
        media_type = attachment.file.media_type
        inline = attachment.embedded and media_type in _SHOWN_INLINE
        try:
            content = files.opened(attachment.file_id)
        except files.FileDamaged:
            logger.exception("a file of document %d is damaged", attachment.version.document_id)
            return render(request, "disclosure/public/file_damaged.html", {"file": attachment}, status=500)
        response = FileResponse(
            content,
            as_attachment=not inline,
            filename=attachment.name,
            content_type=media_type,
        )
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = files.SANDBOX
    return response


def _gone(request: Request, pk: int) -> HttpResponse:
    """Answer for a document that the public does not see: a notice where it was withdrawn, else nothing there."""
    document = queries.withdrawn().filter(pk=pk).first()
    if document is None:
        raise Http404
    return _notice(request, document, None)


def _notice(request: Request, document: Document, version: Version | None) -> HttpResponse:
    """撤回告知 — when, by which organ and why; never what it said."""
    context = {"document": document, "version": version}
    return render(request, "disclosure/public/withdrawn.html", context, status=410)
