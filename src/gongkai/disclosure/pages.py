"""文件页 — everything that the public page of a document shows, gathered in a handful of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.agencies.models import Agency, Jurisdiction
from gongkai.agencies.policies import PUBLIC
from gongkai.catalogue.models import Column
from gongkai.disclosure.models import Attachment, Document, Relation, Version
from gongkai.disclosure.presentation import Body, Standing, body_of, grouped, standing_of
from gongkai.disclosure.queries import published, version_history, visible_to
from gongkai.rules.catalogue import Section
from gongkai.rules.disclosure import RELATION_LABELS, RelationKind, Validity
from gongkai.rules.metadata import PUB_DATE_FORMAT
from gongkai.ui.wording import written

_EXPLAINS = (RelationKind.INTERPRETS, RelationKind.ANSWERS)
_RELATED = 5
_RELATED_AMONG = 60
_TERMS = ("subject", "genre", "audience", "theme")


@dataclass(frozen=True, slots=True)
class Related:
    """相关文件 — another document as this page shows it: how it stands to this one, and whether it is in force."""

    label: str
    kind: RelationKind
    incoming: bool
    document: Document | None
    version: Version | None
    standing: Standing | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """文件页 — a public document, one of its versions, and what stands around it."""

    document: Document
    version: Version
    body: Body
    standing: Standing
    files: Sequence[Attachment]
    relations: Sequence[Related]
    history: Sequence[Version]
    withdrawn: Sequence[Version]
    joint: Sequence[Agency]

    @property
    def explained_by(self) -> list[Related]:
        """What makes this document understandable: interpretations, questions and answers."""
        return [row for row in self.relations if row.kind in _EXPLAINS and row.incoming and row.document]

    @property
    def explains(self) -> list[Related]:
        """What this document interprets or answers."""
        return [row for row in self.relations if row.kind in _EXPLAINS and not row.incoming and row.document]

    @property
    def address(self) -> str:
        """The permanent address."""
        return address_of(self.document)

    @property
    def _version_address(self) -> str:
        arguments = [self.document.pk, self.version.number]
        return f"{settings.BASE_URL}{reverse('document-version', args=arguments)}"

    @property
    def normative(self) -> bool:
        """Whether validity means anything for it: it has a number, or an officer stated days in force."""
        version = self.version
        stated = Validity(version.validity) is not Validity.IN_FORCE
        return bool(version.document_number or version.in_force_from or version.in_force_until or stated)

    @property
    def citation(self) -> str:
        """The line by which others cite this version."""
        version, document = self.version, self.document
        day = timezone.localdate(version.published_at)
        title = version.title.replace("《", "〈").replace("》", "〉")
        parts = (
            f"{document.agency.name}：《{title}》",
            version.document_number,
            _("%(day)s公开") % {"day": written(day)},
            _("第 %(number)s 版") % {"number": version.number},
            _("索引号 %(number)s") % {"number": document.index_number},
            self.address if version.pk == document.public_id else self._version_address,
            f"SHA-256 {grouped(version.digest)}",
        )
        return _("，").join(part for part in parts if part)


def address_of(document: Document) -> str:
    """Return the permanent address of a document."""
    return f"{settings.BASE_URL}{reverse('document', args=[document.pk])}"


def public_document(pk: int) -> Document | None:
    """Return a document that the public may see, with everything that its page says of it directly."""
    return (
        visible_to(PUBLIC)
        .select_related("agency", "column__parent__parent__parent", "public__replaced_by__public")
        .select_related(*(f"public__{term}" for term in _TERMS))
        .prefetch_related("public__joint_agencies")
        .filter(pk=pk)
        .first()
    )


def file_address(attachment: Attachment, document_id: int) -> str:
    """Return the public address of a file."""
    return reverse("document-file", args=[document_id, attachment.pk, attachment.name])


@dataclass(frozen=True, slots=True)
class Text:
    """正文 — a public document as one of the two texts of a page, ready to be read."""

    document: Document
    version: Version
    body: Body
    standing: Standing


def text_of(document: Document, version: Version, today: date, mark: str) -> Text:
    """Make a document's public version ready to stand beside another; `mark` keeps the ids of the two apart."""
    body = body_of(version, lambda attachment: file_address(attachment, document.pk), mark)
    return Text(document, version, body, standing_of(version, today))


def is_explained_by(document: Document, other: Document) -> bool:
    """Whether the other document interprets this one, or answers to it."""
    return other.relations.filter(to=document, kind__in=_EXPLAINS).exists()


History = tuple[list[Version], list[Version]]


def page_of(
    document: Document, version: Version, today: date, history: History | None = None
) -> DocumentPage:
    """Gather the page of one version of a document that the public may see."""
    version.document = document
    files = list(version.attachments.select_related("file"))
    version._prefetched_objects_cache = {  # type: ignore[attr-defined]  # so that the body asks no second time
        **getattr(version, "_prefetched_objects_cache", {}),
        "attachments": files,
    }
    readable, withdrawn = history or version_history(document)
    return DocumentPage(
        document=document,
        version=version,
        body=body_of(version, lambda attachment: file_address(attachment, document.pk)),
        standing=standing_of(version, today),
        files=[file for file in files if not file.embedded],
        relations=relations_of(document, today),
        history=readable,
        withdrawn=withdrawn,
        joint=list(version.joint_agencies.all()),
    )


