"""重复 — documents that are here already under another name, or twice in one table."""

from datetime import date

from gongkai.disclosure.models import Document
from gongkai.imports.models import Item
from gongkai.rules.phrases import phrase
from gongkai.search.analysis import number_key


class Twins:
    """重复的查找 — knows every document by organ, title and day, and by organ and document number.

    Only digests are held: a few tens of megabytes for half a million documents. What came from the same old
    system under the same identifier is no twin but itself.
    """

    def __init__(self, origin: str) -> None:
        self._found: dict[int, int] = {}
        self._own = {
            document: hash(old_id)
            for document, old_id in Item.objects.filter(
                origin=origin, current=True, document__isnull=False
            ).values_list("document_id", "old_id")
        }
        for version in ("public", "working"):
            rows = Document.objects.filter(**{f"{version}__isnull": False}).values_list(
                "pk", "agency_id", f"{version}__title", f"{version}__formed_on", f"{version}__number_key"
            )
            for pk, agency, title, formed, key in rows.iterator(chunk_size=5000):
                for mark in _marks(agency, title, formed, key):
                    self._found.setdefault(mark, pk)
        self._rows: dict[int, int] = {}

    def notice(
        self, row: int, old_id: str, agency_id: int, title: str, formed_on: date | None, number: str
    ) -> str:
        """Note a row; return a sentence on what is the same already, "" for nothing."""
        for mark in _marks(agency_id, title, formed_on, number_key(number)[:100]):
            document = self._found.get(mark)
            if document is not None and self._own.get(document) != hash(old_id):
                return phrase(
                    "系统里已有标题、日期或文号相同的第 %(document)d 件，请核对是否重复", document=document
                )
            first = self._rows.setdefault(mark, row)
            if first != row:
                return phrase("与第 %(row)d 行的标题、日期或文号相同，请核对是否重复", row=first)
        return ""


def _marks(agency_id: int, title: str, formed_on: date | None, key: str) -> list[int]:
    marks = [hash((agency_id, "".join(title.split()), formed_on))]
    return [*marks, hash((agency_id, key))] if key else marks
