"""试运行 — what would become of rows, and what is wrong with them; no document is touched.

What is noted is no fact about anything that is published or will be: it leaves no ledger entry.
"""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from gongkai.imports.actions.note_troubles import note_troubles
from gongkai.imports.known import check_index_numbers, known_items
from gongkai.imports.models import Batch
from gongkai.imports.rows import Incoming


def foretell(origin: str, rows: Sequence[Incoming]) -> Counter[str]:
    """Return what a load would make of these rows: created, unchanged, changed, refused, and how many warnings."""
    good = [row for row in rows if row.good]
    known = known_items(origin, good)
    check_index_numbers(good, known)
    said: Counter[str] = Counter(refused=len(rows) - len(good))
    for row in good:
        item = known.get(row.old_id)
        said["created" if item is None else "unchanged" if item.digest == row.digest else "changed"] += 1
    said["warnings"] = sum(trouble.weight == "warning" for row in rows for trouble in row.troubles)
    return said


def check_rows(batch_id: int, rows: Sequence[Incoming]) -> Counter[str]:
    """试运行一段 — note what would become of these rows, and the place that the batch has reached."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        rows = [row for row in rows if row.row > batch.cursor]
        said = foretell(batch.origin, rows)
        note_troubles(batch, rows)
        counts = Counter(batch.counts)
        counts.update(said)
        batch.counts = dict(counts)
        if rows:
            batch.cursor = rows[-1].row
            batch.done += len(rows)
        batch.save(update_fields=["counts", "cursor", "done"])
    return said
