"""清查的一段 — some documents as the public reads them: their texts and files, read from the database in one go."""

from dataclasses import dataclass

from django.db.models import QuerySet

from gongkai.agencies.queries import subtree_ids
from gongkai.disclosure.models import Attachment, Document
from gongkai.screening.models import Part, Sweep
from gongkai.screening.queries import readable_versions

MOST_DOCUMENTS = 500
MOST_CHARACTERS = 1_000_000
"""A piece ends with the document that fills either."""
_ROWS_AT_ONCE = 50
_PARTS = (Part.TITLE, Part.SUMMARY, Part.KEYWORDS, Part.BODY)


@dataclass(frozen=True, slots=True)
class Text:
    """一段文字 — one text of a version, where it stands, and its words."""

    document_id: int
    version_id: int
    part: Part
    words: str
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Borne:
    """一个附件 — an attachment with its document."""

    document_id: int
    attachment: Attachment


@dataclass(frozen=True, slots=True)
class Piece:
    """一段 — the documents behind `after` up to `last`, with their organs, texts and files."""

    after: int
    last: int
    agencies: dict[int, int]
    texts: list[Text]
    files: list[Borne]
    characters: int


def documents_of(sweep: Sweep) -> QuerySet[Document]:
    """Return what a sweep is to look through, in its order."""
    # A bare boolean here: the documents are read by their number, not newest first.
    documents = Document.objects.filter(open_to_public=True).order_by("pk")
    return documents if sweep.agency is None else documents.filter(agency_id__in=subtree_ids(sweep.agency))


def read_piece(documents: QuerySet[Document], after: int) -> Piece | None:
    """Return the next piece behind a document; None at the end."""
    agencies = dict(documents.filter(pk__gt=after).values_list("pk", "agency_id")[:MOST_DOCUMENTS])
    if not agencies:
        return None
    texts, characters, last = _texts(list(agencies))
    agencies = {pk: agency for pk, agency in agencies.items() if pk <= last}
    files = _files({text.version_id: text.document_id for text in texts})
    texts += [
        Text(borne.document_id, borne.attachment.version_id, part, words, borne.attachment)
        for borne in files
        for part, words in ((Part.NAME, borne.attachment.name), (Part.CAPTION, borne.attachment.caption))
        if words
    ]
    return Piece(after, last, agencies, texts, files, characters)


def _texts(document_ids: list[int]) -> tuple[list[Text], int, int]:
    """Return the texts of as many documents as fit, their length, and the last of these documents."""
    rows = (
        readable_versions()
        .filter(document_id__in=document_ids)
        .order_by("document_id", "number")
        .values_list("document_id", "pk", "title", "summary", "keywords", "body_text")
    )
    texts: list[Text] = []
    characters, reached = 0, 0
    for document_id, version_id, title, summary, keywords, body in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        if characters >= MOST_CHARACTERS and document_id != reached:
            return texts, characters, reached
        reached = document_id
        for part, words in zip(_PARTS, (title, summary, keywords, body), strict=True):
            if words:
                texts.append(Text(document_id, version_id, part, words))
                characters += len(words)
    return texts, characters, document_ids[-1]


def _files(versions: dict[int, int]) -> list[Borne]:
    attachments = (
        Attachment.objects.filter(version_id__in=list(versions))
        .select_related("file")
        .defer("text")
        .order_by("version_id", "position", "pk")
    )
    return [Borne(versions[attachment.version_id], attachment) for attachment in attachments]
