"""收存年报 — a report joins the library with its figures and what the auditor says of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import by_name
from gongkai.core import files
from gongkai.core.change import Change, changing
from gongkai.core.permissions import Denied
from gongkai.disclosure.models import Document
from gongkai.disclosure.queries import published
from gongkai.intake.reading import FileRefused
from gongkai.reporting import policies
from gongkai.reporting.library import tables_of_year_before, words_of_document
from gongkai.reporting.library_checking import read_report
from gongkai.reporting.library_reading import Reading, auditor_version
from gongkai.reporting.models import LibraryReport
from gongkai.rules.catalogue import Section
from gongkai.rules.phrases import phrase
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation
from gongkai.rules.report_forms import forms

_MEDIA_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Handed:
    """交存的年报 — a file, where its organ published it, and whose it is on which year where its words do not say."""

    name: str
    data: bytes
    organ: str = ""
    year: int | None = None
    source_url: str = ""
    public: bool = False


def keep_library_report(handed: Handed, *, actor: Actor, now: datetime) -> LibraryReport:
    """收存年报 — one file; `public` shows it to everyone, for which its published address must be given.

    Raises RuleViolation for a file that cannot be read, does not say whose report it is on which year, or is kept
    already; Denied.
    """
    keeper = _keeper(actor)
    require_address(public=handed.public, source_url=handed.source_url)
    reading, organ, year = _read(handed, keeper, now)
    agency = by_name(organ)
    facts: dict[str, Any] = {
        "organ": agency.name if agency else organ,
        "agency": agency,
        "year": year,
        "source_url": handed.source_url,
        "public": handed.public,
    }
    stored = files.keep(handed.data, media_type=_MEDIA_TYPE, now=now)
    with changing(actor, now) as change:
        actor.require(policies.KEEP_LIBRARY, keeper)
        if LibraryReport.objects.filter(keeper=keeper, file=stored).exists():
            raise RuleViolation("这份年报已经收存", field="file")
        facts |= {"keeper": keeper, "file": stored, "file_name": handed.name[:200]}
        return _put(change, LibraryReport(), facts, reading, actor)


def keep_document(document_id: int, *, actor: Actor, now: datetime) -> LibraryReport:
    """收存已公开的年报 — of the 年报 column; one that is kept already is read anew.

    Raises RuleViolation for a file that cannot be read; Denied, and Http404 for what is no published annual report.
    """
    keeper = _keeper(actor)
    document = _document(document_id)
    name, data = words_of_document(document)
    year = document.public.report_year if document.public else None
    handed = Handed(name, data, document.agency.name, year)
    reading, organ, told_year = _read(handed, keeper, now)
    stored = files.keep(data, media_type=_MEDIA_TYPE, now=now)
    with changing(actor, now) as change:
        actor.require(policies.KEEP_LIBRARY, keeper)
        kept = LibraryReport.objects.filter(keeper=keeper, document=document).first()
        facts: dict[str, Any] = {"organ": organ, "agency": document.agency, "year": told_year, "public": True}
        facts |= {"keeper": keeper, "file": stored, "file_name": name[:200], "document": document}
        return _put(change, kept or LibraryReport(), facts, reading, actor)


def require_address(*, public: bool, source_url: str) -> None:
    """Raise RuleViolation for a report that everyone is to see and of which nothing says where it was published."""
    if public and not source_url:
        raise RuleViolation("公众可见的年报须写明公布网址", field="source_url")


def fields_of(reading: Reading, now: datetime) -> dict[str, Any]:
    """Return what a report holds of a reading."""
    told = reading.told
    return {
        "form_key": told["form"],
        "title": (told["title"] or told["file"])[:300],
        "text": reading.text,
        "figures": told["figures"],
        "tables": told["tables"],
        "findings": told["findings"],
        "said": reading.said,
        "checks": told["checks"],
        "auditor": auditor_version(),
        "audited_at": now,
    }


def _keeper(actor: Actor) -> Agency:
    """The organ for which an actor keeps: where they are of the disclosure office, else where they are liaison."""
    actor.require(policies.KEEP_LIBRARY)
    held = [post for post in actor.posts if post.role in policies.KEEP_LIBRARY.roles]
    first = min(held, key=lambda post: post.role is not Role.OFFICE)
    return Agency.objects.get(pk=first.agency_id)


def _document(document_id: int) -> Document:
    found = published().filter(pk=document_id, column__section=Section.REPORT).defer(None).first()
    if found is None or found.public is None or found.public.report_year is None:
        raise Http404
    return found


def _read(handed: Handed, keeper: Agency, now: datetime) -> tuple[Reading, str, int]:
    """The report as it is read, beside the year before where the library has it; before anything is locked."""
    first_year, this_year = min(form.first_year for form in forms()), timezone.localdate(now).year
    if handed.year is not None and not first_year <= handed.year <= this_year:
        words = phrase("年度应当在%(first)s年到%(last)s年之间", first=first_year, last=this_year)
        raise RuleViolation(words, field="year")
    first = _reading(handed, [])
    organ, year = handed.organ.strip() or first.told["agency"], handed.year or first.told["year"]
    if not organ:
        raise RuleViolation("文件里没有写明是哪个机关的年报，请填写机关名称", field="organ")
    if not year or year < first_year:
        raise RuleViolation("文件里没有写明是哪一年的年报，请填写年度", field="year")
    known = by_name(organ)
    before = tables_of_year_before(known.name if known else organ, year, keeper_id=_used_by(handed, keeper))
    return (_reading(handed, before) if before else first), organ[:100], int(year)


def _used_by(handed: Handed, keeper: Agency) -> int | None:
    """What everyone reads may not tell what only the keeper has."""
    return None if handed.public else keeper.pk


def _reading(handed: Handed, before: list[dict[str, Any]]) -> Reading:
    try:
        return read_report(handed.data, handed.name, before)
    except FileRefused as refusal:
        raise RuleViolation(refusal.message, field="file") from refusal


def _put(
    change: Change, report: LibraryReport, facts: dict[str, Any], reading: Reading, actor: Actor
) -> LibraryReport:
    values = {**facts, **fields_of(reading, change.now)}
    if report.pk is None:
        values |= {"kept_by": actor.user, "kept_at": change.now}
    for name, value in values.items():
        setattr(report, name, value)
    report.save()
    # The next year's report is read again: what it carries over can be tried now.
    LibraryReport.objects.filter(organ=report.organ, year=report.year + 1).update(auditor="")
    change.record(
        "reporting.keep_library_report",
        report,
        agency_id=report.keeper_id,
        year=report.year,
        document=report.document_id,
        public=report.public,
    )
    return report


def kept_for(actor: Actor, report_id: int) -> LibraryReport:
    """Return a kept report for an actor who changes it; raises Denied, and Http404 for one that the desk does not show."""
    report = LibraryReport.objects.select_related("keeper").filter(pk=report_id).first()
    if report is None or not actor.holds(policies.SEE_REPORTS, report.keeper):
        raise Http404
    if not actor.holds(policies.KEEP_LIBRARY, report.keeper):
        raise Denied("收存的年报由收存它的机关办理")
    return report
