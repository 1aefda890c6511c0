"""资料库的查询 — which kept reports who sees, which is an organ's report of a year, and what is to be read again."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.html import escape

from gongkai.agencies.policies import PUBLIC, Actor
from gongkai.agencies.queries import agencies_for, by_name
from gongkai.catalogue.models import Column
from gongkai.core import files
from gongkai.disclosure.models import Document
from gongkai.disclosure.queries import published, visible_to
from gongkai.intake.kinds import ending_of
from gongkai.reporting import policies
from gongkai.reporting.library_checking import read_report
from gongkai.reporting.library_reading import Reading, auditor_version
from gongkai.reporting.models import LibraryReport
from gongkai.rules.catalogue import Section

_HEAVY = ("text", "figures", "tables", "said")
_READ_ENDINGS = frozenset(("docx", "pdf", "ofd", "doc", "wps", "html", "htm", "txt"))
_FEW_WORDS = 300
"""A published document with fewer characters has its report in an attachment."""


def library_of(actor: Actor) -> QuerySet[LibraryReport]:
    """Return the kept reports that an actor sees: those shown to everyone, and those kept by organs seen at the desk."""
    rule = _shown_to_all()
    held = agencies_for(actor, policies.SEE_REPORTS)
    if actor.posts:
        rule |= Q(keeper__in=held)
    return LibraryReport.objects.filter(rule).select_related("agency", "keeper", "document")


def _shown_to_all() -> Q:
    """A report whose document was withdrawn is shown no longer, from that moment on."""
    return Q(public=True) & (Q(document=None) | Q(document__in=visible_to(PUBLIC)))


def light(reports: QuerySet[LibraryReport]) -> QuerySet[LibraryReport]:
    """Return reports without their words and numbers, for lists, which tell what was found."""
    return reports.defer(*_HEAVY)


def newest_of_each(reports: Iterable[LibraryReport]) -> list[LibraryReport]:
    """Return one report for an organ and a year, the one kept last; in the order given."""
    best: dict[tuple[str, int], LibraryReport] = {}
    for report in reports:
        key = report.organ, report.year
        if key not in best or report.pk > best[key].pk:
            best[key] = report
    return list(best.values())


def tables_of_year_before(organ: str, year: int, *, keeper_id: int | None = None) -> list[dict[str, Any]]:
    """Return the tables of an organ's report of the year before, as told; [] where the library has none.

    Of what not everyone sees only what the same `keeper_id` keeps is used.
    """
    rule = _shown_to_all()
    if keeper_id is not None:
        rule |= Q(keeper_id=keeper_id)
    found = LibraryReport.objects.filter(rule, organ=organ, year=year - 1).order_by("-pk")
    return list(found.values_list("tables", flat=True).first() or [])


def read_beside_year_before(data: bytes, name: str) -> Reading:
    """Read and check a report that anybody brings, beside the organ's report of the year before where everyone sees it.

    Raises FileRefused, Busy.
    """
    first = read_report(data, name, [])
    organ, year = first.told["agency"], first.told["year"]
    known = by_name(organ) if organ else None
    before = tables_of_year_before(known.name if known else organ, year) if organ and year else []
    return read_report(data, name, before) if before else first


def stale(limit: int) -> list[LibraryReport]:
    """Return reports that another version of the auditor read, or whose document was revised since."""
    rule = ~Q(auditor=auditor_version()) | Q(
        document__revised_at__gt=F("audited_at"), document__in=visible_to(PUBLIC)
    )
    found = LibraryReport.objects.filter(rule).select_related("document__public", "document__agency", "file")
    return list(found.defer(*_HEAVY).order_by("pk")[:limit])


def documents_to_keep(actor: Actor) -> QuerySet[Document]:
    """Return the published annual reports that the organs where an actor keeps reports have not kept."""
    held = agencies_for(actor, policies.KEEP_LIBRARY)
    kept = LibraryReport.objects.filter(keeper__in=held, document__isnull=False)
    columns = Column.objects.filter(section=Section.REPORT).order_by()
    found = published().filter(column__in=columns, public__report_year__isnull=False)
    return found.exclude(pk__in=kept.values("document_id")).order_by(
        "-public__report_year", "agency_id", "pk"
    )


def words_of_document(document: Document) -> tuple[str, bytes]:
    """Return a published document as a file to be read, with its name: its page, or the file that holds the report."""
    version = document.public
    if version is None:
        raise ValueError("a document that is not published has no words")
    if len(version.body_text) < _FEW_WORDS:
        for attachment in version.attachments.select_related("file").filter(embedded=False):
            if ending_of(attachment.name) in _READ_ENDINGS:
                return attachment.name, files.read(attachment.file_id)
    day = timezone.localdate(document.published_at) if document.published_at else None
    told = f"<p>发布日期：{day.isoformat()}</p>" if day else ""
    title = escape(version.title)
    page = (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
        f"{told}{version.body_html}</body></html>"
    )
    return f"{version.title[:150]}.html", page.encode()
