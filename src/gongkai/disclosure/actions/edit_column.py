"""维护栏目 — edit a column's facts; its documents follow when who may see it changes."""

from collections.abc import Mapping
from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.catalogue.actions import edit_column as catalogue
from gongkai.catalogue.models import Column
from gongkai.core.change import changing
from gongkai.core.pages import document_tag
from gongkai.disclosure.counts import recount
from gongkai.disclosure.models import Document
from gongkai.disclosure.reshaping import open_as_columns_say


def edit_column(column_id: int, *, actor: Actor, now: datetime, facts: Mapping[str, object]) -> Column:
    """维护栏目 — return the column; raises what `catalogue.actions.edit_column` raises."""
    with changing(actor, now) as change:
        changed = catalogue.edit_column(column_id, actor=actor, now=now, facts=facts)
        if "audience" in changed:
            documents = list(Document.objects.filter(column_id=column_id).values_list("pk", flat=True))
            open_as_columns_say(documents)
            recount(column_id)
            for pk in documents:
                change.ask("index", pk)
                change.touch(document_tag(pk))
    return Column.objects.select_related("agency").get(pk=column_id)
