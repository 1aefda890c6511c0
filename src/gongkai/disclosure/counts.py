"""栏目计数 — how many documents stand in a column and when the last one came, kept as they change."""

from collections.abc import Iterator

from django.db.models import Count, Max
from django.utils import timezone

from gongkai.catalogue.models import Column
from gongkai.disclosure.models import Document


def recount(*column_ids: int | None) -> None:
    """Bring the kept figures of columns level with their rows, inside the caller's transaction."""
    for column_id in {pk for pk in column_ids if pk is not None}:
        facts = Document.objects.filter(column_id=column_id, open_to_public__in=[True]).aggregate(
            count=Count("pk"), last=Max("revised_at")
        )
        Column.objects.filter(pk=column_id).update(
            published_count=facts["count"],
            last_published_on=timezone.localdate(facts["last"]) if facts["last"] else None,
        )


def differences() -> Iterator[str]:
    """Yield a sentence for each column whose kept count differs from its rows."""
    counted = dict(
        Document.objects.filter(open_to_public=True, column__isnull=False)
        .order_by()
        .values_list("column_id")
        .annotate(n=Count("pk"))
    )
    for column in Column.objects.select_related("agency").order_by("pk"):
        if column.published_count != counted.get(column.pk, 0):
            yield (
                f"{column.agency.short_name}“{column.name}”记为 {column.published_count} 件，"
                f"实有 {counted.get(column.pk, 0)} 件"
            )
