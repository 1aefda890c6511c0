"""清查的一段 — some documents as the public reads them: their texts and files, read from the database in one go."""

from dataclasses import dataclass

from django.db.models import QuerySet

from gongkai.agencies.queries import subtree_ids
from gongkai.disclosure.models import Attachment, Document
from gongkai.screening.models import Part, Sweep
from gongkai.screening.queries import readable_versions

MOST_DOCUMENTS = 1000
MOST_CHARACTERS = 2_000_000
"""A piece ends with the document that fills either."""
_ROWS_AT_ONCE = 100
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


class Stock:
    """清查范围 — what a sweep is to look through, in the order of the documents' numbers."""

    def __init__(self, sweep: Sweep) -> None:
        self._agencies = None if sweep.agency is None else subtree_ids(sweep.agency)

    def documents(self) -> QuerySet[Document]:
        """Return the documents that the public reads."""
        # A bare boolean here: they are read by their number, not newest first.
        documents = Document.objects.filter(open_to_public=True).order_by("pk")
        return documents if self._agencies is None else documents.filter(agency_id__in=self._agencies)

    def piece(self, after: int) -> Piece | None:
        """Return the next piece behind a document; None at the end."""
        agencies = dict(self.documents().filter(pk__gt=after).values_list("pk", "agency_id")[:MOST_DOCUMENTS])
        if not agencies:
            return None
        texts, characters, last = self._texts(after, max(agencies))
        agencies = {pk: agency for pk, agency in agencies.items() if pk <= last}
        files = _files(after, last, {text.version_id: text.document_id for text in texts})
        texts += [
            Text(borne.document_id, borne.attachment.version_id, part, words, borne.attachment)
            for borne in files
            for part, words in ((Part.NAME, borne.attachment.name), (Part.CAPTION, borne.attachment.caption))
            if words
        ]
        return Piece(after, last, agencies, texts, files, characters)

    def _texts(self, after: int, last: int) -> tuple[list[Text], int, int]:
        """Return the texts of as many documents as fit, their length, and the last of these documents."""
        versions = readable_versions().filter(document_id__gt=after, document_id__lte=last)
        if self._agencies is not None:
            versions = versions.filter(document__agency_id__in=self._agencies)
        rows = versions.order_by("document_id", "number").values_list(
            "document_id", "pk", "title", "summary", "keywords", "body_text"
        )
        texts: list[Text] = []
        characters, reached = 0, after
        for document_id, version_id, *words in rows.iterator(chunk_size=_ROWS_AT_ONCE):
            if characters >= MOST_CHARACTERS and document_id != reached:
                return texts, characters, reached
            reached = document_id
            for part, text in zip(_PARTS, words, strict=True):
                if text:
                    texts.append(Text(document_id, version_id, part, str(text)))
                    characters += len(str(text))
        return texts, characters, last


def _files(after: int, last: int, versions: dict[int, int]) -> list[Borne]:
    """Return the attachments that versions (with their documents) between two documents bear."""
    attachments = (
        Attachment.objects.filter(version__document_id__gt=after, version__document_id__lte=last)
        .select_related("file")
        .defer("text")
        .order_by("version_id", "position", "pk")
    )
    return [
        Borne(versions[attachment.version_id], attachment)
        for attachment in attachments
        if attachment.version_id in versions
    ]