def relations_of(document: Document, today: date) -> list[Related]:
    """Return how a document stands to others and others to it, of those that the public may see."""
    light = ("public__body_html", "public__body_text", "public__evidence")
    rows = []
    outgoing = (
        document.relations.filter(Q(to=None) | _seen("to"))
        .select_related("to__public", "to__agency")
        .defer(*(f"to__{name}" for name in light))
    )
    incoming = (
        Relation.objects.filter(_seen("document"), to=document)
        .select_related("document__public", "document__agency")
        .defer(*(f"document__{name}" for name in light))
    )
    for relation in outgoing:
        rows.append(_related(relation, relation.to, today, incoming=False))
    for relation in incoming:
        rows.append(_related(relation, relation.document, today, incoming=True))
    order = list(RelationKind)
    return sorted(rows, key=lambda row: (order.index(row.kind), row.incoming))


def _seen(other: str) -> Exists:
    """Whether the public sees the other document: asked row by row, since a list of all would hold the whole stock."""
    return Exists(visible_to(PUBLIC).filter(pk=OuterRef(f"{other}_id")))


def _related(relation: Relation, other: Document | None, today: date, *, incoming: bool) -> Related:
    kind = RelationKind(relation.kind)
    version = other.public if other else None
    return Related(
        label=pgettext("relation", RELATION_LABELS[kind][incoming]),
        kind=kind,
        incoming=incoming,
        document=other,
        version=version,
        standing=standing_of(version, today) if version else None,
        words=relation.to_text,
    )


def similar_to(page: DocumentPage) -> list[Document]:
    """Return a few documents of the same column that share keywords, then its newest: one query."""
    wanted = page.version.keywords.replace("，", " ").replace("、", " ").split()
    known = {row.document.pk for row in page.relations if row.document} | {page.document.pk}
    near: QuerySet[Document] = published().filter(column=page.document.column).exclude(pk__in=known)
    shared = {
        document: sum(word in document.public.title + document.public.keywords for word in wanted)
        for document in near[:_RELATED_AMONG]
        if document.public
    }
    return sorted(shared, key=lambda document: -shared[document])[:_RELATED]


def columns_above(document: Document) -> list[Column]:
    """Return the column of a document and those above it, the top first."""
    above: list[Column] = []
    column = document.column
    while column is not None:
        above.insert(0, column)
        column = column.parent
    return above


def page_tags(page: DocumentPage) -> list[tuple[str, str]]:
    """Return the standard meta tags of an article page (rules.metadata), without the site's own."""
    document, version, column = page.document, page.version, page.document.column
    assert document.published_at is not None
    tags = [
        ("ColumnName", column.name if column else ""),
        ("ColumnDescription", f"{document.agency.name}{column.name}" if column else ""),
        ("ColumnKeywords", ",".join(step.name for step in columns_above(document))),
        ("ColumnType", Section(column.section).label if column else ""),
        ("ArticleTitle", version.title),
        ("PubDate", timezone.localtime(document.published_at).strftime(PUB_DATE_FORMAT)),
        ("ContentSource", version.source or document.agency.name),
        ("Keywords", ",".join(version.keywords.replace("，", " ").replace("、", " ").split())),
        ("Author", version.editor),
        ("Description", version.summary),
        ("Url", page.address),
    ]
    return [(name, content) for name, content in tags if content]


def structured_data(page: DocumentPage, site: Jurisdiction | None) -> dict[str, Any]:
    """Return what search engines read of a document: schema.org, as JSON-LD."""
    document, version = page.document, page.version
    genre = version.genre.name if version.genre else ""
    kind = "Report" if "报告" in genre else "Legislation" if version.document_number else "DigitalDocument"
    publisher = {"@type": "GovernmentOrganization", "name": document.agency.name}
    if site:
        publisher["parentOrganization"] = {"@type": "GovernmentOrganization", "name": site.root.name}  # type: ignore[assignment]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": page.address,
        "url": page.address,
        "name": version.title,
        "identifier": document.index_number,
        "inLanguage": f"zh-{version.script or 'Hans'}",
        "dateCreated": _iso(version.formed_on),
        "datePublished": _iso(document.published_at),
        "dateModified": _iso(version.published_at),
        "description": version.summary,
        "keywords": version.keywords,
        "version": version.number,
        "publisher": publisher,
        "isAccessibleForFree": True,
    }
    if kind == "Legislation":
        data |= {
            "legislationIdentifier": version.document_number,
            "legislationPassedBy": publisher,
            "legislationDateVersion": _iso(version.formed_on),
        }
        if page.normative and page.standing.code != "upcoming":
            state = "NotInForce" if page.standing.mark == "off" else "InForce"
            data["legislationLegalForce"] = f"https://schema.org/{state}"
    return {name: value for name, value in data.items() if value not in ("", None)}


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None
