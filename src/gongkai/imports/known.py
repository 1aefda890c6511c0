"""已有的 — what of some rows is here already, by the identifiers of the old system and by index number."""

from collections.abc import Mapping, Sequence

from gongkai.disclosure.models import Document
from gongkai.imports.models import Item
from gongkai.imports.rows import Incoming, Trouble


def known_items(origin: str, rows: Sequence[Incoming]) -> dict[str, Item]:
    """Return the items that speak for these rows today, by the identifier of the old system."""
    items = (
        Item.objects.filter(
            origin=origin, old_id__in=[row.old_id for row in rows], current=True, document__isnull=False
        )
        .select_related("document__agency", "document__column", "document__public", "document__working")
        .defer("document__public__body_html", "document__public__body_text", "document__public__evidence")
    )
    return {item.old_id: item for item in items}


def check_index_numbers(rows: Sequence[Incoming], known: Mapping[str, Item]) -> None:
    """Let go of the index numbers that another document has: a new one is given at publication."""
    numbered = {row.index_number: row for row in reversed(rows) if row.index_number}
    owners = dict(Document.objects.filter(index_number__in=list(numbered)).values_list("index_number", "pk"))
    for row in rows:
        if not row.index_number:
            continue
        owner, item = owners.get(row.index_number), known.get(row.old_id)
        taken = owner is not None and (item is None or item.document_id != owner)
        if taken or numbered[row.index_number] is not row:
            row.troubles.append(Trouble("索引号", row.index_number, "这个索引号已有，公开时另编", "warning"))
            row.index_number = ""
