"""核对列 — which column says what is settled for a batch, and remembered for the organ's next table like it."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.disclosure import policies
from gongkai.imports.actions.access import batch_for
from gongkai.imports.headers import signature
from gongkai.imports.layout import Layout
from gongkai.imports.models import Batch, Mapping
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation


def settle_layout(batch_id: int, layout: Layout, *, actor: Actor, now: datetime) -> Batch:
    """核对列的对应 — raises RuleViolation for a layout that cannot be loaded, or once rows were loaded."""
    layout.check()
    with changing(actor, now) as change:
        batch = batch_for(actor, batch_id)
        actor.require(policies.DRAFT, batch.agency)
        if batch.job or batch.state not in (Batch.State.OPEN, Batch.State.CHECKED):
            raise RuleViolation(phrase("这一批已经开始载入，不能再改列的对应"))
        batch.mapping, batch.origin = layout.facts(), layout.origin
        batch.state, batch.counts = Batch.State.OPEN, {}
        batch.problems.all().delete()
        batch.save(update_fields=["mapping", "origin", "state", "counts"])
        Mapping.objects.update_or_create(
            agency=batch.agency,
            signature=signature([head for head, _field in layout.columns]),
            defaults={
                "origin": layout.origin,
                "columns": layout.facts(),
                "saved_by": actor.user,
                "saved_at": now,
            },
        )
        change.record("imports.settle_layout", batch, agency_id=batch.agency_id)
    return batch
