"""取用 — the batch that an action works on is locked, visible to the actor, and not at rest."""

from django.http import Http404

from gongkai.agencies.policies import Actor
from gongkai.imports.models import Batch
from gongkai.imports.queries import batches_for


def batch_for(actor: Actor, batch_id: int) -> Batch:
    """Return a batch, locked; raises Http404 where the actor may not see it."""
    if not batches_for(actor).filter(pk=batch_id).exists():
        raise Http404
    return Batch.objects.select_for_update(of=("self",)).select_related("agency").get(pk=batch_id)
