"""接口的内容 — from rows to the shapes of the API; only ever from what the public may see."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.addresses import organ_address
from gongkai.agencies.models import Agency
from gongkai.api import schemas
from gongkai.catalogue.addresses import column_address
from gongkai.catalogue.models import Column, Scheme, Term
from gongkai.disclosure.models import Attachment, Document, Version
from gongkai.disclosure.pages import DocumentPage, Related, address_of, file_address
from gongkai.disclosure.presentation import standing_of
from gongkai.disclosure.search import Hit


def absolute(path: str) -> str:
    """Return the full address of a path on this site."""
    return f"{settings.BASE_URL}{path}"


def _here(moment: datetime | None) -> datetime:
    assert moment is not None
    return timezone.localtime(moment)


def _named(thing: Column | Term | Agency | None) -> schemas.Named | None:
    return schemas.Named(code=thing.code, name=thing.name) if thing else None


def _organ(agency: Agency) -> schemas.Named:
    return schemas.Named(code=agency.code, name=agency.name)


def _validity(version: Version, today: date) -> schemas.Validity:
    standing = standing_of(version, today)
    return schemas.Validity.model_validate({"code": standing.code, "label": standing.label})


def _words(written: str) -> list[str]:
    return written.replace("，", " ").replace("、", " ").split()


def agency(row: Agency) -> schemas.AgencyOut:
    """Return an organ as lists show it."""
    return schemas.AgencyOut(**_agency_facts(row))  # type: ignore[arg-type]


def _agency_facts(row: Agency) -> dict[str, str | None]:
    return {
        "code": row.code,
        "name": row.name,
        "short_name": row.short_name,
        "kind": row.kind,
        "level": row.level,
        "parent": row.parent.code if row.parent else None,
        "status": row.status,
        "successor": row.successor.code if row.successor else None,
        "url": absolute(organ_address(row)),
    }


_CONTACT = ("disclosure_office", "address", "hours", "phone", "fax", "email", "website")


def agency_detail(row: Agency, former_names: Iterable[str], below: Iterable[str]) -> schemas.AgencyDetail:
    """Return an organ with its facts."""
    facts = (*_CONTACT, "uscc", "document_code", "closed_on")
    return schemas.AgencyDetail(
        **_agency_facts(row),  # type: ignore[arg-type]
        **{name: getattr(row, name) for name in facts},
        former_names=list(former_names),
        subordinates=list(below),
    )


def column(row: Column, parent: Column | None, organ: Agency) -> schemas.ColumnOut:
    """Return a column below another one."""
    return schemas.ColumnOut(
        code=row.code,
        name=row.name,
        parent=parent.code if parent else None,
        section=row.section,
        basis=row.basis,
        unit=row.unit,
        update_period=row.update_period,
        documents=row.published_count,
        last_published_on=row.last_published_on,
        url=absolute(column_address(organ, row.code)),
    )


def scheme(row: Scheme) -> schemas.SchemeOut:
    """Return a scheme with its classes, which were fetched with it."""
    terms = list(row.terms.all())
    codes = {term.pk: term.code for term in terms}
    return schemas.SchemeOut(
        code=row.code,
        name=row.name,
        terms=[
            schemas.TermOut(code=term.code, name=term.name, parent=codes.get(term.parent_id or 0))
            for term in terms
        ],
    )


def summary(hit: Hit, today: date, *, searched: bool) -> schemas.DocumentOut:
    """Return a document as lists show it."""
    document, version = hit.document, hit.version
    return schemas.DocumentOut(
        id=document.pk,
        title=version.title,
        url=address_of(document),
        index_number=document.index_number or "",
        document_number=version.document_number,
        agency=_organ(document.agency),
        column=_named(document.column),
        genre=_named(version.genre),
        subject=_named(version.subject),
        formed_on=version.formed_on,
        published_at=_here(document.published_at),
        revised_at=_here(document.revised_at),
        version=version.number,
        validity=_validity(version, today),
        summary=version.summary,
        snippet="".join(fragment.text for fragment in hit.snippet) if searched else None,
    )


def _file(attachment: Attachment, document_id: int) -> schemas.FileOut:
    return schemas.FileOut(
        name=attachment.name,
        caption=attachment.caption,
        url=absolute(file_address(attachment, document_id)),
        size=attachment.file.size,
        media_type=attachment.file.media_type,
        sha256=attachment.file_id,
    )


def _relation(row: Related) -> schemas.RelationOut:
    other = row.document if row.version else None
    return schemas.RelationOut(
        kind=row.kind,
        label=row.label,
        incoming=row.incoming,
        id=other.pk if other else None,
        title=row.version.title if row.version else row.words,
        document_number=row.version.document_number if row.version else "",
        url=address_of(other) if other else None,
    )


def _version_row(document: Document, version: Version, *, withdrawn: bool) -> schemas.VersionRow:
    return schemas.VersionRow(
        number=version.number,
        published_at=_here(version.published_at),
        change_note=None if withdrawn else version.change_note,
        sha256=None if withdrawn else version.digest,
        withdrawn=withdrawn,
        url=absolute(reverse("document-version", args=[document.pk, version.number])),
    )


def _content(page: DocumentPage, today: date) -> dict[str, object]:
    version = page.version
    plain = (
        "title",
        "document_number",
        "formed_on",
        "in_force_from",
        "in_force_until",
        "attribute",
        "summary",
        "source",
        "editor",
        "script",
        "body_text",
    )
    return {
        **{name: getattr(version, name) for name in plain},
        **{name: _named(getattr(version, name)) for name in ("genre", "subject", "audience", "theme")},
        "joint_agencies": [_organ(joint) for joint in page.joint],
        "validity": _validity(version, today),
        "keywords": _words(version.keywords),
        "body_html": str(page.body.html),
        "attachments": [_file(attachment, page.document.pk) for attachment in page.files],
        "sha256": version.digest,
        "citation": page.citation,
    }


def document(page: DocumentPage, today: date) -> schemas.DocumentDetail:
    """Return a document with its current version and what stands around it."""
    row, version = page.document, page.version
    replaced = version.replaced_by
    history = [(v, False) for v in page.history] + [(v, True) for v in page.withdrawn]
    return schemas.DocumentDetail(
        **_content(page, today),  # type: ignore[arg-type]
        id=row.pk,
        url=page.address,
        index_number=row.index_number or "",
        agency=_organ(row.agency),
        column=_named(row.column),
        published_at=_here(row.published_at),
        revised_at=_here(row.revised_at),
        version=version.number,
        replaced_by=replaced.pk if replaced and replaced.open_to_public else None,
        relations=[_relation(related) for related in page.relations],
        versions=[_version_row(row, v, withdrawn=withdrawn) for v, withdrawn in history],
    )


def version(page: DocumentPage, today: date) -> schemas.VersionOut:
    """Return one version that the public may read."""
    row, this = page.document, page.version
    return schemas.VersionOut(
        **_content(page, today),  # type: ignore[arg-type]
        id=row.pk,
        number=this.number,
        current=this.pk == row.public_id,
        published_at=_here(this.published_at),
        change_note=this.change_note,
        url=absolute(reverse("document-version", args=[row.pk, this.number])),
    )


def notice(row: Document, version: Version | None = None) -> dict[str, object]:
    """Return the notice at the address of what was withdrawn: the document, or a version and all before it."""
    gone = schemas.Notice(
        agency=_organ(row.agency),
        index_number=row.index_number,
        withdrawn_at=_here(version.withdrawn_at if version else row.withdrawn_at),
        reason=None if version else row.withdrawal_reason,
    )
    return gone.model_dump(mode="json")
