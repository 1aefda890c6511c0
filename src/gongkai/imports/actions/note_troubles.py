"""记下问题 — what is wrong with rows, kept with their batch until it is checked or loaded anew."""

from collections.abc import Sequence

from gongkai.imports.models import Batch, RowProblem
from gongkai.imports.rows import Incoming


def note_troubles(batch: Batch, rows: Sequence[Incoming]) -> int:
    """Keep the troubles of these rows; return how many are warnings."""
    problems = RowProblem.objects.bulk_create(
        RowProblem(
            batch=batch,
            row=row.row,
            column=trouble.column[:100],
            value=trouble.value[:60],
            weight=trouble.weight,
            message=trouble.message[:300],
        )
        for row in rows
        for trouble in row.troubles
    )
    return sum(problem.weight == RowProblem.Weight.WARNING for problem in problems)
